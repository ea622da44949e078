# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from regalia.statements.errors import Problem, StatementError
from regalia.statements.invoices import read_invoices
from regalia.statements.model import ONE, Invoice

HEADER = "step,period,currency,amount,reference\n"
CONTENT = HEADER + 'servicing fee,2024Q3,USD,1250.00,"INV-7, part 1"\naudit,2024Q3,USD,0,INV-7\n'


def read(tmp_path: Path, content: str) -> tuple[Invoice, ...]:
    path = tmp_path / "invoices.csv"
    path.write_text(content, encoding="utf-8")
    return read_invoices(path)


def refuse(tmp_path: Path, content: str) -> tuple[Problem, ...]:
    with pytest.raises(StatementError) as refusal:
        read(tmp_path, content)
    return refusal.value.problems


def test_read__two_invoices__in_the_order_of_the_file(tmp_path: Path) -> None:
    first, second = read(tmp_path, CONTENT)
    assert (first.step, first.period, first.amount, first.reference) == (
        "servicing fee",
        "2024Q3",
        1250 * ONE,
        "INV-7, part 1",
    )
    assert (second.step, second.amount, second.source.name) == ("audit", 0, "invoices.csv")


@pytest.mark.parametrize(
    ("line", "field", "rule"),
    [
        ("audit,2024Q3,USD,5,INV-7", "reference", "is invoiced on line 3 already"),
        ("audit,2024Q2,EUR,7,INV-7", "reference", "is invoiced on line 3 already"),
        ("audit,2024Q3,USD,-5,INV-8", "amount", "is negative"),
        ("audit,2024Q3,USD,,INV-8", "amount", "is empty"),
        ("audit,soon,USD,5,INV-8", "period", "is not a collection period"),
        ("audit,2024Q3,dollars,5,INV-8", "currency", "three capital letters"),
        (",2024Q3,USD,5,INV-8", "step", "is empty"),
        ("audit,2024Q3,USD,5,", "reference", "an invoice has a number"),
        ("audit,2024Q3,USD,5,INV-\x07", "reference", "can't be printed"),
        ("audit,2024Q3,USD,1,234,INV-8", "", "has 6 cells"),
    ],
)
def test_read__one_line_wrong__named(tmp_path: Path, line: str, field: str, rule: str) -> None:
    (problem,) = refuse(tmp_path, f"{CONTENT}{line}\n")
    assert (problem.line, problem.field) == (4, field)
    assert rule in problem.rule


@pytest.mark.parametrize("content", ["", HEADER, "step,amount\naudit,5\n"])
def test_read__no_table_of_invoices__refused(tmp_path: Path, content: str) -> None:
    assert refuse(tmp_path, content)
