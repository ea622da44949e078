# SPDX-License-Identifier: Apache-2.0
"""Orders on the board for units of the deals shown here. Whether one could be filled now only the desk knows."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from regalia.market.board import Listed, side_of
from regalia.market.order import ANY_INCOME, ANYBODY, Order, Side
from regalia.views.seen import DealNow

MOST_ORDERS = 50
"""Of one side of a deal, the best; anybody can put up orders."""


@dataclass(frozen=True)
class OrderLine:
    """``id`` is the order's hash. ``filled`` are units by the trades in the ledger; ``pays`` what somebody gives for all that is left.
    ``for_wallet`` alone may fill it, None: anybody. ``stays`` good after income was distributed.
    """

    id: str
    tranche: str
    name: str
    side: str
    maker: str
    units: int
    filled: int
    left: int
    price: Decimal
    pays: Decimal
    minimum: int
    for_wallet: str | None
    stays: bool
    expires: int


def order_lines(now: DealNow, board: Iterable[Listed], gone: Container[str] = ()) -> tuple[OrderLine, ...]:
    """``board``: all that is on one. Offers and then bids, the best first, without those that expired, were filled, or are known to be
    ``gone``.
    """
    desk = now.record.settlement_desk
    if desk is None:
        return ()
    tokens = {part.address: tranche for tranche, part in now.record.tokens.items()}
    where = (now.record.chain_id, desk.address)
    listed = [
        one
        for one in board
        if one.signed.order.token in tokens
        and (one.signed.domain.chain_id, one.signed.domain.desk) == where
        and one.signed.order.expiry >= now.second
        and one.signed.name not in gone
    ]
    return tuple(line for side in Side for line in _side(now, side_of(listed, side), tokens))


def _side(now: DealNow, listed: Sequence[Listed], tokens: dict[str, str]) -> Iterator[OrderLine]:
    names = {tranche.id: tranche.name for tranche in now.terms.tranches}
    shown = 0
    for one in listed:
        order, tranche = one.signed.order, tokens[one.signed.order.token]
        filled = _filled(now, one.signed.name, order)
        if filled >= order.units:
            continue
        yield _line(now, one, tranche, names[tranche], filled)
        shown += 1
        if shown == MOST_ORDERS:
            return


def _filled(now: DealNow, name: str, order: Order) -> int:
    return sum(trade.units for trade in now.moment.books.trades(order.maker) if trade.order == name)


def _line(now: DealNow, one: Listed, tranche: str, name: str, filled: int) -> OrderLine:
    order = one.signed.order
    return OrderLine(
        id=one.signed.name,
        tranche=tranche,
        name=name,
        side=order.side.value,
        maker=order.maker,
        units=order.units,
        filled=filled,
        left=order.units - filled,
        price=now.money(order.price),
        pays=now.money(order.price * (order.units - filled)),
        minimum=order.smallest_fill(order.units - filled),
        for_wallet=None if order.counterparty == ANYBODY else order.counterparty,
        stays=order.income_per_unit == ANY_INCOME,
        expires=order.expiry,
    )
