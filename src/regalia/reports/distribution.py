# SPDX-License-Identifier: Apache-2.0
"""The distribution report: one payment date, from available funds down to the last step. Amounts in smallest units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from regalia.domain.calendar import CollectionPeriod
from regalia.domain.history import LARGEST_ATTESTED, PaymentDate
from regalia.domain.restating import Collections
from regalia.ledger.model import DealLedger, ExecutedDate, RoyaltyReceipt
from regalia.ledger.stream_model import DisputeTold
from regalia.reports.date_lines import DateLines, date_lines, is_since
from regalia.reports.distribution_lines import FundsLines, TaxLine
from regalia.reports.errors import reconcile
from regalia.reports.restated_lines import RestatedLine, disputes_of, restated_lines
from regalia.reports.trigger_lines import TriggerLine, trigger_lines


@dataclass(frozen=True)
class DistributionReport(DateLines):
    """Everything about one payment date. ``receipts`` is the cash that came into collection since the date before.

    ``accrual`` is the span over which interest accrued, from the first day to the scheduled payment date. ``taxes`` are of the claims made
    since the date before, none in a deal that withholds no tax; ``withheld`` is all tax withheld up to this date and ``owed_to_authority``
    what the authority had not withdrawn of all it was owed. ``restated`` are the restatements of earlier periods the date took in,
    ``disputes`` those over them and over its report; ``threshold`` is the weight of signatures its report needed.
    """

    done: ExecutedDate
    collected: CollectionPeriod
    scheduled: date
    accrual: tuple[date, date]
    threshold: int
    funds: FundsLines
    receipts: tuple[RoyaltyReceipt, ...]
    restated: tuple[RestatedLine, ...]
    disputes: tuple[DisputeTold, ...]
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
        threshold=done.needed or ledger.terms.oracle.threshold,
        funds=_funds(ledger.dates[: index + 1]),
        receipts=tuple(receipt for receipt in ledger.receipts if is_since(ledger, index, receipt.place)),
        restated=restated_lines(ledger, index),
        disputes=disputes_of(ledger, index),
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
    before = 0
    for past in earlier:
        before = _attested(before, past)
    distributed = sum(p.flow.available - p.flow.left for p in earlier)
    received, other = payment.report.received, payment.report.other_income
    return FundsLines(
        brought_forward=before - distributed,
        received=received,
        other_income=other,
        cash=payment.collection + payment.flow.available - payment.flow.left,
        restated=_attested(before, payment) - before - received - other,
    )


def _attested(before: int, payment: PaymentDate) -> int:
    """To date: never less than nothing, never more than there can be."""
    flow = payment.collections or Collections.of(payment.report.received, payment.report.other_income)
    return min(max(before + flow.claimed, 0), LARGEST_ATTESTED)


def _taxes(ledger: DealLedger, index: int) -> tuple[TaxLine, ...]:
    if ledger.tax_authority is None:
        return ()
    claims = [claim for claim in ledger.claims if is_since(ledger, index, claim.place)]
    lines = []
    for tranche in ledger.program.tranches:
        own = [claim for claim in claims if claim.tranche == tranche.label]
        lines.append(TaxLine(tranche.label, sum(c.amount for c in own), sum(c.tax for c in own)))
    return tuple(lines)
