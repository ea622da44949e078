# SPDX-License-Identifier: Apache-2.0
"""Receipts against the forecast, and who paid them in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from regalia.domain.program import PPM
from regalia.domain.restating import NEVER
from regalia.reports.restated_lines import is_struck
from regalia.views.asof import AsOf, as_of
from regalia.views.paid_in import MOST, PaidIn, paid_in_by, text_of
from regalia.views.seen import DealNow, share


@dataclass(frozen=True)
class PeriodReceipts:
    """``id`` is the period. ``state``: paid, waiting or to-come. ``received`` is what the report attested, None before it; ``restated``
    what restatements that stand changed; ``stands`` is both. ``forecast`` is the deal file's, None without one; ``of_forecast`` is what
    stands as a part of it, rounded down.
    """

    id: int
    label: str
    state: str
    received: Decimal | None
    restated: Decimal
    stands: Decimal | None
    forecast: Decimal | None
    of_forecast: Decimal | None


@dataclass(frozen=True)
class ReceiptsView:
    """``paid_in`` is all that came into collection, ``attested`` what reports and restatements say of it, other income with it.

    ``payers`` and ``licences``: those with the most; ``more_payers`` and ``more_licences`` have no line. ``forecast`` is of the periods
    that were reported, and ``of_forecast`` what stands of them.
    """

    id: str
    name: str
    currency: str
    paid_in: Decimal
    payments: int
    attested: Decimal
    forecast: Decimal | None
    of_forecast: Decimal | None
    periods: tuple[PeriodReceipts, ...]
    payers: tuple[PaidIn, ...]
    more_payers: int
    licences: tuple[PaidIn, ...]
    more_licences: int
    as_of: AsOf


def receipts_view(now: DealNow) -> ReceiptsView:
    receipts = now.ledger.receipts
    periods = _periods(now)
    units = now.terms.money.to_units
    both = [
        (units(line.forecast), units(line.stands))
        for line in periods
        if line.forecast is not None and line.stands is not None
    ]
    forecast, stood = sum(expected for expected, _ in both), sum(stands for _, stands in both)
    payers = paid_in_by(now, receipts, lambda receipt: receipt.payer, lambda payer: now.names.label(payer) or "")
    licences = paid_in_by(now, receipts, lambda receipt: receipt.licence, text_of)
    return ReceiptsView(
        id=now.terms.id,
        name=now.terms.name,
        currency=now.terms.currency.code,
        paid_in=now.money(sum(receipt.amount for receipt in receipts)),
        payments=len(receipts),
        attested=now.money(now.ledger.deal.attested),
        forecast=now.money(forecast) if both else None,
        of_forecast=_part(stood, forecast),
        periods=periods,
        payers=payers[:MOST],
        more_payers=max(len(payers) - MOST, 0),
        licences=licences[:MOST],
        more_licences=max(len(licences) - MOST, 0),
        as_of=as_of(now),
    )


def _periods(now: DealNow) -> tuple[PeriodReceipts, ...]:
    schedule, pending = now.ledger.program.schedule, now.ledger.stream.pending
    told = {done.payment.report.period: ("paid", done.payment.report.received) for done in now.ledger.dates}
    if pending is not None and not now.ledger.concluded:
        told[pending.report.period] = ("waiting", pending.report.received)
    forecast = {schedule.period_of(line.period): line.amount for line in now.terms.forecast}
    known = {period for period in {*told, *forecast} if period >= schedule.opening}
    changes = _changes(now)
    return tuple(
        _period(now, period, told.get(period), changes[period], forecast.get(period)) for period in sorted(known)
    )


def _period(
    now: DealNow, period: int, told: tuple[str, int] | None, change: int, forecast: Decimal | None
) -> PeriodReceipts:
    state, received = told or ("to-come", None)
    stands = None if received is None else received + change
    return PeriodReceipts(
        id=period,
        label=str(now.ledger.program.schedule.collection_period(period)),
        state=state,
        received=None if received is None else now.money(received),
        restated=now.money(change),
        stands=None if stands is None else now.money(stands),
        forecast=forecast,
        of_forecast=None if stands is None or forecast is None else _part(stands, now.terms.money.to_units(forecast)),
    )


def _changes(now: DealNow) -> defaultdict[int, int]:
    """Of royalties, by the restatements of each period that are final and were not struck."""
    ledger, found = now.ledger, defaultdict[int, int](int)
    waiting = ledger.stream.restatements.all
    for told in ledger.stream.told:
        final_at = waiting[told.number - 1].final_at if told.number <= len(waiting) else NEVER
        if final_at <= now.second and not is_struck(ledger, told.number):
            found[told.period] += told.received
    return found


def _part(amount: int, whole: int) -> Decimal | None:
    """Rounded down at six decimals, also below nothing; None of nothing."""
    return share(amount * PPM // whole) if whole else None
