# SPDX-License-Identifier: Apache-2.0
"""The statement of one holder, in human units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd

from regalia.api.frames import frame
from regalia.api.position import Position
from regalia.api.statement_lines import LINES, row_of
from regalia.domain.terms import Terms
from regalia.reports import statement as reports
from regalia.reports.names import Names
from regalia.reports.statement_csv import statement_csv
from regalia.reports.statement_page import statement_page
from regalia.reports.statement_pdf import statement_pdf
from regalia.reports.whole_file import write_whole


class Statement:
    """What one holder bought, earned, moved and claimed; ``positions`` most senior first, ``halted_until`` None where no halt is."""

    def __init__(self, found: reports.Statement, terms: Terms, names: Names) -> None:
        self._found, self._terms, self._names = found, terms, names
        self.holder = found.holder
        self.name = names.label(found.holder)
        self.positions = tuple(Position.of(position, terms.money) for position in found.positions)
        until = found.halted_until
        self.halted_until = datetime.fromtimestamp(until, UTC) if until else None

    @property
    def income(self) -> Decimal:
        return self._terms.money.to_decimal(self._found.income)

    @property
    def claimed(self) -> Decimal:
        return self._terms.money.to_decimal(self._found.claimed)

    @property
    def tax(self) -> Decimal:
        return self._terms.money.to_decimal(self._found.tax)

    @property
    def unclaimed(self) -> Decimal:
        return self._terms.money.to_decimal(self._found.unclaimed)

    @property
    def cost(self) -> Decimal:
        return self._terms.money.to_decimal(self._found.cost)

    def to_frame(self) -> pd.DataFrame:
        """A row an entry, tranche by tranche, each in the order of the chain."""
        return frame(LINES, (row for position in self._found.positions for row in self._rows(position)))

    def in_order(self) -> pd.DataFrame:
        """The same rows, all in the order of the chain."""
        placed = [(entry, position.tranche) for position in self._found.positions for entry in position.entries]
        placed.sort(key=lambda row: row[0].place.position)
        return frame(LINES, (row_of(entry, tranche, self._terms.money) for entry, tranche in placed))

    def to_csv(self, path: str | Path | None = None) -> str:
        """The CSV of the statement, which is also written to ``path``. Raises ``ReportWriteError``."""
        return self._written(statement_csv(self._found, self._terms, self._names), path)

    def to_html(self, path: str | Path | None = None) -> str:
        """The page of the statement, which is also written to ``path``. Raises ``ReportWriteError``."""
        return self._written(statement_page(self._found, self._terms, self._names), path)

    def to_pdf(self, path: str | Path) -> Path:
        """The page as PDF. Raises ``NoPdfError`` without the extra ``pdf``, and ``ReportWriteError``."""
        write_whole(Path(path), statement_pdf(self._found, self._terms, self._names))
        return Path(path)

    def _rows(self, position: reports.Position) -> Iterator[tuple[object, ...]]:
        return (row_of(entry, position.tranche, self._terms.money) for entry in position.entries)

    def _written(self, text: str, path: str | Path | None) -> str:
        if path is not None:
            write_whole(Path(path), text.encode())
        return text

    def __repr__(self) -> str:
        money = self._terms.money
        held = ", ".join(f"{position.units:,} {position.tranche}" for position in self.positions)
        return (
            f"<Statement of {self.name or self.holder}: {held}; income {money.format(self._found.income)}, "
            f"unclaimed {money.format(self._found.unclaimed)} {money.code}>"
        )
