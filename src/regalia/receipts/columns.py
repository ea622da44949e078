# SPDX-License-Identifier: Apache-2.0
"""Which column of a receipts file means what, for one deal."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches

from regalia.domain.program import Program, StepFlag, StepKind
from regalia.domain.program_words import Measure
from regalia.receipts.problems import Problem, ProblemKind

REQUIRED = ("payment_date", "attributed_to", "received")
OPTIONAL = ("other_income", "expenses", "reserve_target", "currency", "total")
INVOICE_PREFIX = "expenses:"
REPORT_AGE = "days-since-report"
UNPAID = "unpaid"
"""Facilities whose provider let the deadline of a demand pass, with spaces between them."""


@dataclass
class Columns:
    """``at``: the place of each column; ``invoices``: the column of each as-invoiced step ("" when there is none)."""

    names: tuple[str, ...]
    at: dict[str, int]
    invoices: list[str]
    problems: list[Problem] = field(default_factory=list)

    def cell(self, row: list[str], column: str) -> str:
        return row[self.at[column]].strip() if column in self.at else ""


def read_header(header: list[str], program: Program) -> Columns:
    """Read the header row; what is wrong with it is in ``problems`` of the result."""
    names = tuple(name.strip() for name in header)
    columns, facts = Columns(names, {}, [""] * len(program.invoiced_steps)), _fact_columns(program)
    for index, name in enumerate(names):
        if name in columns.at:
            columns.problems.append(Problem(ProblemKind.REPEATED_COLUMN, 1, name, "", "each column is given once"))
            continue
        if name.startswith(INVOICE_PREFIX) or name == "expenses":
            _match_invoice(columns, name, program)
        elif name not in REQUIRED + OPTIONAL + facts:
            columns.problems.append(Problem(ProblemKind.UNKNOWN_COLUMN, 1, name, "", _suggestion(name, facts)))
        columns.at[name] = index
    for name in REQUIRED + program.facts:
        if name not in columns.at:
            rule = (
                "this column is required" if name in REQUIRED else "the deal looks at this fact on every payment date"
            )
            columns.problems.append(Problem(ProblemKind.MISSING_COLUMN, 1, name, "", rule))
    if "reserve_target" in columns.at and not _report_may_set_reserve(program):
        rule = "the deal has no reserve which the report may set; leave the column out"
        columns.problems.append(Problem(ProblemKind.CONTRADICTION, 1, "reserve_target", "", rule))
    return columns


def _match_invoice(columns: Columns, name: str, program: Program) -> None:
    """Find the as-invoiced step a column of expenses belongs to."""
    steps = [program.all_steps[index] for index in program.invoiced_steps]
    wanted = name.removeprefix(INVOICE_PREFIX).strip() if name != "expenses" else None
    matches = [
        slot
        for slot, step in enumerate(steps)
        if wanted is None or wanted == step.label or wanted == program.payees[step.subject]
    ]
    known = ", ".join(INVOICE_PREFIX + step.label for step in steps)
    if not steps:
        columns.problems.append(
            Problem(ProblemKind.CONTRADICTION, 1, name, "", "no step of the deal pays expenses as invoiced")
        )
    elif not matches:
        columns.problems.append(
            Problem(ProblemKind.UNKNOWN_COLUMN, 1, name, "", f"no as-invoiced step has this name; known: {known}")
        )
    elif len(matches) > 1:
        columns.problems.append(
            Problem(ProblemKind.CONTRADICTION, 1, name, "", f"it may mean several steps; write a column each: {known}")
        )
    elif columns.invoices[matches[0]]:
        columns.problems.append(
            Problem(ProblemKind.REPEATED_COLUMN, 1, name, "", f"{columns.invoices[matches[0]]} is the same step")
        )
    else:
        columns.invoices[matches[0]] = name


def _report_may_set_reserve(program: Program) -> bool:
    return any(step.kind is StepKind.RESERVE and StepFlag.SET_BY_REPORT in step.flags for step in program.all_steps)


def _fact_columns(program: Program) -> tuple[str, ...]:
    """What the deal looks at beside the receipts."""
    looks_at_age = any(trigger.measure is Measure.DAYS_SINCE_REPORT for trigger in program.triggers)
    unpaid = (UNPAID,) if program.facilities else ()
    return program.facts + ((REPORT_AGE,) if looks_at_age else ()) + unpaid


def _suggestion(name: str, facts: tuple[str, ...]) -> str:
    known = REQUIRED + OPTIONAL + facts
    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else f"known columns: {', '.join(known)}"
