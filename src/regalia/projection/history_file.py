# SPDX-License-Identifier: Apache-2.0
"""The receipts of any deal, read for their ups and downs: two columns of a receipts file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from regalia.domain.calendar import CollectionPeriod
from regalia.domain.money import Currency, MoneyError
from regalia.projection.errors import ProjectionError

PERIOD, RECEIVED = "attributed_to", "received"


@dataclass(frozen=True)
class PastReceipts:
    """Collection periods of one length in order, and what was received in each (smallest units). There may be gaps."""

    periods: tuple[CollectionPeriod, ...]
    amounts: tuple[int, ...]

    def ratios(self, apart: int) -> list[tuple[int, int]]:
        """(later, earlier) of all pairs that many periods apart, in order; pairs whose earlier is zero are left out."""
        by_ordinal = {p.ordinal: a for p, a in zip(self.periods, self.amounts, strict=True)}
        pairs = [(amount, by_ordinal.get(ordinal - apart, 0)) for ordinal, amount in by_ordinal.items()]
        return [(later, earlier) for later, earlier in pairs if earlier]


def read_history(path: Path, currency: Currency) -> PastReceipts:
    """The columns ``attributed_to`` and ``received``; others are not looked at. ProjectionError names row, field, value and rule."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ProjectionError(f"history {path}: can't be read: {error}") from None
    if not rows:
        raise ProjectionError(f"history {path}: there is no row after the header")
    read = [_row(path, number, row, currency) for number, row in enumerate(rows, 2)]
    for (before, _), (period, _) in pairwise(read):
        if period.months != before.months or period.ordinal <= before.ordinal:
            raise ProjectionError(f"history {path}: {PERIOD} {period} after {before}: periods of one length, in order")
    periods, amounts = zip(*read, strict=True)
    return PastReceipts(periods, amounts)


def _row(path: Path, number: int, row: dict[str, str], currency: Currency) -> tuple[CollectionPeriod, int]:
    where = f"history {path}: row {number}"
    for column in (PERIOD, RECEIVED):
        if not row.get(column):
            raise ProjectionError(f"{where}: {column} is missing; a history has the columns {PERIOD} and {RECEIVED}")
    try:
        period = CollectionPeriod.parse(row[PERIOD])
    except ValueError as error:
        raise ProjectionError(f"{where}, {PERIOD}: {error}") from None
    try:
        amount = currency.to_units(row[RECEIVED])
    except MoneyError as error:
        raise ProjectionError(f"{where}, {RECEIVED}: {error.message}") from None
    if amount < 0:
        raise ProjectionError(f"{where}, {RECEIVED}: {row[RECEIVED]} is negative; receipts are zero or more")
    return period, amount
