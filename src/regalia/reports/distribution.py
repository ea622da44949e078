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
from regalia.ledger.place import Place
from regalia.reports.distribution_lines import (
    AccountLine,
    FundsLines,
    StepLine,
    TaxLine,
    TrancheLine,
    account_lines,
    step_lines,
    tranche_lines,
)
from regalia.reports.errors import reconcile


@dataclass(frozen=True)
class DistributionReport:
    """Everything about one payment date. ``receipts`` is the cash that came into collection since the date before.

    ``accrual`` is the span over which interest accrued, from the first day to the scheduled payment date. ``taxes`` are of the claims made
    since the date before, none in a deal that withholds no tax; ``withheld`` is all tax withheld up to this date and ``owed_to_authority``
    what the authority had not withdrawn of all it was owed.
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
    taxes: tuple[TaxLine, ...]
    withheld: int
    owed_to_authority: int

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
        taxes=_taxes(ledger, index),
        withheld=sum(c.tax for c in ledger.claims if c.place.position < done.executed.position),
        owed_to_authority=done.owed_to_authority,
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
    return tuple(receipt for receipt in ledger.receipts if _is_since(ledger, index, receipt.place))


def _taxes(ledger: DealLedger, index: int) -> tuple[TaxLine, ...]:
    if ledger.tax_authority is None:
        return ()
    claims = [claim for claim in ledger.claims if _is_since(ledger, index, claim.place)]
    lines = []
    for tranche in ledger.program.tranches:
        own = [claim for claim in claims if claim.tranche == tranche.label]
        lines.append(TaxLine(tranche.label, sum(c.amount for c in own), sum(c.tax for c in own)))
    return tuple(lines)


def _is_since(ledger: DealLedger, index: int, place: Place) -> bool:
    """Whether something came after the payment date before the one at ``index``, and before that one."""
    start = ledger.dates[index - 1].executed.position if index else (-1, -1)
    return start < place.position < ledger.dates[index].executed.position
