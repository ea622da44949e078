# SPDX-License-Identifier: Apache-2.0
"""How offices write application numbers, with their check digits, and the canonical number of each.

CNIPA (ZC 0006-2003, since October 2003): year, a digit for the type, seven digits, then the remainder of the weighted sum by eleven.
EPO: two digits of the year, six digits, then what the digits, every second doubled, lack to a multiple of ten
(https://forums.epo.org/ep-application-number-check-digit-algorithm-11914). ST.13's serial is what stands between year and check digit.
"""

from __future__ import annotations

import re

from regalia.domain.rights.words import Kind, word
from regalia.errors import RegaliaError

_CNIPA = re.compile(r"(?:CN|ZL) ?([0-9]{12})\.([0-9X])")
_EPO = re.compile(r"EP ?([0-9]{8})\.([0-9])")
_CNIPA_KINDS = {"1": Kind.PATENT, "8": Kind.PATENT, "2": Kind.UTILITY_MODEL, "9": Kind.UTILITY_MODEL}
"""8 and 9 came by the PCT; 3 is a design, which is no kind of the registry."""
_CNIPA_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_FIRST_EPO_YEAR = 78


class RightNumberError(RegaliaError, ValueError):
    """Text that is no number of a right."""

    def __init__(self, text: str, rule: str) -> None:
        super().__init__(
            f"the number {text!r} can't be taken: {rule}",
            "Write the application number as WIPO ST.13 has it (CN 10 2017 010601862), as CNIPA does (CN201710601862.3) "
            "or, for European patents, as the EPO does (EP99403122.7).",
        )
        self.text = text
        self.rule = rule


def read(text: str, kind: Kind) -> tuple[str, int, int] | None:
    """Office, year and serial; None when the text is in neither office's form. RightNumberError when it is, and is wrong."""
    if match := _CNIPA.fullmatch(text):
        return _of_cnipa(text, kind, match[1], match[2])
    if match := _EPO.fullmatch(text):
        return _of_epo(text, kind, match[1], match[2])
    return None


def cnipa_check_digit(digits: str) -> str:
    """Of the twelve digits before the point."""
    rest = sum(weight * int(digit) for weight, digit in zip(_CNIPA_WEIGHTS, digits, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def epo_check_digit(digits: str) -> str:
    """Of the eight digits before the point."""
    doubled = (str(int(digit) * (1 + place % 2)) for place, digit in enumerate(digits))
    return str(-sum(int(digit) for number in doubled for digit in number) % 10)


def _of_cnipa(text: str, kind: Kind, digits: str, given: str) -> tuple[str, int, int]:
    _require_check_digit(text, cnipa_check_digit(digits), given)
    found = _CNIPA_KINDS.get(digits[4])
    if found is None:
        raise RightNumberError(text, f"its fifth digit is {digits[4]}; patents have 1 or 8, utility models 2 or 9")
    _require_kind(text, kind, found)
    return "CN", int(digits[:4]), int(digits[4:])


def _of_epo(text: str, kind: Kind, digits: str, given: str) -> tuple[str, int, int]:
    _require_check_digit(text, epo_check_digit(digits), given)
    _require_kind(text, kind, Kind.PATENT)
    year = int(digits[:2])
    return "EP", year + (1900 if year >= _FIRST_EPO_YEAR else 2000), int(digits[2:])


def _require_check_digit(text: str, expected: str, given: str) -> None:
    if given != expected:
        raise RightNumberError(text, f"its check digit is {given}, and its digits ask for {expected}")


def _require_kind(text: str, kind: Kind, found: Kind) -> None:
    if kind is not found:
        raise RightNumberError(text, f"it is the number of a {word(found)}, and the right is said to be a {word(kind)}")
