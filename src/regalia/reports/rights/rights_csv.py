# SPDX-License-Identifier: Apache-2.0
"""The table of rights as CSV: a line each, amounts in whole currency, shares in ppm, lives in years, lists joined by semicolons."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from regalia.domain.money import Currency
from regalia.domain.rights.day import written
from regalia.domain.rights.right import GrantedLicence
from regalia.reports.csv_text import Cell, csv_text
from regalia.reports.rights.bars import BarLine
from regalia.reports.rights.life import in_years
from regalia.reports.rights.portfolio import Portfolio

HEADER = (
    *("right", "number", "kind", "jurisdiction", "status", "conditions", "currency", "value", "good_until", "base"),
    *(
        "expiry",
        "life_years",
        "years_beyond_legal_final",
        "years_beyond_expected",
        "renewal_due",
        "owners",
        "held_under",
    ),
    *("licences", "legal_events", "title_dispute", "not_transferable", "negative_list"),
)


def rights_csv(view: Portfolio, currency: Currency) -> str:
    """The whole file, in the order of the rights. The last three columns are the bars of an asset, empty where nothing was found."""
    return csv_text(HEADER, _rows(view, currency))


def _rows(view: Portfolio, currency: Currency) -> Iterator[tuple[Cell, ...]]:
    for place, line in enumerate(view.rights):
        right = line.right
        yield (
            f"0x{right.id.hex()}",
            line.number,
            line.kind,
            line.jurisdiction,
            line.status,
            "; ".join(line.conditions),
            currency.code,
            currency.to_decimal(line.count.value),
            _day(line.good_until),
            currency.to_decimal(line.count.base),
            _day(right.expiry),
            _years(line.life),
            _years(line.beyond_final),
            _years(line.beyond_expected),
            _day(right.renewal_due),
            "; ".join(f"{owner} {share}" for owner, share in line.owners),
            line.licence.number if line.licence else None,
            "; ".join(map(_licence, line.licences)),
            len(right.steps),
            *(_found(bar, place) for bar in view.bars),
        )


def _licence(licence: GrantedLicence) -> str:
    words = licence.words
    return f"{licence.number} to {words.licensee} through {written(words.until)} share {words.share}"


def _found(bar: BarLine, place: int) -> str:
    return bar.rights[place].found


def _years(tenths: int | None) -> Cell:
    return None if tenths is None else Decimal(in_years(tenths))


def _day(day: int) -> str | None:
    return written(day) if day else None
