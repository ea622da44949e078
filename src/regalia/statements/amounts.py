# SPDX-License-Identifier: Apache-2.0
"""An amount as a statement prints it, as an integer of 10^-12, exactly; whatever leaves room for doubt is refused in words.

A file of a million lines has several million of them, so what is plain is read without a regular expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from regalia.statements.model import STATEMENT_DECIMALS

MOST_WHOLE_DIGITS = 18
_MOST_CHARACTERS = 60
_SCALES: tuple[int, ...] = tuple(
    int(10 ** (STATEMENT_DECIMALS - decimals)) for decimals in range(STATEMENT_DECIMALS + 1)
)
_EXPONENT = re.compile(r"[-+]?[0-9.,]+[eE][-+]?[0-9]+")
_BRACKETS = re.compile(r"-?\(.*\)-?", re.DOTALL)
_MINUSES = "-−–‒﹣－"
SPACES = (" ", "\u00a0", "\u202f")
"""What may stand between thousands where a map says a blank: files mix the breaking and the non-breaking one."""

ReadAmount = Callable[[str], int]


def parse_amount(text: str, *, decimal_comma: bool = False, thousands: str = "", negative: bool = False) -> int:
    """``"12.5"`` as 12,500,000,000,000. ValueError says which rule is broken; the text itself is left for the caller to quote."""
    return amount_reader(decimal_comma, thousands, negative)(text)


@cache
def amount_reader(decimal_comma: bool = False, thousands: str = "", negative: bool = False) -> ReadAmount:
    """``parse_amount`` with its options settled, for files of many lines. ``thousands``: one character, or "" for none."""
    mark = "," if decimal_comma else "."
    if len(thousands) > 1 or thousands == mark or thousands.isdigit() or thousands in tuple("-+"):
        raise ValueError(f"thousands {thousands!r} must be one character other than the decimal mark {mark!r}, or none")
    between = f"[{''.join(SPACES)}]" if thousands == " " else re.escape(thousands)
    groups = f"|[0-9]{{1,3}}(?:{between}[0-9]{{3}})+" if thousands else ""
    plain = re.compile(f"(-?)([0-9]+{groups}|(?={re.escape(mark)}))(?:{re.escape(mark)}([0-9]+))?")

    def read(text: str) -> int:
        whole, point, fraction = text.partition(mark)
        if text.isascii() and whole.isdigit() and len(whole) <= MOST_WHOLE_DIGITS:
            if not point:
                return int(whole) * _SCALES[0]
            if fraction.isdigit() and len(fraction) <= STATEMENT_DECIMALS:
                return int(whole + fraction) * _SCALES[len(fraction)]
        return _slowly(text, plain, mark, thousands, negative)

    return read


def _slowly(text: str, plain: re.Pattern[str], mark: str, thousands: str, negative: bool) -> int:
    match = plain.fullmatch(text) if len(text) <= _MOST_CHARACTERS else None
    if match is None:
        raise ValueError(_fault(text, mark, thousands))
    sign, whole, fraction = match[1], re.sub("[^0-9]", "", match[2]), (match[3] or "").rstrip("0")
    if sign and not negative:
        raise ValueError("is negative; amounts here are zero or more")
    if len(whole.lstrip("0")) > MOST_WHOLE_DIGITS:
        raise ValueError(f"has more than {MOST_WHOLE_DIGITS} digits before the decimal mark")
    if len(fraction) > STATEMENT_DECIMALS:
        raise ValueError(f"is finer than {STATEMENT_DECIMALS} decimals")
    units = int(whole + fraction) * _SCALES[len(fraction)] if whole + fraction else 0
    return -units if sign else units


def _fault(text: str, mark: str, thousands: str) -> str:
    """Why a text is no amount, as near as can be told."""
    if not text.strip():
        return "is empty; write 0 where there is nothing"
    if len(text) > _MOST_CHARACTERS:
        return f"has more than {_MOST_CHARACTERS} characters; it is no amount"
    if any(c.isdigit() and not c.isascii() for c in text):
        return "has digits other than 0 to 9, such as full-width ones"
    if text != text.strip():
        return "has a blank before or behind it"
    if _EXPONENT.fullmatch(text):
        return "is written with an exponent; a spreadsheet did that, have the file exported with plain numbers"
    if _BRACKETS.fullmatch(text):
        return "is in brackets, as if negative; write a minus sign where negative amounts are allowed"
    if text[0] in _MINUSES[1:] or text[-1] in _MINUSES:
        return "has its minus sign behind it, or another sign for minus; write -12.50"
    if text[0] == "+":
        return "has a plus sign; leave it out"
    if set(text) <= set("-0123456789.,'’_" + "".join(SPACES)):
        called = f"{thousands!r} between thousands" if thousands else "nothing between thousands"
        return f"is not a number with {mark!r} before the decimals and {called}"
    return "is not a plain number; write only the number, without currency, sign of per cent or formula"
