# SPDX-License-Identifier: Apache-2.0
"""The distribution report: one payment date, from available funds down to the last step. Amounts in smallest units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from regalia.domain.calendar import CollectionPeriod
from regalia.ledger.model import DealLedger, ExecutedDate, RoyaltyReceipt
from regalia.reports.date_lines import DateLines, date_lines, is_since
from regalia.reports.distribution_lines import FundsLines, TaxLine
from regalia.reports.errors import reconcile
from regalia.reports.trigger_lines import TriggerLine, trigger_lines


@dataclass(frozen=True)
class DistributionReport(DateLines):
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
    triggers: tuple[TriggerLine, ...]
    taxes: tuple[TaxLine, ...]
    withheld: int
    owed_to_authority: int

    @property
    def period(self) -> int:
        return self.payment.report.period


def distribution_report(ledger: DealLedger, index: int) -> DistributionReport:
    """The report of the executed date at ``index`` in the ledger. UnreconciledError when its figures don't add up."""
    done = ledger.dates[index]
    schedule, period = ledger.program.schedule, done.payment.report.period
    report = DistributionReport(
        **date_lines(ledger, index),
        done=done,
        collected=schedule.collection_period(period),
        scheduled=schedule.payment_date(period),
        accrual=schedule.accrual(period),
        threshold=ledger.terms.oracle.threshold,
        funds=_funds(ledger.dates[: index + 1]),
        receipts=tuple(receipt for receipt in ledger.receipts if is_since(ledger, index, receipt.place)),
        triggers=trigger_lines([executed.payment for executed in ledger.dates[: index + 1]]),
        taxes=_taxes(ledger, index),
        withheld=sum(c.tax for c in ledger.claims if c.place.position < done.executed.position),
        owed_to_authority=done.owed_to_authority,
    )
    reconcile(f"period {period}: available funds", report.funds.available, report.payment.flow.available)
    return report


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


def _taxes(ledger: DealLedger, index: int) -> tuple[TaxLine, ...]:
    if ledger.tax_authority is None:
        return ()
    claims = [claim for claim in ledger.claims if is_since(ledger, index, claim.place)]
    lines = []
    for tranche in ledger.program.tranches:
        own = [claim for claim in claims if claim.tranche == tranche.label]
        lines.append(TaxLine(tranche.label, sum(c.amount for c in own), sum(c.tax for c in own)))
    return tuple(lines)
