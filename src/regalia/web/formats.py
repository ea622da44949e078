# SPDX-License-Identifier: Apache-2.0
"""Figures as people read them: exact, grouped by thousands, days and times in ISO order and UTC, the same in every language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Context, Decimal

from regalia.domain.money import format_decimal, plain_decimal

NOTHING = "–"
_LEAST = 2
_EXACT = Context(prec=100)
"""The usual one rounds at 28 digits; amounts and prices may have more."""


def amount(value: Decimal | int | None) -> str:
    """At least two decimals, and as many more as there are: nothing is rounded away."""
    if value is None:
        return NOTHING
    return format_decimal(Decimal(value), _LEAST)


def count(value: int | None) -> str:
    return NOTHING if value is None else f"{value:,}"


def share(value: Decimal | None) -> str:
    """0.071888 is 7.1888%."""
    if value is None:
        return NOTHING
    return f"{plain_decimal(value.scaleb(2, _EXACT))}%"


def plain(value: Decimal | None) -> str:
    return NOTHING if value is None else plain_decimal(value)


def day(value: date | None) -> str:
    return NOTHING if value is None else value.isoformat()


def moment(seconds: int | None) -> str:
    """To the minute; ``2024-04-30 12:00``."""
    return NOTHING if not seconds else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")


def short(word: str) -> str:
    """A hash or an address by its ends."""
    return word if len(word) <= 16 else f"{word[:8]}…{word[-6:]}"


FILTERS = {
    "amount": amount,
    "count": count,
    "share": share,
    "plain": plain,
    "day": day,
    "moment": moment,
    "short": short,
}
