# SPDX-License-Identifier: Apache-2.0
"""What a payment date paid: every step of the list that ran, every tranche, every account."""

from __future__ import annotations

from regalia.domain.history import AVAILABLE_FUNDS
from regalia.reports.date_lines import DateLines
from regalia.reports.names import Names
from regalia.reports.step_lines import StepLine
from regalia.reports.supervisor.parts import Field, Grid, Kind, Told, Value
from regalia.reports.supervisor.subject import Subject
from regalia.reports.told import listed


def steps_grid(subject: Subject, report: DateLines, accelerated: bool) -> Grid:
    """Every step of the list that ran, none left out."""
    fields = (
        Field("position", "No.", Kind.COUNT),
        Field("step", "Step of the deal file"),
        Field("name", "Name"),
        Field("to", "To"),
        *(
            Field(key, title, Kind.MONEY)
            for key, title in (("due", "Due"), ("paid", "Paid"), ("shortfall", "Shortfall"))
        ),
        Field("from", "From"),
        Field("remaining", "Left after it", Kind.MONEY),
    )
    rows = tuple(_step(subject, line, accelerated) for line in report.steps)
    return Grid("steps", "Priority of payments", fields, rows)


def _step(subject: Subject, line: StepLine, accelerated: bool) -> tuple[Value, ...]:
    names, money, record = subject.names, subject.ledger.terms.money, line.record
    amounts: tuple[Value, ...] = (record.due, record.paid, record.shortfall) if line.is_shown else (None, None, None)
    sources = [
        Told("{source} {amount}", {"source": _source(names, source.label), "amount": money.format(source.amount)})
        for source in line.sources
    ]
    return (
        line.index + 1,
        line.label,
        names.step(line.index, accelerated),
        names.subject(line.index, accelerated),
        *amounts,
        line.held.told if line.held else listed(sources) if sources else None,
        line.remaining,
    )


def _source(names: Names, label: str) -> str | Told:
    return Told(names.source(label)) if label == AVAILABLE_FUNDS else names.source(label)


def tranches_grid(subject: Subject, report: DateLines) -> Grid:
    amounts = (
        ("opening_balance", "Balance before"),
        ("interest_due", "Interest due"),
        ("interest_paid", "Interest paid"),
        ("principal_paid", "Principal paid"),
        ("residual_paid", "Residual paid"),
        ("closing_arrears", "Arrears after"),
        ("closing_balance", "Balance after"),
    )
    fields = (Field("tranche", "Tranche"), *(Field(key, title, Kind.MONEY) for key, title in amounts))
    rows = tuple(
        (subject.names.tranche(line.tranche), *(getattr(line, key) for key, _ in amounts)) for line in report.tranches
    )
    return Grid("tranches", "Tranches", fields, rows)


def accounts_grid(subject: Subject, report: DateLines) -> Grid:
    amounts = (
        ("opening", "Before"), ("put_in", "Put in"), ("drawn", "Drawn"), ("released", "Given back"), ("closing", "After"),
    )  # fmt: skip
    fields = (Field("account", "Account"), *(Field(key, title, Kind.MONEY) for key, title in amounts))
    rows = tuple(
        (subject.names.account(line.account), *(getattr(line, key) for key, _ in amounts)) for line in report.accounts
    )
    return Grid("accounts", "Reserves and traps", fields, rows)
