# SPDX-License-Identifier: Apache-2.0
"""One payment date: where the money came from, what each step did with it, and what all of that rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regalia.reports.distribution import DistributionReport, distribution_report
from regalia.reports.trigger_lines import flags_up
from regalia.views.asof import AsOf, as_of
from regalia.views.date_facts import Fact, fact
from regalia.views.date_parts import (
    AccountDate,
    FacilityDate,
    TrancheDate,
    account_date,
    facility_date,
    tranche_date,
)
from regalia.views.date_report import Dispute, ReportLine, Restated, dispute, report_line, restated
from regalia.views.date_steps import DateStep, date_steps
from regalia.views.errors import NoSuchViewError
from regalia.views.seen import DealNow
from regalia.views.triggers import TriggerNow, triggers_on


@dataclass(frozen=True)
class Funds:
    """``available`` is the smaller of what is ``attested`` and not distributed, and of ``cash``. Money in: available, ``drawn`` from
    support and ``released`` by accounts; money out: to payees (providers too), tranches and accounts, and ``left`` in collection.
    """

    brought_forward: Decimal
    received: Decimal
    other_income: Decimal
    restated: Decimal
    attested: Decimal
    cash: Decimal
    available: Decimal
    drawn: Decimal
    released: Decimal
    to_payees: Decimal
    to_tranches: Decimal
    to_accounts: Decimal
    left: Decimal


@dataclass(frozen=True)
class DateView:
    """``flags`` were up when the guards of the steps were read. ``previous`` and ``next`` are periods with an executed date."""

    deal: str
    name: str
    currency: str
    period: int
    label: str
    scheduled: date
    accrues_from: date
    executed: int
    executor: str
    transaction: str
    previous: int | None
    next: int | None
    accelerated: bool
    final: bool
    flags: tuple[str, ...]
    funds: Funds
    steps: tuple[DateStep, ...]
    tranches: tuple[TrancheDate, ...]
    accounts: tuple[AccountDate, ...]
    facilities: tuple[FacilityDate, ...]
    triggers: tuple[TriggerNow, ...]
    facts: tuple[Fact, ...]
    report: ReportLine
    restated: tuple[Restated, ...]
    disputes: tuple[Dispute, ...]
    as_of: AsOf


def date_view(now: DealNow, period: int) -> DateView:
    """Raises ``NoSuchViewError`` for a period without an executed payment date, ``UnreconciledError`` when figures don't add up."""
    periods = [done.payment.report.period for done in now.ledger.dates]
    if period not in periods:
        known = f"They are {periods[0]} to {periods[-1]}." if periods else "None was executed so far."
        raise NoSuchViewError(f"period: {period} has no payment date that was executed", known)
    index = periods.index(period)
    report = distribution_report(now.ledger, index)
    payment, done = report.payment, report.done
    return DateView(
        deal=now.terms.id,
        name=now.terms.name,
        currency=now.terms.currency.code,
        period=period,
        label=str(report.collected),
        scheduled=report.scheduled,
        accrues_from=report.accrual[0],
        executed=done.executed.timestamp,
        executor=done.executor,
        transaction=done.executed.transaction_hash,
        previous=periods[index - 1] if index else None,
        next=periods[index + 1] if index + 1 < len(periods) else None,
        accelerated=payment.accelerated,
        final=report.final,
        flags=flags_up(payment),
        funds=_funds(now, report),
        steps=date_steps(now, payment, report.steps, final=report.final),
        tranches=tuple(tranche_date(now, line) for line in report.tranches),
        accounts=tuple(account_date(now, line) for line in report.accounts),
        facilities=tuple(facility_date(now, line) for line in report.facilities),
        triggers=triggers_on(now, index),
        facts=tuple(fact(now, taken) for taken in done.facts),
        report=report_line(now, report),
        restated=tuple(restated(now, line) for line in report.restated),
        disputes=tuple(dispute(now, told) for told in report.disputes),
        as_of=as_of(now),
    )


def _funds(now: DealNow, report: DistributionReport) -> Funds:
    funds, flow = report.funds, report.payment.flow
    amounts = (
        funds.brought_forward,
        funds.received,
        funds.other_income,
        funds.restated,
        funds.attested,
        funds.cash,
        flow.available,
        flow.drawn,
        flow.released,
        flow.payees,
        flow.tranches,
        flow.accounts,
        flow.left,
    )
    return Funds(*map(now.money, amounts))
