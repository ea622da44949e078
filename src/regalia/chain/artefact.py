# SPDX-License-Identifier: Apache-2.0
"""What the compiler made of one contract, as a value and as the text of a committed file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from eth_typing import ABI


@dataclass(frozen=True, eq=False)
class Artefact:
    """One contract, library or interface.

    ``bytecode`` and ``deployed_bytecode`` are ``0x…`` hex, ``0x`` for what cannot be deployed. ``source_hash`` is the
    sha-256 of the names and hashes of every source the contract is made of, imports included. ``immutables`` are
    (offset, length) in bytes: the places of ``deployed_bytecode`` that the constructor fills in. ``settings`` are the
    compiler's, its version among them.
    """

    name: str
    source: str
    abi: ABI
    bytecode: str
    deployed_bytecode: str
    source_hash: str
    immutables: tuple[tuple[int, int], ...]
    settings: Mapping[str, Any]

    def matches(self, code: bytes) -> bool:
        """Whether ``code``, read from a chain, is this contract's, whatever its immutable values."""
        return self._without_immutables(code) == self._without_immutables(
            bytes.fromhex(self.deployed_bytecode.removeprefix("0x"))
        )

    def _without_immutables(self, code: bytes) -> bytes:
        plain = bytearray(code)
        for offset, length in self.immutables:
            end = min(offset + length, len(plain))
            plain[offset:end] = bytes(max(end - offset, 0))
        return bytes(plain)

    def to_json(self) -> str:
        """The text of the committed file: sorted, one interface entry a line, the same on every machine."""
        fields = {
            "bytecode": self.bytecode,
            "deployedBytecode": self.deployed_bytecode,
            "immutables": [list(place) for place in self.immutables],
            "name": self.name,
            "settings": self.settings,
            "source": self.source,
            "sourceHash": self.source_hash,
        }
        lines = [f" {json.dumps(key)}: {_compact(value)}" for key, value in fields.items()]
        entries = ",\n".join(f"  {_compact(entry)}" for entry in self.abi)
        return "{\n" + ",\n".join([f' "abi": [\n{entries}\n ]', *lines]) + "\n}\n"

    @classmethod
    def from_json(cls, text: str) -> Artefact:
        """Read what ``to_json`` wrote; ``KeyError`` or ``ValueError`` when it is something else."""
        fields = json.loads(text)
        return cls(
            name=fields["name"],
            source=fields["source"],
            abi=cast(Sequence[Any], fields["abi"]),
            bytecode=fields["bytecode"],
            deployed_bytecode=fields["deployedBytecode"],
            source_hash=fields["sourceHash"],
            immutables=tuple((offset, length) for offset, length in fields["immutables"]),
            settings=fields["settings"],
        )


def _compact(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
