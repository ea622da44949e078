# SPDX-License-Identifier: Apache-2.0
"""One wallet over all deals: what it has, what it bid, what it may vote on, what it could trade."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from regalia.ledger.trade_model import Trade
from regalia.market.board import Listed
from regalia.reports.holder_flows import flows_of
from regalia.reports.portfolio import portfolio_lines, portfolio_sums
from regalia.reports.statement import Statement, statement_for
from regalia.views.asof import AsOf, as_of
from regalia.views.board import OrderLine, order_lines
from regalia.views.investor_bids import BidLine, bid_lines
from regalia.views.investor_position import EntryLine, PositionLine, entry_lines, position_lines
from regalia.views.investor_votes import ResolutionLine, resolution_lines
from regalia.views.offering import OfferingView, offering_view
from regalia.views.seen import DealNow


@dataclass(frozen=True)
class Yields:
    """Yearly rates to date, money-weighted, None where none can be told. ``realised`` is cash that moved; ``with_left`` counts what is
    left as if it came in today; ``earned`` counts income when it was earned, before tax.
    """

    realised: Decimal | None
    with_left: Decimal | None
    earned: Decimal | None


@dataclass(frozen=True)
class Sums:
    """Of all tranches of a deal. ``value`` is of those that were traded, None where none was."""

    invested: Decimal
    income: Decimal
    claimed: Decimal
    tax: Decimal
    unclaimed: Decimal
    value: Decimal | None


@dataclass(frozen=True)
class InvestorDeal:
    """``halted_until``: last second of the supervisor's halt of the wallet in force, 0 without one. ``entries`` are the last of
    ``entries_in_all``. ``orders`` are those on the board, the wallet's own among them. A wallet that never had anything here has no
    ``sums`` and ``yields``.
    """

    id: str
    name: str
    currency: str
    status: str
    halted_until: int
    sums: Sums | None
    yields: Yields | None
    positions: tuple[PositionLine, ...]
    offering: OfferingView
    bids: tuple[BidLine, ...]
    orders: tuple[OrderLine, ...]
    resolutions: tuple[ResolutionLine, ...]
    entries: tuple[EntryLine, ...]
    entries_in_all: int
    as_of: AsOf


@dataclass(frozen=True)
class InvestorView:
    """``name`` is what the address is called here, None where nobody named it."""

    address: str
    name: str | None
    deals: tuple[InvestorDeal, ...]


def investor_view(
    all_now: Iterable[DealNow], address: str, board: Sequence[Listed] = (), gone: Container[str] = ()
) -> InvestorView:
    """``board``: all orders on one; ``gone``: those of them of which it is known that they can't be filled any more."""
    deals = tuple(all_now)
    name = next((label for now in deals if (label := now.names.label(address))), None)
    return InvestorView(address, name, tuple(_deal(now, address, board, gone) for now in deals))


def _deal(now: DealNow, address: str, board: Sequence[Listed], gone: Container[str]) -> InvestorDeal:
    statement, last = statement_for(now.moment.books, address), now.moment.last_trades()
    return InvestorDeal(
        id=now.terms.id,
        name=now.terms.name,
        currency=now.terms.currency.code,
        status=now.snapshot.status,
        halted_until=statement.halted_until,
        sums=_sums(now, statement, last) if statement.positions else None,
        yields=_yields(now, statement, last) if statement.positions else None,
        positions=position_lines(now, statement, last),
        offering=offering_view(now),
        bids=bid_lines(now, address),
        orders=order_lines(now, board, gone),
        resolutions=resolution_lines(now, statement),
        entries=entry_lines(now, statement),
        entries_in_all=sum(len(position.entries) for position in statement.positions),
        as_of=as_of(now),
    )


def _sums(now: DealNow, statement: Statement, last: Mapping[str, Trade]) -> Sums:
    lines = portfolio_lines(now.moment.books, statement, last)
    (found,) = portfolio_sums(lines)
    priced = any(line.value is not None for line in lines)
    return Sums(
        invested=now.money(found.invested),
        income=now.money(found.income),
        claimed=now.money(found.claimed),
        tax=now.money(found.tax),
        unclaimed=now.money(found.unclaimed),
        value=now.money(found.value) if priced else None,
    )


def _yields(now: DealNow, statement: Statement, last: Mapping[str, Trade]) -> Yields:
    books = now.moment.books
    left = flows_of(books, statement, now.today, last, taken=True)
    income = flows_of(books, statement, now.today, last)
    return Yields(left.without_left.yielded.rate, left.yielded.rate, income.yielded.rate)
