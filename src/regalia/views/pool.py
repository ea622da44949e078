# SPDX-License-Identifier: Apache-2.0
"""What a deal is paid from: its rights where it has some, else its receipts by payer and licence, in the same shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regalia.domain.program import PPM
from regalia.domain.rights.day import from_date
from regalia.domain.rights.labels import LIMITS_BROKEN, POOL_VALUE
from regalia.domain.rights.look import Look
from regalia.ledger.rights_book import RightsBook
from regalia.reports.rights.fact_lines import FactLine, triggers_on
from regalia.reports.rights.portfolio import NoPoolError, Portfolio, holdings_of, portfolio_of
from regalia.views.asof import AsOf, as_of
from regalia.views.paid_in import PaidIn
from regalia.views.pool_events import pool_events
from regalia.views.pool_parts import ConcentrationRow, FactRow, Group, LimitRow, PoolEvent, RightRow, day_of
from regalia.views.pool_rights import address_of, by_licensee, by_owner, by_status, right_rows
from regalia.views.receipts import receipts_view
from regalia.views.seen import DealNow, share


@dataclass(frozen=True)
class PoolView:
    """``kind``: ``rights`` or ``receipts``. ``count`` are rights or receipts, ``value`` what they are worth or came to, ``base`` that after
    haircuts. ``next`` is the day facts are foreseen for. Of receipts there is nothing but ``by_payer`` and ``by_licence``.
    """

    id: str
    name: str
    currency: str
    kind: str
    today: date
    next: date | None
    count: int
    value: Decimal
    base: Decimal
    value_at_closing: Decimal | None
    replaced: Decimal | None
    lost: Decimal | None
    limits_broken: int
    by_status: tuple[Group, ...]
    by_licensee: tuple[Group, ...]
    by_owner: tuple[Group, ...]
    by_payer: tuple[Group, ...]
    by_licence: tuple[Group, ...]
    rights: tuple[RightRow, ...]
    limits: tuple[LimitRow, ...]
    concentrations: tuple[ConcentrationRow, ...]
    facts: tuple[FactRow, ...]
    events: tuple[PoolEvent, ...]
    events_left: int
    as_of: AsOf


def pool_view(now: DealNow) -> PoolView:
    book = now.seen.story.rights
    if book is None:
        return _of_receipts(now)
    try:
        portfolio = portfolio_of(now.ledger, book, from_date(now.today))
    except NoPoolError:
        return _of_receipts(now)
    return _of_rights(now, book, portfolio)


def _of_rights(now: DealNow, book: RightsBook, portfolio: Portfolio) -> PoolView:
    look = Look(holdings_of(now.ledger, book), portfolio.today)
    events, left = pool_events(now, book)
    sums = portfolio.sums
    return PoolView(
        id=now.terms.id,
        name=now.terms.name,
        currency=now.terms.currency.code,
        kind="rights",
        today=now.today,
        next=day_of(portfolio.on),
        count=sums.rights,
        value=now.money(sums.value),
        base=now.money(sums.base),
        value_at_closing=now.money(sums.value_at_closing),
        replaced=now.money(sums.replaced),
        lost=now.money(look.holdings.lost),
        limits_broken=sum(line.broken for line in portfolio.limits),
        by_status=by_status(now, portfolio),
        by_licensee=by_licensee(now, portfolio, look),
        by_owner=by_owner(now, portfolio),
        by_payer=_groups(receipts_view(now).payers),
        by_licence=(),
        rights=right_rows(now, portfolio),
        limits=tuple(LimitRow(x.label, share(x.most), share(x.share), x.broken) for x in portfolio.limits),
        concentrations=_concentrations(now, portfolio),
        facts=tuple(_fact(now, line) for line in portfolio.facts),
        events=events,
        events_left=left,
        as_of=as_of(now),
    )


def _of_receipts(now: DealNow) -> PoolView:
    found, nothing = receipts_view(now), ()
    return PoolView(
        id=found.id,
        name=found.name,
        currency=found.currency,
        kind="receipts",
        today=now.today,
        next=now.snapshot.next_payment,
        count=found.payments,
        value=found.paid_in,
        base=found.paid_in,
        value_at_closing=None,
        replaced=None,
        lost=None,
        limits_broken=0,
        by_status=nothing,
        by_licensee=nothing,
        by_owner=nothing,
        by_payer=_groups(found.payers),
        by_licence=_groups(found.licences),
        rights=nothing,
        limits=nothing,
        concentrations=nothing,
        facts=nothing,
        events=nothing,
        events_left=0,
        as_of=found.as_of,
    )


def _groups(lines: Sequence[PaidIn]) -> tuple[Group, ...]:
    return tuple(Group(x.id, x.name, x.count, x.amount, x.amount, x.share) for x in lines)


def _concentrations(now: DealNow, portfolio: Portfolio) -> tuple[ConcentrationRow, ...]:
    return tuple(
        ConcentrationRow(
            id=line.label,
            key=address_of(line.key) if line.key else "",
            label=now.names.label(line.key) or "",
            amount=now.money(line.amount),
            share=share(line.share),
            most=None if line.most is None else share(line.most),
        )
        for line in portfolio.concentrations
    )


def _fact(now: DealNow, line: FactLine) -> FactRow:
    unit = {POOL_VALUE: "amount", LIMITS_BROKEN: "count"}.get(line.label, "share")
    return FactRow(
        id=line.label,
        unit=unit,
        today=_value(now, unit, line.today),
        next=_value(now, unit, line.value),
        asked=line.asked,
        triggers=tuple(trigger.label for trigger in triggers_on(now.ledger.program, line.label)),
    )


def _value(now: DealNow, unit: str, value: int) -> Decimal:
    match unit:
        case "amount":
            return now.money(value)
        case "count":
            return Decimal(value // PPM)
        case _:
            return share(value)
