# SPDX-License-Identifier: Apache-2.0
"""The parts of a record that all files have: the right it is about, its days, its code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from regalia.domain.rights.day import is_day
from regalia.domain.rights.number import TYPES, RightNumber, canonical, parse
from regalia.domain.rights.office_numbers import RightNumberError
from regalia.domain.rights.words import Kind
from regalia.feeds.errors import Problem, shown
from regalia.feeds.mapping import Row

CODE_LENGTH = 32
_DAY = re.compile(r"([0-9]{4})([-./]?)([0-9]{2})\2([0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?", re.ASCII)
_HASH = re.compile(r"(?:0x)?[0-9a-f]{64}")
_ST13 = re.compile(r"[A-Z]{2}([0-9]{2})[0-9]{13}")


@dataclass(frozen=True)
class Record:
    """One record of a file, its code found in a table. ``day`` is when it took effect, ``date`` the next due day it tells (0: none),
    ``state`` the contracting state it names; ``number`` is the right as the file writes it.
    """

    place: str
    line: int
    right: RightNumber
    number: str
    code: bytes
    row: Row
    day: int
    content: bytes
    date: int = 0
    state: str = ""

    @property
    def evidence(self) -> bytes:
        """What the document hash is of: the number and the record's bytes, so that two rights never share a hash."""
        return self.number.encode() + b"\n" + self.content


class Fields:
    """Reads the values of one record and keeps what is wrong with them."""

    def __init__(self, place: str, line: int) -> None:
        self.place, self.line = place, line
        self.problems: list[Problem] = []

    def refuse(self, field: str, value: object, rule: str) -> None:
        path = f"{self.place}.{field}" if self.place and field else self.place or field
        self.problems.append(Problem(path, shown(value), rule, self.line))

    def day(self, field: str, text: str) -> int:
        """A day as ISO, 20240131 or 2024.01.31; 0 when it is left out or refused."""
        if not text:
            return 0
        match = _DAY.fullmatch(text)
        day = int(match[1] + match[3] + match[4]) if match else 0
        if not is_day(day):
            self.refuse(field, text, "must be a day, written as 2024-01-31, 20240131 or 2024.01.31")
            return 0
        return day

    def right(self, field: str, text: str) -> RightNumber:
        try:
            return right_of(text)
        except RightNumberError as error:
            self.refuse(field, text, error.rule)
            return RightNumber(bytes(32))

    def ascii_code(self, field: str, text: str) -> bytes:
        if not text.isascii() or not text.isprintable() or len(text) > CODE_LENGTH:
            self.refuse(field, text, f"the code must be printable ASCII of at most {CODE_LENGTH} characters")
            return b""
        return text.encode()


def right_of(text: str) -> RightNumber:
    """The id of a right whose kind the number itself tells: ST.13 by its type, CNIPA's by a digit, the EPO's always a patent; or 64 hex
    digits for what is entered by its hash.
    """
    text = text.strip()
    if _HASH.fullmatch(text):
        return RightNumber(bytes.fromhex(text.removeprefix("0x")))
    if match := _ST13.fullmatch(text.replace(" ", "")):
        kinds = [kind for kind, number in TYPES.items() if number == int(match[1])]
        return canonical(text, kinds[0] if kinds else Kind.PATENT)
    try:
        return parse(text, Kind.PATENT)
    except RightNumberError as as_patent:
        try:
            return parse(text, Kind.UTILITY_MODEL)
        except RightNumberError:
            raise as_patent from None
