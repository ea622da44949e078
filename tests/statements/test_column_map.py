# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from regalia.statements.column_map import load_column_map
from regalia.statements.errors import Problem, StatementError

MAP = """\
format: regalia-column-map-1
payer: Collecting Society
encoding: cp1252
delimiter: ";"
decimal_comma: true
thousands: "."
skip_lines: 2
date_form: dd.mm.yyyy
period_months: 3
columns:
  licence: Werk
  date: Verkauft am
  gross: Brutto
  deductions: [Kommission, Steuer]
  net: Netto
constants:
  currency: EUR
  reference: ABR-2024
licence_names:
  "Katalog  A": catalogue-a
totals:
  - {column: Werk, text: Summe, gross: Brutto, balance: Netto}
"""


def refuse(tmp_path: Path, content: str) -> tuple[Problem, ...]:
    path = tmp_path / "map.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(StatementError) as refusal:
        load_column_map(path)
    return refusal.value.problems


def test_load__map_of_a_society__as_written(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(MAP, encoding="utf-8")
    found = load_column_map(path)
    assert (found.delimiter, found.thousands, found.skip_lines, found.period_months) == (";", ".", 2, 3)
    assert found.columns.deductions == ("Kommission", "Steuer")
    assert found.licence_names == {"Katalog A": "catalogue-a"}
    assert found.totals[0].sums() == (("gross", "Brutto"), ("balance", "Netto"))


@pytest.mark.parametrize(
    ("old", "new", "field", "rule"),
    [
        ("  licence: Werk", "  licences: Werk", "columns.licences", "did you mean licence?"),
        ("  licence: Werk\n", "", "", "licence must be named once"),
        ("  currency: EUR", "  currency: EUR\n  licence: catalogue-a", "", "licence must be named once"),
        ("  currency: EUR\n", "", "", "currency must be named once"),
        ("  date: Verkauft am\n", "", "", "say once where the period is"),
        ("  date: Verkauft am", "  date: Verkauft am\n  period: Quartal", "", "say once where the period is"),
        ("  date: Verkauft am", "  period_start: Von", "", "go together"),
        ("period_months: 3\n", "", "", "period_months must be told"),
        ("period_months: 3", "period_months: 4", "period_months", "must be 1, 3, 6 or 12"),
        ("  gross: Brutto\n", "  gross: Brutto\n  sales: ''\n", "columns.sales", "must be a text"),
        ("  gross: Brutto\n  deductions: [Kommission, Steuer]\n  net: Netto\n", "", "", "columns.gross or columns.net"),
        ("[Kommission, Steuer]", "[Steuer, Steuer]", "columns.deductions", "deducted twice"),
        ('thousands: "."', 'thousands: ","', "", "other than the decimal mark"),
        ('thousands: "."', 'thousands: "5"', "thousands", "must be one of"),
        ('delimiter: ";"', 'delimiter: ","', "", "decimal commas"),
        ('delimiter: ";"', 'delimiter: "x"', "delimiter", "must be"),
        ("encoding: cp1252", "encoding: latin9", "encoding", "must be one of utf-8, cp1252, utf-16"),
        ("decimal_comma: true", "decimal_comma: yes", "decimal_comma", "must be true or false"),
        ("catalogue-a", "Catalogue A", "licence_names", "must have the id of a licence"),
        ("gross: Brutto, balance: Netto", "lines: Zeilen", "totals[0]", "at least one column"),
        ("regalia-column-map-1", "regalia-column-map-2", "format", "must be one of"),
        ("skip_lines: 2", "skip_lines: 2\nskip_lines: 3", "skip_lines", "is given twice"),
    ],
)
def test_load__one_thing_wrong__named_with_its_rule(tmp_path: Path, old: str, new: str, field: str, rule: str) -> None:
    assert old in MAP
    (problem,) = refuse(tmp_path, MAP.replace(old, new, 1))
    assert problem.field == field
    assert rule in problem.rule


def test_load__two_things_wrong__both_with_their_lines(tmp_path: Path) -> None:
    content = MAP.replace("period_months: 3", "period_months: 5").replace("cp1252", "cp437")
    assert [problem.line for problem in refuse(tmp_path, content)] == [3, 9]


@pytest.mark.parametrize("content", ["", "- a list", "a: [", "a: &x 1"])
def test_load__no_map__refused(tmp_path: Path, content: str) -> None:
    assert refuse(tmp_path, content)


def test_load__no_such_file__refused(tmp_path: Path) -> None:
    with pytest.raises(StatementError, match="No such file"):
        load_column_map(tmp_path / "none.yaml")
