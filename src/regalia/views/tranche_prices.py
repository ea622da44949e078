# SPDX-License-Identifier: Apache-2.0
"""What units of a tranche were traded at, and what they have accrued."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Context, Decimal

from regalia.domain.state import State
from regalia.ledger.model import Place
from regalia.ledger.trade_model import Trade
from regalia.market.accrued import accrued
from regalia.market.position import Position
from regalia.reports.rights.portfolio import is_running
from regalia.views.seen import DealNow
from regalia.views.tranche_parts import AccruedLine, TradeLine

MOST_TRADES = 200
_EXACT = Context(prec=100)
"""The usual one rounds at 28 digits: a price of a token with 18 decimals has more with its interest."""


def accrued_line(now: DealNow, t: int) -> AccruedLine | None:
    """Today; None where the deal does not run."""
    if not is_running(now.ledger):
        return None
    position = Position(now.ledger.deal.state, now.ledger.deal.next_period)
    found, money = accrued(now.ledger.program, position, t, now.today), now.terms.money
    return AccruedLine(
        since=found.since,
        until=found.until,
        interest=now.money(found.interest),
        arrears=now.money(found.arrears),
        interest_of_a_unit=found.interest_of_a_unit(money),
        arrears_of_a_unit=found.arrears_of_a_unit(money),
    )


def trade_lines(now: DealNow, t: int) -> tuple[TradeLine, ...]:
    """The newest, in the order of the chain."""
    trades = now.moment.trades_of(now.terms.tranches[t].id, MOST_TRADES)
    return tuple(_line(now, t, trade) for trade in trades)


def _line(now: DealNow, t: int, trade: Trade) -> TradeLine:
    return TradeLine(
        id=f"{trade.place.block_number}-{trade.place.log_index}",
        time=trade.place.timestamp,
        day=_day(trade.place),
        units=trade.units,
        price=now.money(trade.price),
        clean=_clean(now, t, trade),
        seller=trade.seller,
        buyer=trade.buyer,
        by="order" if trade.instruction is None else "instruction",
        transaction=trade.place.transaction_hash,
    )


def _clean(now: DealNow, t: int, trade: Trade) -> Decimal | None:
    """Less what had accrued since the payment date before, by what the tranche was owed after that one. None where calls changed that."""
    place, ledger = trade.place, now.ledger
    if ledger.closed is None or place.position < ledger.closed.position:
        return None
    before = [found for found in ledger.dates if found.executed.position < place.position]
    after = before[-1].executed if before else ledger.closed
    if any(after.position < call.place.position < place.position for call in ledger.calls):
        return None
    if ledger.concluded is not None and ledger.concluded.place.position < place.position:
        return None
    following = next((found for found in ledger.dates if found.executed.position > place.position), None)
    program = following.payment.program if following else ledger.program
    period = following.payment.report.period if following else ledger.deal.next_period
    state = before[-1].payment.state if before else State.opening(program)
    found = accrued(program, Position(state, period), t, _day(place))
    return _EXACT.subtract(now.money(trade.price), found.interest_of_a_unit(now.terms.money))


def _day(place: Place) -> date:
    return datetime.fromtimestamp(place.timestamp, UTC).date()
