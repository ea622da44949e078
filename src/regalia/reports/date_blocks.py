# SPDX-License-Identifier: Apache-2.0
"""The blocks that the page of a payment date and the page of the end of a deal have in common."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.reports.account_tables import account_tables
from regalia.reports.call_tables import call_table
from regalia.reports.date_lines import DateLines
from regalia.reports.page import Block, Figures, Sum
from regalia.reports.sheet import DealSheet
from regalia.reports.step_tables import step_table
from regalia.reports.tranche_tables import tranche_tables


def date_figures(sheet: DealSheet, report: DateLines) -> Figures:
    flow = report.payment.flow
    return Figures(
        (
            ("Available funds", sheet.money(flow.available)),
            ("Paid to payees", sheet.money(flow.payees)),
            ("Paid to tranches", sheet.money(flow.tranches)),
            ("Put into accounts", sheet.money(flow.accounts)),
            ("Left in collection", sheet.money(flow.left)),
        )
    )


def line_tables(sheet: DealSheet, report: DateLines) -> Iterator[Block]:
    """Steps, calls since the date before, tranches, accounts, facilities."""
    yield step_table(sheet, report)
    if report.calls:
        yield call_table(sheet, "Repaid by calls since the payment date before", report.calls)
    yield from tranche_tables(sheet, report)
    yield from account_tables(sheet, report)


def conservation(sheet: DealSheet, report: DateLines) -> Sum:
    flow, supported = report.payment.flow, bool(report.facilities)
    return Sum(
        "Nothing was lost",
        (
            ("available", sheet.money(flow.available)),
            ("drawn from accounts and facilities" if supported else "drawn from accounts", sheet.money(flow.drawn)),
            ("released by accounts", sheet.money(flow.released)),
        ),
        (
            ("to payees and providers" if supported else "to payees", sheet.money(flow.payees)),
            ("to tranches", sheet.money(flow.tranches)),
            ("into accounts", sheet.money(flow.accounts)),
            ("left in collection", sheet.money(flow.left)),
        ),
        sheet.money(flow.money_in),
    )
