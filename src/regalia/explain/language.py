# SPDX-License-Identifier: Apache-2.0
"""A language: sentence templates under keys, and how its dates, money and lists look."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from string import Formatter

from regalia.domain.calendar import CollectionPeriod
from regalia.domain.money import PPM_DECIMALS, Currency, format_decimal, format_rate

_PERIOD_KEYS = {1: "period.month", 3: "period.quarter", 6: "period.half", 12: "period.year"}
_RATIO = Currency("", PPM_DECIMALS)


@dataclass(frozen=True)
class Language:
    """``templates`` have the same keys and placeholders in every language. ``number`` is how the n-th item of a list is called."""

    code: str
    templates: Mapping[str, str]
    currencies: Mapping[str, str]
    number: Callable[[int], str]
    between_sentences: str

    def say(self, key: str, **values: str) -> str:
        """The sentence under ``key``, with ``values`` in its places."""
        pieces: list[str] = []
        for literal, field, _, _ in Formatter().parse(self.templates[key]):
            pieces += [literal] if field is None else [literal, values[field]]
        return joined(pieces)

    def count(self, key: str, number: int, **values: str) -> str:
        """As ``say``, from the template for one or for many; the number is ``{number}``."""
        return self.say(f"{key}.one" if number == 1 else f"{key}.many", number=f"{number:,}", **values)

    def all_of(self, names: Sequence[str], last: str = "list.and") -> str:
        """``A, B and C``; ``last`` is the key of what stands before the last."""
        if len(names) < 2:
            return "".join(names)
        comma = self.templates["list.comma"]
        before = [piece for name in names[:-1] for piece in (comma, name)][1:]
        return joined([*before, self.templates[last], names[-1]])

    def in_order(self, names: Sequence[str]) -> str:
        """``A, then B, then C``."""
        return joined([piece for name in names for piece in (self.templates["list.then"], name)][1:])

    def money(self, amount: Decimal, currency: Currency) -> str:
        """``USD 1,234.56``: at least two decimals where the currency has them."""
        shown = format_decimal(amount, min(2, currency.decimals))
        return self.say("money", amount=shown, currency=self.currencies.get(currency.code, currency.code))

    def date(self, day: date) -> str:
        month = self.templates[f"month.{day.month}"]
        return self.templates["date"].format(year=day.year, month=month, day=day.day)

    def period(self, period: CollectionPeriod) -> str:
        key = _PERIOD_KEYS[period.months] + (f"-{period.index}" if period.months == 6 else "")
        index = f"{period.index:02d}" if period.months == 1 else str(period.index)
        return self.templates[key].format(year=period.year, index=index)

    def rate(self, ppm: int) -> str:
        return format_rate(ppm)

    def ratio(self, ppm: int) -> str:
        """``1.40x``."""
        return self.say("ratio", number=format_decimal(_RATIO.to_decimal(ppm), 2))

    def sentences(self, sentences: Sequence[str]) -> str:
        return self.between_sentences.join(sentences)


def joined(pieces: Sequence[str]) -> str:
    """Pieces in a row, with a space wherever a Chinese character meets a Latin letter, digit or bracket at a seam."""
    text = ""
    for piece in pieces:
        if text and piece and _meet(text[-1], piece[0]):
            text += " "
        text += piece
    return text


def _meet(left: str, right: str) -> bool:
    return (is_ideograph(left) and _is_latin(right)) or (_is_latin(left) and is_ideograph(right))


def is_ideograph(character: str) -> bool:
    return unicodedata.category(character) == "Lo" and unicodedata.east_asian_width(character) == "W"


def _is_latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in "%()")
