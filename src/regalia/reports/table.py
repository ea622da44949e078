# SPDX-License-Identifier: Apache-2.0
"""A table of a page: its columns say what their cells are, and its figures stand under each other by their decimal point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import ClassVar

from markupsafe import Markup

from regalia.domain.money import PER_UNIT_DECIMALS, Currency, format_decimal

Raw = str | Markup | int | Decimal | None
"""A cell: text or safe HTML as it is, None a dash; an int is an amount in smallest units under MONEY, a count under COUNT."""
NOTHING = "–"
_SHOWN_DECIMALS = 2
_FACTOR_DECIMALS = 6


class Kind(Enum):
    TEXT = "text"
    MONEY = "money"
    PER_UNIT = "per unit"
    FACTOR = "factor"
    COUNT = "count"

    @property
    def numeric(self) -> bool:
        return self is not Kind.TEXT


@dataclass(frozen=True)
class Column:
    head: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Table:
    """Cells are ready to print. The first cell of a row heads it; ``foot`` are rows of totals; ``empty`` is said instead of no rows.

    ``narrow_after``: on paper, which is narrower, the columns after so many stand in a table of their own; 0 where they all fit.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Markup, ...], ...]
    foot: tuple[tuple[Markup, ...], ...] = ()
    note: str = ""
    empty: str = "None."
    narrow_after: int = 0
    block: ClassVar[str] = "table"


def make_table(
    currency: Currency,
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Raw]],
    foot: Sequence[Sequence[Raw]] = (),
    note: str = "",
    empty: str = "None.",
) -> Table:
    """A table from raw cells, every row as long as ``columns``; without rows there is no foot either."""
    if not rows:
        return Table(caption, tuple(columns), (), (), note, empty)
    everything = [*rows, *foot]
    by_column = [
        _column(column.kind, currency, cells)
        for column, cells in zip(columns, zip(*everything, strict=True), strict=True)
    ]
    ready = tuple(zip(*by_column, strict=True))
    return Table(caption, tuple(columns), ready[: len(rows)], ready[len(rows) :], note, empty)


def money_html(currency: Currency, units: int) -> Markup:
    """One amount that stands alone, with its currency."""
    (amount,) = _decimals([currency.to_decimal(units)], *_places(Kind.MONEY, currency))
    return Markup("{} <span class='unit'>{}</span>").format(amount, currency.code)


def _column(kind: Kind, currency: Currency, cells: Sequence[Raw]) -> list[Markup]:
    values = [_number(kind, currency, cell) for cell in cells if isinstance(cell, int | Decimal)]
    numbers = iter(_decimals(values, *_places(kind, currency)))
    return [next(numbers) if isinstance(cell, int | Decimal) else _text(cell) for cell in cells]


def _number(kind: Kind, currency: Currency, cell: int | Decimal) -> Decimal:
    return currency.to_decimal(cell) if kind is Kind.MONEY and isinstance(cell, int) else Decimal(cell)


def _places(kind: Kind, currency: Currency) -> tuple[int, int]:
    """How many decimals are shown in full size, and how many there are in all."""
    match kind:
        case Kind.MONEY:
            return min(_SHOWN_DECIMALS, currency.decimals), currency.decimals
        case Kind.PER_UNIT:
            return min(_SHOWN_DECIMALS, currency.decimals), currency.decimals + PER_UNIT_DECIMALS
        case Kind.FACTOR:
            return _FACTOR_DECIMALS, _FACTOR_DECIMALS
        case _:
            return 0, 0


def _decimals(values: Sequence[Decimal], shown: int, full: int) -> list[Markup]:
    """Exact: with the decimals ``shown`` where these do for all of them, else with ``full``, what is beyond printed smaller."""
    exact = all(len(format_decimal(value, 0).partition(".")[2]) <= shown for value in values)
    out = []
    for value in values:
        whole, point, fraction = format_decimal(value, shown if exact else full).partition(".")
        fine = "" if exact else Markup("<span class='fine'>{}</span>").format(fraction[shown:])
        out.append(Markup("{}{}{}{}").format(whole, point, fraction[:shown], fine))
    return out


def _text(cell: str | Markup | None) -> Markup:
    return Markup(NOTHING) if cell is None else Markup.escape(cell)
