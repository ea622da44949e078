# SPDX-License-Identifier: Apache-2.0
"""How parties, licences and days stand in the tables of ``regalia ip``."""

from __future__ import annotations

from collections.abc import Callable

from regalia.chain.decoding import checksummed
from regalia.domain.money import format_rate
from regalia.domain.rights.address import is_zero
from regalia.domain.rights.day import written
from regalia.domain.rights.right import GrantedLicence
from regalia.reports.names import Names
from regalia.reports.rights.right_lines import RightLine

NOTHING = "-"
Name = Callable[[str], str]
"""What somebody is called, by address."""
_HEAD, _TAIL = 8, 4


def namer(names: Names) -> Name:
    """By label, where there is one; else the address shortened, in its checksum form."""

    def name(address: str) -> str:
        return names.label(address) or short(spelled(address))

    return name


def spelled(who: str) -> str:
    """An address in its checksum form; the name of a party or territory, which may stand in its place, as it is."""
    return checksummed(who) if who.startswith("0x") else who


def short(address: str) -> str:
    """``0x1234ab…cdef``; a party's name as it is."""
    if not address.startswith("0x"):
        return address
    return NOTHING if is_zero(address) else f"{address[:_HEAD]}…{address[-_TAIL:]}"


def day_text(day: int) -> str:
    return written(day) if day else NOTHING


def held_text(line: RightLine, name: Name) -> str:
    """Its owners, or the licence it is held under."""
    if line.licence is not None:
        words = line.licence.words
        return f"licence {line.licence.number} of {name(words.licensor)}, through {written(words.until)}"
    return ", ".join(f"{name(owner)} {format_rate(share)}" for owner, share in line.owners)


def licence_text(licence: GrantedLicence, name: Name) -> str:
    """``2 to A (group B), CN, exclusive, through 2031-09-30, 90% of the value``."""
    words = licence.words
    group = "" if words.group == words.licensee or is_zero(words.group) else f" (group {name(words.group)})"
    exclusive = "exclusive" if words.exclusive else "not exclusive"
    share = f", {format_rate(words.share)} of the value" if words.share else ""
    until = written(words.until)
    return f"{licence.number} to {name(words.licensee)}{group}, {words.territory}, {exclusive}, through {until}{share}"
