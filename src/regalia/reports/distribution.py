# SPDX-License-Identifier: Apache-2.0
"""The distribution report: one payment date, from available funds down to the last step. Amounts in smallest units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from regalia.domain.calendar import CollectionPeriod
from regalia.domain.compile import opening_state
from regalia.domain.history import PaymentDate
from regalia.domain.waterfall import State
from regalia.ledger.model import DealLedger, ExecutedDate, RoyaltyReceipt
from regalia.reports.distribution_lines import (
    AccountLine,
    FundsLines,
    StepLine,
    TrancheLine,
    account_lines,
    step_lines,
    tranche_lines,
)
from regalia.reports.errors import reconcile


@dataclass(frozen=True)
class DistributionReport:
    """Everything about one payment date. ``receipts`` is the cash that came into collection since the date before.

    ``accrual`` is the span over which interest accrued, from the first day to the scheduled payment date.
    """

    done: ExecutedDate
    collected: CollectionPeriod
    scheduled: date
    accrual: tuple[date, date]
    threshold: int
    funds: FundsLines
    receipts: tuple[RoyaltyReceipt, ...]
    steps: tuple[StepLine, ...]
    tranches: tuple[TrancheLine, ...]
    accounts: tuple[AccountLine, ...]

    @property
    def period(self) -> int:
        return self.done.payment.report.period

    @property
    def payment(self) -> PaymentDate:
        return self.done.payment


def distribution_report(ledger: DealLedger, index: int) -> DistributionReport:
    """The report of the executed date at ``index`` in the ledger. UnreconciledError when its figures don't add up."""
    done = ledger.dates[index]
    payment, schedule = done.payment, ledger.program.schedule
    opening = _opening(ledger, index)
    period = payment.report.period
    report = DistributionReport(
        done=done,
        collected=schedule.collection_period(period),
        scheduled=schedule.payment_date(period),
        accrual=schedule.accrual(period),
        threshold=ledger.terms.oracle.threshold,
        funds=_funds(ledger.dates[: index + 1]),
        receipts=_receipts_since(ledger, index),
        steps=step_lines(payment),
        tranches=tranche_lines(payment, opening, ledger.terms.money),
        accounts=account_lines(payment, opening),
    )
    flow = payment.flow
    reconcile(f"period {period}: money in = money out", flow.money_in, flow.money_out)
    reconcile(f"period {period}: available funds", report.funds.available, flow.available)
    for line in report.accounts:
        moved = line.opening + line.put_in - line.drawn - line.released
        reconcile(f"period {period}: account {line.account}", moved, line.closing)
    for tranche in report.tranches:
        repaid = tranche.opening_balance - tranche.principal_paid
        reconcile(f"period {period}: balance of {tranche.tranche}", repaid, tranche.closing_balance)
    return report


def _opening(ledger: DealLedger, index: int) -> State:
    return ledger.dates[index - 1].payment.state if index else opening_state(ledger.terms, ledger.program)


def _funds(dates: list[ExecutedDate]) -> FundsLines:
    """From what was attested and distributed on every date so far; the last is the one reported."""
    *earlier, payment = (done.payment for done in dates)
    attested = sum(p.report.received + p.report.other_income for p in earlier)
    distributed = sum(p.flow.available - p.flow.left for p in earlier)
    return FundsLines(
        brought_forward=attested - distributed,
        received=payment.report.received,
        other_income=payment.report.other_income,
        cash=payment.collection + payment.flow.available - payment.flow.left,
    )


def _receipts_since(ledger: DealLedger, index: int) -> tuple[RoyaltyReceipt, ...]:
    ends = [(done.executed.block_number, done.executed.log_index) for done in ledger.dates[: index + 1]]
    start = ends[-2] if index else (-1, -1)
    return tuple(r for r in ledger.receipts if start < (r.place.block_number, r.place.log_index) < ends[-1])
