# SPDX-License-Identifier: Apache-2.0
"""One tranche: what it is owed, what it paid, who has it, what its units cost and what they would yield."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from regalia.api.tranche import Tranche, tranches_of
from regalia.ledger.trade_model import Trade
from regalia.market.board import Board
from regalia.nearest import did_you_mean
from regalia.views.asof import AsOf, as_of
from regalia.views.board_best import best_of
from regalia.views.errors import NoSuchViewError
from regalia.views.prospects import is_back_soon, no_yield, yield_of
from regalia.views.seen import DealNow
from regalia.views.tranche_cash import cash_lines
from regalia.views.tranche_facts import holder_lines, is_paused, transfer_view
from regalia.views.tranche_parts import (
    AccruedLine,
    CashLine,
    HolderLine,
    Level,
    PricedYield,
    TradeLine,
    TransferView,
)
from regalia.views.tranche_prices import accrued_line, trade_lines


@dataclass(frozen=True)
class TrancheView:
    """Before closing ``units`` and ``original`` are those offered. ``holders`` are wallets. ``last`` is the last trade; yields are today's,
    by ``basis`` (forecast, trailing, none). ``rank`` counts from the most senior, 1. ``in_hands``: units that were collected.
    """

    id: str
    deal: str
    deal_name: str
    name: str
    symbol: str
    currency: str
    token: str
    status: str
    rank: int
    tranches: tuple[str, ...]
    coupon: Decimal | None
    units: int
    in_hands: int
    holders: int
    original: Decimal
    outstanding: Decimal
    arrears: Decimal
    factor: Decimal | None
    accrued: AccruedLine | None
    basis: str
    at_closing: PricedYield
    at_last: PricedYield
    last: TradeLine | None
    bid: Level | None
    offer: Level | None
    paid: Decimal
    cash: tuple[CashLine, ...]
    trades: tuple[TradeLine, ...]
    largest: tuple[HolderLine, ...]
    rules: TransferView
    paused: bool
    halted_until: int
    as_of: AsOf


def tranche_view(now: DealNow, tranche: str, board: Board | None = None) -> TrancheView:
    """Raises ``NoSuchViewError`` and, where the board can't be read, ``BoardError``."""
    t, known = _found(now, tranche)
    trades, cash = trade_lines(now, t), cash_lines(now, t)
    price = now.moment.books.state(tranche).price
    last = now.moment.trades_of(tranche, 1)
    bid, offer = best_of(now, t, board) if board else (None, None)
    return TrancheView(
        id=tranche,
        deal=now.terms.id,
        deal_name=now.terms.name,
        name=known.name,
        symbol=known.symbol,
        currency=now.terms.currency.code,
        token=known.token,
        status=now.snapshot.status,
        rank=t + 1,
        tranches=tuple(one.id for one in now.terms.tranches),
        coupon=known.coupon,
        units=known.units,
        in_hands=now.snapshot.supply[t],
        holders=now.seen.holders[tranche].wallets,
        original=known.original,
        outstanding=known.outstanding,
        arrears=known.arrears,
        factor=known.pool_factor,
        accrued=accrued_line(now, t),
        basis=now.seen.prospect.basis,
        at_closing=_yield(now, t, price, now.snapshot.tranches[t].original),
        at_last=_yield(now, t, last[-1].price if last else None, _balance_at(now, t, last)),
        last=trades[-1] if trades else None,
        bid=bid,
        offer=offer,
        paid=now.money(sum(now.terms.money.to_units(line.paid) for line in cash)),
        cash=cash,
        trades=trades,
        largest=holder_lines(now, t),
        rules=transfer_view(now.terms, t),
        paused=is_paused(now, t),
        halted_until=now.ledger.halts.tranche_until(tranche, now.second),
        as_of=as_of(now),
    )


def _found(now: DealNow, tranche: str) -> tuple[int, Tranche]:
    ids = [one.id for one in now.terms.tranches]
    if tranche not in ids:
        raise NoSuchViewError(
            f"tranche: {tranche:.80} is none of {now.terms.id}'s, which are {', '.join(ids)}",
            did_you_mean(tranche, ids) or "Name one of them.",
        )
    t = ids.index(tranche)
    return t, tranches_of(now.moment, now.snapshot)[t]


def _yield(now: DealNow, t: int, price: int | None, then: int) -> PricedYield:
    """At a price of a unit in smallest units, paid when the tranche was owed ``then``."""
    prospect, balance = now.seen.prospect, now.snapshot.state.balance[t]
    reduced = price * balance // then if price is not None and then else price
    payments, units = prospect.of(t), now.ledger.program.tranches[t].units
    soon = is_back_soon(payments, now.today)
    found = yield_of(payments, reduced * units, now.today) if reduced and payments and not soon else None
    rate = found.rate if found else None
    amounts = [None if amount is None else now.money(amount) for amount in (price, reduced)]
    return PricedYield(amounts[0], amounts[1], rate, no_yield(prospect, reduced, found, soon))


def _balance_at(now: DealNow, t: int, last: Sequence[Trade]) -> int:
    """What the tranche was owed when it was traded last."""
    done = [date for date in now.ledger.dates if last and date.executed.position < last[-1].place.position]
    return done[-1].payment.state.balance[t] if done else now.snapshot.tranches[t].original
