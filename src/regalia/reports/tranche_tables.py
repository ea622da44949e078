# SPDX-License-Identifier: Apache-2.0
"""The tables of a distribution report about the tranches: interest, balances, and what a unit got."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.money import format_rate
from regalia.reports.date_lines import DateLines
from regalia.reports.shares import factor_decimal
from regalia.reports.sheet import Sheet
from regalia.reports.table import Column, Kind, Raw, Table, make_table
from regalia.reports.tranche_lines import TrancheLine


def tranche_tables(sheet: Sheet, report: DateLines) -> Iterator[Table]:
    """Interest only where a tranche has a coupon, balances only where there ever was one, units always."""
    program = report.payment.program
    if any(tranche.bears_interest for tranche in program.tranches):
        yield _interest(sheet, report)
    if any(tranche.original_balance for tranche in program.tranches):
        yield _balances(sheet, report)
    yield _units(sheet, report)


def _interest(sheet: Sheet, report: DateLines) -> Table:
    """Columns about calls and about interest added to balances stand only where there is any."""
    payment, period = report.payment, report.payment.report.period
    schedule = payment.program.schedule
    _, end = schedule.accrual(period)
    lines = [
        (line, tranche)
        for line, tranche in zip(report.tranches, payment.program.tranches, strict=True)
        if tranche.bears_interest
    ]
    called, capitalised = _is_called(report), any(tranche.capitalises for _, tranche in lines)
    rows: list[tuple[Raw, ...]] = [
        (
            sheet.names.tranche(line.tranche),
            format_rate(tranche.coupon_on(end)),
            schedule.accrual_days(tranche.day_count, period) if report.accrues else 0,
            line.opening_arrears,
            *((line.called_arrears,) if called else ()),
            line.accrued,
            line.interest_due,
            line.interest_paid,
            *((line.capitalised,) if capitalised else ()),
            line.closing_arrears,
        )
        for line, tranche in lines
    ]
    heads = (
        "Arrears before",
        *(("Repaid by a call",) if called else ()),
        "Accrued in the period",
        "Due",
        "Paid",
        *(("Added to the balance",) if capitalised else ()),
        "Arrears after",
    )
    columns = (Column("Tranche"), Column("Coupon"), Column("Days", Kind.COUNT))
    return make_table(
        sheet.currency, "Tranches: interest", (*columns, *(Column(head, Kind.MONEY) for head in heads)), rows
    )


def _balances(sheet: Sheet, report: DateLines) -> Table:
    lines = [line for line in report.tranches if line.pool_factor is not None]
    called = _is_called(report)
    capitalised = any(tranche.capitalises for tranche in report.payment.program.tranches)
    heads = (
        "Opening balance",
        *(("Repaid by a call",) if called else ()),
        *(("Interest added",) if capitalised else ()),
        "Principal paid",
        "Closing balance",
    )
    return make_table(
        sheet.currency,
        "Tranches: principal",
        (Column("Tranche"), *(Column(head, Kind.MONEY) for head in heads), Column("Pool factor", Kind.FACTOR)),
        [_balance(sheet, line, called, capitalised) for line in lines],
        note="The pool factor is the outstanding share of the original balance, rounded down.",
    )


def _balance(sheet: Sheet, line: TrancheLine, called: bool, capitalised: bool) -> tuple[Raw, ...]:
    return (
        sheet.names.tranche(line.tranche),
        line.opening_balance,
        *((line.called_balance,) if called else ()),
        *((line.capitalised,) if capitalised else ()),
        line.principal_paid,
        line.closing_balance,
        factor_decimal(line.pool_factor),
    )


def _is_called(report: DateLines) -> bool:
    return any(line.called_balance or line.called_arrears for line in report.tranches)


def _units(sheet: Sheet, report: DateLines) -> Table:
    lines = report.tranches
    return make_table(
        sheet.currency,
        "Tranches: paid, and per unit",
        (
            Column("Tranche"),
            *(Column(head, Kind.MONEY) for head in ("Interest", "Principal", "Residual", "Paid")),
            Column("Units", Kind.COUNT),
            Column("Per unit", Kind.PER_UNIT),
        ),
        [
            (
                sheet.names.tranche(line.tranche),
                line.interest_paid,
                line.principal_paid,
                line.residual_paid,
                line.paid,
                line.units,
                line.per_unit,
            )
            for line in lines
        ],
        [
            (
                "In all",
                sum(line.interest_paid for line in lines),
                sum(line.principal_paid for line in lines),
                sum(line.residual_paid for line in lines),
                sum(line.paid for line in lines),
                "",
                "",
            )
        ],
        note="Per unit is rounded down."
        + (" What can’t be spread evenly is carried to the next payment date." if report.accrues else ""),
    )
