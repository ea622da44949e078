# SPDX-License-Identifier: Apache-2.0
"""Expenses as their payees invoiced them: CSV ``step,period,currency,amount,reference``."""

from __future__ import annotations

from pathlib import Path

from regalia.statements.amounts import parse_amount
from regalia.statements.cells import currency_of, period_named, reference_of
from regalia.statements.csv_rows import csv_rows, plain_name, read_table
from regalia.statements.model import Invoice
from regalia.statements.problem_list import ProblemList
from regalia.statements.reencoded import fault_of
from regalia.statements.table_cells import TableCells
from regalia.statements.text_lines import TextLines

_COLUMNS = ("step", "period", "currency", "amount", "reference")
_MOST_STEP = 200


def read_invoices(path: Path | str) -> tuple[Invoice, ...]:
    """The invoices of a file (UTF-8), in its order. StatementError lists every problem. An invoice's number comes once a step."""
    problems = ProblemList(str(path))
    text = TextLines(Path(path), "utf-8", problems)
    found: dict[tuple[str, str], tuple[int, str, str, int]] = {}
    for line, values in read_table(csv_rows(text, problems), _COLUMNS, problems):
        cells = TableCells(line, dict(zip(_COLUMNS, values, strict=True)), problems)
        step, reference = cells.read("step", _step), cells.read("reference", _number)
        period, currency = (
            cells.read("period", lambda cell: str(period_named(cell))),
            cells.read("currency", currency_of),
        )
        amount = cells.read("amount", parse_amount)
        if step is None or reference is None or period is None or currency is None or amount is None:
            continue
        if (first := found.get((step, reference))) is not None:
            problems.note(line, "reference", reference, f"is invoiced on line {first[0]} already, for {step}")
        else:
            found[step, reference] = (line, period, currency, amount)
    if not found and not problems:
        problems.note(0, "", "", "has no invoice below its header")
    problems.refuse()
    source = text.source
    return tuple(
        Invoice(step, period, currency, amount, reference, source)
        for (step, reference), (_, period, currency, amount) in found.items()
    )


def _step(cell: str) -> str:
    name = plain_name(cell)
    if not name:
        raise ValueError("is empty; name the step of the deal it is an expense of")
    if fault := fault_of(name, _MOST_STEP):
        raise ValueError(fault)
    return name


def _number(cell: str) -> str:
    if not (reference := reference_of(cell)):
        raise ValueError("is empty; an invoice has a number")
    return reference
