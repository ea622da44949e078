# SPDX-License-Identifier: Apache-2.0
"""Account numbers: an IBAN is one only with the right check digits (ISO 13616, ISO 7064 mod 97-10)."""

from __future__ import annotations

import re

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", re.ASCII)


def plain_account(text: str) -> str:
    """As machines write it: without blanks, in capitals."""
    return "".join(text.split()).upper()


def iban_fault(text: str) -> str:
    """Why it is no IBAN, or ""."""
    if not _IBAN.fullmatch(text):
        return "is no IBAN: two letters, two check digits, then 11 to 30 letters and digits, without blanks"
    digits = "".join(str(int(character, 36)) for character in text[4:] + text[:4])
    return (
        ""
        if int(digits) % 97 == 1
        else "is no IBAN: its check digits don't fit; a character is wrong or two are swapped"
    )
