# SPDX-License-Identifier: Apache-2.0
"""The number of a right as its office writes it, from the canonical one: the way back of ``domain.rights.office_numbers``."""

from __future__ import annotations

from regalia.domain.rights.number import LENGTH, describe
from regalia.domain.rights.office_numbers import cnipa_check_digit, epo_check_digit

_CNIPA_TYPES = {"10": "18", "20": "29"}
"""By ST.13's type, the digits CNIPA has for it: its own, and that of what came by the PCT."""
_FIRST_CNIPA_YEAR = 2003
_EPO_YEARS = range(1978, 2078)


def written_number(right: bytes) -> str:
    """``CN201810990101.6`` or ``EP99403122.7``; ST.13 in its parts where the office has no form of its own, a hash shortened."""
    text = describe(right)
    if text.startswith("hash"):
        return text
    office, kind, year, serial = text.split(" ")
    assert len(office + kind + year + serial) == LENGTH  # as describe writes it
    if (
        office == "CN"
        and serial[0] == "0"
        and serial[1] in _CNIPA_TYPES.get(kind, "")
        and int(year) >= _FIRST_CNIPA_YEAR
    ):
        digits = year + serial[1:]
        return f"CN{digits}.{cnipa_check_digit(digits)}"
    if office == "EP" and kind == "10" and serial.startswith("000") and int(year) in _EPO_YEARS:
        digits = year[2:] + serial[3:]
        return f"EP{digits}.{epo_check_digit(digits)}"
    return text
