# SPDX-License-Identifier: Apache-2.0
"""The tables of a distribution report about the tranches: interest, balances, and what a unit got."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.money import format_rate
from regalia.reports.distribution import DistributionReport
from regalia.reports.shares import factor_decimal
from regalia.reports.sheet import Sheet
from regalia.reports.table import Column, Kind, Table, make_table


def tranche_tables(sheet: Sheet, report: DistributionReport) -> Iterator[Table]:
    """Interest only where a tranche has a coupon, balances only where there ever was one, units always."""
    program = report.payment.program
    if any(tranche.coupon for tranche in program.tranches):
        yield _interest(sheet, report)
    if any(tranche.original_balance for tranche in program.tranches):
        yield _balances(sheet, report)
    yield _units(sheet, report)


def _interest(sheet: Sheet, report: DistributionReport) -> Table:
    lines = [
        (line, tranche)
        for line, tranche in zip(report.tranches, report.payment.program.tranches, strict=True)
        if tranche.coupon
    ]
    schedule = report.payment.program.schedule
    return make_table(
        sheet.currency,
        "Tranches: interest",
        (
            Column("Tranche"),
            Column("Coupon"),
            Column("Days", Kind.COUNT),
            *(
                Column(head, Kind.MONEY)
                for head in ("Arrears before", "Accrued in the period", "Due", "Paid", "Arrears after")
            ),
        ),
        [
            (
                sheet.names.tranche(line.tranche),
                format_rate(tranche.coupon),
                schedule.accrual_days(tranche.day_count, report.period),
                line.opening_arrears,
                line.accrued,
                line.interest_due,
                line.interest_paid,
                line.closing_arrears,
            )
            for line, tranche in lines
        ],
    )


def _balances(sheet: Sheet, report: DistributionReport) -> Table:
    return make_table(
        sheet.currency,
        "Tranches: principal",
        (
            Column("Tranche"),
            *(Column(head, Kind.MONEY) for head in ("Opening balance", "Principal paid", "Closing balance")),
            Column("Pool factor", Kind.FACTOR),
        ),
        [
            (
                sheet.names.tranche(line.tranche),
                line.opening_balance,
                line.principal_paid,
                line.closing_balance,
                factor_decimal(line.pool_factor),
            )
            for line in report.tranches
            if line.pool_factor is not None
        ],
        note="The pool factor is the outstanding share of the original balance, rounded down.",
    )


def _units(sheet: Sheet, report: DistributionReport) -> Table:
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
        note="Per unit is rounded down. What can’t be spread evenly is carried to the next payment date.",
    )
