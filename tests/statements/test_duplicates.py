# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from regalia.statements.csv_statement import read_csv_statement
from regalia.statements.duplicates import check_duplicates
from regalia.statements.errors import Problem, StatementError
from regalia.statements.model import Statement
from tests.statements.conftest import HEADER, LINE, TODAY, column_map


def statement(folder: Path, name: str, content: str) -> Statement:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return read_csv_statement(path, column_map(), today=TODAY)


def refuse(*statements: Statement) -> tuple[Problem, ...]:
    with pytest.raises(StatementError) as refusal:
        check_duplicates(statements)
    return refusal.value.problems


def test_check__one_file_under_two_names__both_are_named(tmp_path: Path) -> None:
    first, again = (statement(tmp_path, name, HEADER + LINE) for name in ("july.csv", "july (1).csv"))
    (problem,) = refuse(first, again)
    assert problem.value == "july (1).csv"
    assert "is july.csv once more, byte for byte" in problem.rule


def test_check__one_statement_given_twice__told(tmp_path: Path) -> None:
    first = statement(tmp_path, "july.csv", HEADER + LINE)
    assert "july.csv once more" in refuse(first, first)[0].rule


def test_check__same_receipt_in_two_files__told(tmp_path: Path) -> None:
    first = statement(tmp_path, "july.csv", HEADER + LINE)
    again = statement(tmp_path, "all.csv", HEADER + LINE + LINE.replace("emi-catalogue", "books"))
    (problem,) = refuse(first, again)
    assert problem.value == "PAY-1"
    assert "of licence emi-catalogue, period 2024Q3 is told the same in july.csv and all.csv" in problem.rule


def test_check__same_receipt_with_other_amounts__both_are_told(tmp_path: Path) -> None:
    first = statement(tmp_path, "july.csv", HEADER + LINE)
    again = statement(tmp_path, "new.csv", HEADER + LINE.replace("8.50", "8.00").replace("0.50", "1.00"))
    (problem,) = refuse(first, again)
    assert "july.csv has net 8.5 USD and new.csv has net 8 USD" in problem.rule


def test_check__receipt_in_another_currency__told(tmp_path: Path) -> None:
    first = statement(tmp_path, "july.csv", HEADER + LINE)
    again = statement(tmp_path, "new.csv", HEADER + LINE.replace("USD", "EUR"))
    assert "8.5 USD and new.csv has net 8.5 EUR" in refuse(first, again)[0].rule


@pytest.mark.parametrize("change", [("PAY-1", "PAY-2"), ("2024Q3", "2024Q2"), ("emi-catalogue", "books")])
def test_check__another_reference_period_or_licence__fine(tmp_path: Path, change: tuple[str, str]) -> None:
    first = statement(tmp_path, "july.csv", HEADER + LINE)
    check_duplicates([first, statement(tmp_path, "more.csv", HEADER + LINE.replace(*change))])


def test_check__no_reference_in_either__told_all_the_same(tmp_path: Path) -> None:
    first = statement(tmp_path, "july.csv", HEADER + LINE.replace("PAY-1", ""))
    again = statement(tmp_path, "new.csv", HEADER + LINE.replace("PAY-1", "").replace("Song", "Tune"))
    assert refuse(first, again)[0].value == "(none)"
