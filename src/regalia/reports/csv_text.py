# SPDX-License-Identifier: Apache-2.0
"""CSV as RFC 4180 has it: comma, CRLF, quotes doubled, one header row; UTF-8, no byte order mark.

Amounts are plain decimals in whole currency with all the currency's decimals, dates ISO 8601 in UTC, an absent value an empty cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from regalia.ledger.model import Place

Cell = str | int | Decimal | None
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The whole file. A row must be as long as the header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"a row of {len(row)} cells under {len(header)} headings")
        writer.writerow([_cell(cell) for cell in row])
    return out.getvalue()


def iso_time(place: Place) -> str:
    """``2024-03-20T00:00:12Z``."""
    return datetime.fromtimestamp(place.timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            # a spreadsheet would run such a text as a formula; an apostrophe makes it text
            return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA_SIGNS) else cell
        case Decimal():
            return f"{cell:f}"
        case int():
            return str(cell)
