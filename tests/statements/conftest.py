# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from regalia.statements.column_map import ColumnMap
from regalia.statements.csv_statement import read_csv_statement
from regalia.statements.errors import Problem, StatementError
from regalia.statements.model import Statement

TODAY = date(2025, 1, 31)
HEADER = "Work,Contract,Quarter,Cur,Sales,Gross,Fee,Tax,Net,Ref\n"
LINE = "Song,emi-catalogue,2024Q3,USD,100.00,10.00,1.00,0.50,8.50,PAY-1\n"
COLUMNS = {
    "licence": "Contract",
    "period": "Quarter",
    "currency": "Cur",
    "sales": "Sales",
    "gross": "Gross",
    "deductions": ["Fee", "Tax"],
    "net": "Net",
    "reference": "Ref",
}
Content = str | bytes
ReadCsv = Callable[..., Statement]
RefuseCsv = Callable[..., tuple[Problem, ...]]


def column_map(columns: dict[str, Any] | None = None, **more: Any) -> ColumnMap:
    """The map of ``HEADER``; ``columns`` are changed, those of None left out."""
    named = {name: column for name, column in {**COLUMNS, **(columns or {})}.items() if column is not None}
    return ColumnMap.model_validate({"format": "regalia-column-map-1", "columns": named, **more})


@pytest.fixture
def read_csv(tmp_path: Path) -> ReadCsv:
    """Writes a statement and reads it by ``HEADER``'s map, changed by what else is given."""

    def reading(content: Content, columns: dict[str, Any] | None = None, today: date = TODAY, **more: Any) -> Statement:
        path = tmp_path / "statement.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_csv_statement(path, column_map(columns, **more), today=today)

    return reading


@pytest.fixture
def refuse_csv(read_csv: ReadCsv) -> RefuseCsv:
    """The problems for which a statement is refused."""

    def refusing(content: Content, columns: dict[str, Any] | None = None, **more: Any) -> tuple[Problem, ...]:
        with pytest.raises(StatementError) as refusal:
            read_csv(content, columns, **more)
        assert "nothing was taken" in str(refusal.value)
        return refusal.value.problems

    return refusing
