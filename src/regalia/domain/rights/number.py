# SPDX-License-Identifier: Apache-2.0
"""The canonical number of a right: the twin of ``contracts/registry/RightNumbers.sol``.

Office (WIPO ST.3), type, year and serial (WIPO ST.13) as 17 characters of ASCII, left-aligned in 32 bytes; or the hash of what has no
number. One way to write a right, so that it can't be entered twice. How offices write numbers themselves is in ``office_numbers``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import NewType

from regalia.domain.rights.office_numbers import RightNumberError, read
from regalia.domain.rights.offices import is_office
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.words import Kind, word

__all__ = [
    "LENGTH",
    "TYPES",
    "RightNumber",
    "RightNumberError",
    "canonical",
    "check",
    "describe",
    "hashed",
    "parse",
    "registered",
    "require_office",
]

RightNumber = NewType("RightNumber", bytes)
"""A right's id, 32 bytes."""

TYPES: Mapping[Kind, int] = MappingProxyType(
    {Kind.PATENT: 10, Kind.UTILITY_MODEL: 20, Kind.TRADEMARK: 30, Kind.COPYRIGHT: 91, Kind.SOFTWARE: 92}
)
"""ST.13's type of a kind; 91 and 92 are ours, as it leaves them free. A trade secret has a hash alone."""
LENGTH = 17
_WORD = 32
_CANONICAL = re.compile(r"[A-Z]{2}[0-9]{15}")
_HASHED = frozenset({Kind.COPYRIGHT, Kind.SOFTWARE, Kind.TRADE_SECRET})


def registered(office: str, kind: Kind, year: int, serial: int) -> RightNumber:
    """The id of what an office numbers. RightNumberError when a part doesn't fit."""
    return canonical(f"{office} {TYPES.get(kind, 0):02d} {year:04d} {serial:09d}", kind)


def hashed(kind: Kind, content: bytes) -> RightNumber:
    """The id of a secret, or of a work nobody registered, from the hash of its content."""
    if kind not in _HASHED:
        raise RightNumberError(content.hex(), f"a {word(kind)} has a number, not a hash")
    return RightNumber(sha256(bytes((kind,)) + content).digest())


def parse(text: str, kind: Kind) -> RightNumber:
    """The id of what the text names: ST.13, CNIPA's number or the EPO's. RightNumberError names the rule that is broken."""
    if kind not in TYPES:
        raise RightNumberError(text, f"a {word(kind)} has no number; it is entered by the hash of its content")
    found = read(text.strip(), kind)
    if found is None:
        return canonical(text.strip(), kind)
    office, year, serial = found
    return registered(office, kind, year, serial)


def canonical(text: str, kind: Kind) -> RightNumber:
    """From ST.13 text, with or without blanks between its parts. RightNumberError names the rule that is broken."""
    packed = text.replace(" ", "")
    if _CANONICAL.fullmatch(packed) is None:
        raise RightNumberError(text, "it is not two capital letters and fifteen digits: office, type, year, serial")
    try:
        number = packed.encode("ascii").ljust(_WORD, b"\0")
        _check_text(number, kind)
    except RightsRefusedError as error:
        raise RightNumberError(text, error.message) from error
    return RightNumber(number)


def check(right: bytes, kind: Kind, document: bytes) -> None:
    """Refuse an id that isn't the number of a right of this kind. ``document`` is what the id of a hashed right is made of."""
    if kind is Kind.NONE:
        raise RightsRefusedError("IPRegistry_NoKind")
    if kind in _HASHED:
        expected = hashed(kind, document)
        if right == expected:
            return
        if kind is Kind.TRADE_SECRET:
            raise RightsRefusedError("IPRegistry_WrongHash", expected, right)
    _check_text(right, kind)


def describe(right: bytes) -> str:
    """``CN 10 2024 010012345``; a hash by its first eight characters."""
    text = right[:LENGTH].decode("latin-1")
    if _CANONICAL.fullmatch(text) is None or any(right[LENGTH:]):
        return f"hash {right.hex()[:8]}…"
    return f"{text[:2]} {text[2:4]} {text[4:8]} {text[8:]}"


def _check_text(right: bytes, kind: Kind) -> None:
    """Two capital letters, fifteen digits, nothing after; an office; the kind's type; neither year nor serial all zeros."""
    for place, char in enumerate(right):
        fits = char == 0 if place >= LENGTH else 65 <= char <= 90 if place < 2 else 48 <= char <= 57
        if not fits:
            raise RightsRefusedError("IPRegistry_BadNumber", right, place)
    for place, zeros in ((4, b"0000"), (8, b"000000000")):
        if right[place : place + len(zeros)] == zeros:
            raise RightsRefusedError("IPRegistry_BadNumber", right, place)
    require_office(right[:2].decode("ascii"))
    if int(right[2:4]) != TYPES[kind]:
        raise RightsRefusedError("IPRegistry_WrongType", kind, int(right[2:4]))


def require_office(code: str) -> None:
    if not is_office(code):
        raise RightsRefusedError("IPRegistry_UnknownOffice", code.encode("latin-1", "replace"))
