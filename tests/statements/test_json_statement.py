# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regalia.statements.errors import Problem, StatementError
from regalia.statements.json_statement import read_json_statement
from regalia.statements.model import ONE
from tests.statements.conftest import TODAY
from tests.statements.json_files import LINE, content


def refuse(tmp_path: Path, text: bytes, today: date = TODAY) -> tuple[Problem, ...]:
    path = tmp_path / "statement.json"
    path.write_bytes(text)
    with pytest.raises(StatementError) as refusal:
        read_json_statement(path, today=today)
    return refusal.value.problems


def test_read__two_lines__one_receipt_with_their_sums(tmp_path: Path) -> None:
    path = tmp_path / "statement.json"
    path.write_bytes(content())
    statement = read_json_statement(path, today=TODAY)
    (receipt,) = statement.receipts
    assert (receipt.gross, receipt.deductions, receipt.net) == (20 * ONE, 3 * ONE, 17 * ONE)
    assert (receipt.sales, receipt.lines, receipt.reference) == (200 * ONE, 2, "PAY-1")
    assert (statement.payer, statement.issued_on) == ("EMI", date(2024, 10, 15))
    assert statement.source.sha256 == sha256(content()).digest()


def test_read__names_of_licences__as_told(tmp_path: Path) -> None:
    path = tmp_path / "statement.json"
    path.write_bytes(content({**LINE, "licence": "EMI Catalogue"}, total_net="8.50", count=1))
    statement = read_json_statement(path, licence_names={"EMI Catalogue": "emi-catalogue"}, today=TODAY)
    assert statement.receipts[0].licence == "emi-catalogue"


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        ({"gross": 10.0}, "gross", "must be a text in quotes"),
        ({"gross": 10}, "gross", "must be a text in quotes"),
        ({"gross": float("nan")}, "gross", "must be a text in quotes"),
        ({"gross": None}, "gross", "must be a text in quotes"),
        ({"gross": "1e1"}, "gross", "exponent"),
        ({"gross": "-10.00"}, "gross", "is negative"),
        ({"sales": "-1"}, "sales", "is negative"),
        ({"net": "8.51"}, "net", "is not gross less deductions: 10.00 less 1.50 is 8.5"),
        ({"period": "2024Q4"}, "period", "is later than the statement's own period, 2024Q3"),
        ({"period": "2026"}, "period", "is not over"),
        ({"currency": "US$"}, "currency", "three capital letters"),
        ({"licence": "EMI"}, "licence", "is no id"),
        ({"reference": "Geb\ufffdhr"}, "reference", "replacement characters"),
        ({"note": "x"}, "note", "is not known here"),
    ],
)
def test_line__one_thing_wrong__named_by_its_place(
    tmp_path: Path, change: dict[str, Any], field: str, rule: str
) -> None:
    (problem,) = refuse(tmp_path, content(LINE, {**LINE, **change}))
    assert problem.field == f"lines[1].{field}"
    assert rule in problem.rule


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        ({"total_net": "17.01"}, "total_net", "is not the sum of the lines, 17"),
        ({"total_net": 17}, "total_net", "must be a text in quotes"),
        ({"count": 3}, "count", "counts the lines, and there are 2"),
        ({"count": 2.0}, "count", "must be a whole number"),
        ({"count": True}, "count", "must be a whole number"),
        ({"issued_on": "2025-02-01"}, "issued_on", "is issued in the future"),
        ({"issued_on": "2024-09-30"}, "issued_on", "before the end of 2024Q3"),
        ({"issued_on": "soon"}, "issued_on", "must be a date"),
        ({"next": "/2"}, "next", "one page of several"),
        ({"payer": "E\x00MI"}, "payer", "can't be printed"),
        ({"lines": []}, "count", "there are 0"),
        ({"lines": {}}, "lines", "must be a list"),
        ({"format": "2"}, "format", "is not known here"),
    ],
)
def test_statement__one_thing_wrong__named(tmp_path: Path, change: dict[str, Any], field: str, rule: str) -> None:
    (problem,) = refuse(tmp_path, content(**change))
    assert problem.field == field
    assert rule in problem.rule


@pytest.mark.parametrize("between", [b"", b"\n", b"\r\n\n", "\ufeff".encode()])
def test_kept__pages_one_behind_the_other__the_same_as_one_page(tmp_path: Path, between: bytes) -> None:
    (tmp_path / "whole.json").write_bytes(content())
    (tmp_path / "kept.json").write_bytes(content(LINE, next="/q3?page=2") + between + content(LINE))
    whole, kept = (read_json_statement(tmp_path / f"{name}.json", today=TODAY) for name in ("whole", "kept"))
    assert kept.receipts == tuple(replace(r, source=kept.source) for r in whole.receipts)
    assert (kept.payer, kept.issued_on, kept.lines) == (whole.payer, whole.issued_on, 2)


@pytest.mark.parametrize(
    ("pages", "field", "rule"),
    [
        (content(LINE, next="/2") + content(LINE, next="/3"), "page 2: next", "lacks this one"),
        (content(LINE) + content(LINE), "page 1: next", "it is the last page of a statement"),
        (content(LINE, next="/2") + content(LINE, payer="Other"), "page 2: payer", "was 'EMI' on the first page"),
        (content(LINE, next="/2") + content(LINE, total_net="1"), "page 2: total_net", "was '17.00' on the first"),
        (content(LINE, next="/2") + content({**LINE, "net": "9"}), "page 2: lines[0].net", "is not gross less"),
        (content(LINE, next="/2") + content(LINE)[:-3], "", "is not JSON (Expecting"),
        (content(LINE, next="/2") + content(LINE) + b"7", "page 3", "must be an object"),
    ],
)
def test_kept__pages_that_are_no_statement__told_by_page(tmp_path: Path, pages: bytes, field: str, rule: str) -> None:
    found = refuse(tmp_path, pages)
    assert any(problem.field == field and rule in problem.rule for problem in found), found


def test_statement__currencies_mixed_for_one_reference__refused(tmp_path: Path) -> None:
    (problem,) = refuse(tmp_path, content(LINE, {**LINE, "currency": "EUR"}))
    assert "is in USD since line 1" in problem.rule


def test_statement__total_over_two_currencies__refused(tmp_path: Path) -> None:
    (problem,) = refuse(tmp_path, content(LINE, {**LINE, "currency": "EUR", "reference": "PAY-2"}))
    assert "a total over EUR and USD says nothing" in problem.rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (b"", "is not JSON"),
        (content()[:-30], "was cut off"),
        (b"<html>Sign in</html>", "is something else"),
        (content().decode().encode("utf-16"), "is not UTF-8"),
        (content().replace(b'"payer"', b'"count": 2, "payer"'), "'count' is given twice"),
        (b"[" * 200_000, "nested too deep"),
        (b"9" * 5_000, "is not JSON"),
        (b"[]", "must be an object"),
        (b"null", "must be an object"),
    ],
)
def test_file__no_statement__refused(tmp_path: Path, text: bytes, rule: str) -> None:
    (problem,) = refuse(tmp_path, text)
    assert rule in problem.rule


def test_file__missing__refused(tmp_path: Path) -> None:
    with pytest.raises(StatementError, match="No such file"):
        read_json_statement(tmp_path / "none.json")


@given(noise=st.binary(max_size=12), at=st.integers(0, 400), cut=st.integers(0, 40), text=st.text(max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_file__noise_in_it__read_or_refused(tmp_path: Path, noise: bytes, at: int, cut: int, text: str) -> None:
    path = tmp_path / "statement.json"
    good = content()
    changed = content(LINE, {**LINE, "reference": text, "licence": text, "gross": text + "\ud800"}, payer=text)
    for written in (good[:at] + noise + good[at + cut :], changed):
        path.write_bytes(written)
        try:
            statement = read_json_statement(path, today=TODAY)
        except StatementError as refusal:
            assert refusal.problems
        else:
            assert statement.lines == 2
