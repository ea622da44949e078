# SPDX-License-Identifier: Apache-2.0
"""``bench/coverage.json``: what was measured, when, and of which contracts."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime

from regalia.chain import artefacts
from regalia.chain.compiler import PROJECT
from tools.coverage.report import ALL, BRANCHES, LINES, Share

KEPT = PROJECT / "bench" / "coverage.json"


@dataclass(frozen=True)
class Kept:
    """Shares by folder: lines and branches of the contracts, and of the Python packages."""

    date: str = ""
    commit: str = ""
    of_contracts: str = ""
    contracts: Mapping[str, tuple[Share, Share]] = field(default_factory=dict)
    missed: Sequence[str] = ()
    """Every place of a contract that no test reached."""
    python: Mapping[str, tuple[Share, Share]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Kept:
        """What is in the file; nothing when there is none."""
        if not KEPT.exists():
            return cls()
        told = json.loads(KEPT.read_text(encoding="utf-8"))
        for name in ("contracts", "python"):
            told[name] = {folder: (Share(*lines), Share(*branches)) for folder, (lines, branches) in told[name].items()}
        return cls(**told)

    def write(self) -> None:
        today = replace(self, date=datetime.now(UTC).date().isoformat(), commit=_commit())
        KEPT.write_text(json.dumps(asdict(today), indent=1) + "\n", encoding="utf-8")

    def with_contracts(self, shares: Mapping[str, tuple[Share, Share]], missed: Sequence[str]) -> Kept:
        return replace(self, contracts=dict(shares), missed=list(missed), of_contracts=contracts_hash())

    def with_python(self, shares: Mapping[str, tuple[Share, Share]]) -> Kept:
        return replace(self, python=dict(shares))

    def told(self) -> Iterator[str]:
        """A row a folder."""
        yield f"Coverage, measured on {self.date or '-'} at commit {self.commit or '-'}"
        for shares in (self.contracts, self.python):
            for folder, (lines, branches) in shares.items():
                yield f"  {folder:30} lines {lines!s:24} branches {branches}"

    def is_enough(self) -> bool:
        """Of the contracts."""
        lines, branches = self.contracts.get(ALL, (Share(0, 1), Share(0, 1)))
        return lines.percent >= LINES and branches.percent >= BRANCHES


def contracts_hash() -> str:
    """Of the code of all contracts that are measured: comments don't count."""
    digest = hashlib.sha256()
    for name in artefacts.all_names():
        artefact = artefacts.load(name)
        if not artefact.source.startswith("contracts/mocks/"):
            digest.update(artefact.bytecode.encode())
    return digest.hexdigest()


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()
