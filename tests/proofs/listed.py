# SPDX-License-Identifier: Apache-2.0
"""The proofs and their twins as the files have them."""

import re
from dataclasses import dataclass
from pathlib import Path

PROOF, TWIN = "check_", "reach_"
CONTRACT = re.compile(r"^contract (\w+Theorems)\b", re.MULTILINE)
FUNCTION = re.compile(r"^    function ((?:check|reach)_\w+)\(", re.MULTILINE)


@dataclass(frozen=True, order=True)
class Theorem:
    contract: str
    function: str

    @property
    def other(self) -> "Theorem":
        """The twin of a proof, the proof of a twin."""
        prefix, name = self.function[: len(PROOF)], self.function[len(PROOF) :]
        return Theorem(self.contract, (TWIN if prefix == PROOF else PROOF) + name)


def theorems(folder: Path) -> list[Theorem]:
    """Of every file of a folder, which has one contract of them."""
    found = []
    for file in sorted(folder.glob("*.t.sol")):
        text = file.read_text(encoding="utf-8")
        contracts = CONTRACT.findall(text)
        if len(contracts) != 1:
            raise ValueError(f"{file.name} has {len(contracts)} contracts of theorems, not one")
        found += [Theorem(contracts[0], function) for function in FUNCTION.findall(text)]
    return found
