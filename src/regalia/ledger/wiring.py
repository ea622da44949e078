# SPDX-License-Identifier: Apache-2.0
"""The bytes a deal is wired with, taken apart: the twin of ``contracts/deal/Wiring.sol``."""

from __future__ import annotations

from dataclasses import dataclass

from eth_utils.address import to_checksum_address

from regalia.errors import RegaliaError

_WORD = 32
_ADDRESS = 20
_FUNDING = 16
_ACCELERATION, _TRIGGERS, _FACILITIES, _FACTS, _TABLES, _CALLS = 20, 21, 22, 23, 28, 30
"""Places of sizes in the header of a program."""


class WiringError(RegaliaError, ValueError):
    """Bytes of a length that no wiring has."""


@dataclass(frozen=True)
class Wiring:
    """``funding`` in smallest units by account, ``tokens`` by tranche, ``payees`` in the program's order.

    ``facts`` is the source of facts, None where none are looked at.
    """

    program: bytes
    escrow: str
    oracle: str
    offering: str
    originator: str
    terms_hash: bytes
    tokens: tuple[str, ...]
    funding: tuple[int, ...]
    facts: str | None
    payees: tuple[str, ...]


def read_wiring(data: bytes) -> Wiring:
    """Take the bytes of ``DealWired`` apart. Raises ``WiringError``."""
    if len(data) < _WORD:
        raise WiringError(f"wiring: {len(data)} bytes hold no program", "The event is damaged: use another node.")
    tranches, accounts, facts = data[1], data[2], data[_FACTS]
    program_length = _program_length(data)
    fixed = program_length + 4 * _ADDRESS + _WORD + _ADDRESS * tranches + _FUNDING * accounts
    fixed += _ADDRESS if facts else 0
    if len(data) < fixed or (len(data) - fixed) % _ADDRESS:
        raise WiringError(
            f"wiring: {len(data)} bytes are not {fixed} and a number of addresses",
            "The event is damaged: use another node.",
        )
    cursor = _Cursor(data, program_length)
    return Wiring(
        program=data[:program_length],
        escrow=cursor.address(),
        oracle=cursor.address(),
        offering=cursor.address(),
        originator=cursor.address(),
        terms_hash=cursor.take(_WORD),
        tokens=tuple(cursor.address() for _ in range(tranches)),
        funding=tuple(int.from_bytes(cursor.take(_FUNDING), "big") for _ in range(accounts)),
        facts=cursor.address() if facts else None,
        payees=tuple(cursor.address() for _ in range((len(data) - fixed) // _ADDRESS)),
    )


def _program_length(data: bytes) -> int:
    """By the sizes in its header."""
    tranches, steps = data[1], data[3] + data[_ACCELERATION]
    words = 1 + tranches + 2 * steps + data[_FACILITIES] + data[_TRIGGERS] + data[_FACTS] + data[_CALLS]
    return _WORD * (words + int.from_bytes(data[_TABLES : _TABLES + 2], "big"))


class _Cursor:
    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def take(self, size: int) -> bytes:
        taken = self.data[self.at : self.at + size]
        self.at += size
        return taken

    def address(self) -> str:
        return to_checksum_address(self.take(_ADDRESS))
