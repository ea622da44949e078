# SPDX-License-Identifier: Apache-2.0
"""The best bid and offer of a board, as far as the ledger tells which orders are dead. Allowances and cash only a node knows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.market.board import Board, Listed, side_of
from regalia.market.order import Order, Side
from regalia.market.typed_data import DeskDomain
from regalia.views.seen import DealNow
from regalia.views.tranche_parts import Level

MOST_LOOKED_AT = 50
"""Of a side: anybody can put up orders that nobody could fill."""
MOST_CANCELLED = 1_000
"""Cancellations that are looked through, the newest."""


def best_of(now: DealNow, t: int, board: Board) -> tuple[Level | None, Level | None]:
    """Bid and offer. Raises ``BoardError``."""
    desk = now.record.settlement_desk
    if desk is None:
        return None, None
    tranche = now.terms.tranches[t].id
    domain = DeskDomain(now.record.chain_id, Web3.to_checksum_address(desk.address))
    token = Web3.to_checksum_address(now.record.tokens[tranche].address)
    here = [entry for entry in board.orders(token) if entry.signed.domain == domain]
    alive = _Alive(now, tranche)
    return alive.best(here, Side.BUY), alive.best(here, Side.SELL)


class _Alive:
    """Judges orders of a tranche by the ledger."""

    def __init__(self, now: DealNow, tranche: str) -> None:
        self._now, self._payment_token = now, now.record.payment_token.address
        self._income = now.moment.books.state(tranche).per_unit
        books = now.moment.books
        cancelled = books.events("OrderCancelled", MOST_CANCELLED)
        self._cancelled = {(told.args["maker"], int(told.args["nonce"])) for told in cancelled}
        epochs = books.events("AllOrdersCancelled", MOST_CANCELLED)
        self._epochs = {told.args["maker"]: int(told.args["epoch"]) for told in epochs}
        self._filled: dict[ChecksumAddress, dict[str | None, int]] = {}

    def best(self, listed: Iterable[Listed], side: Side) -> Level | None:
        for entry in islice(side_of(listed, side), MOST_LOOKED_AT):
            order = entry.signed.order
            if units := self._left(order, entry.signed.name):
                return Level(entry.signed.name, self._now.money(order.price), units, order.expiry)
        return None

    def _left(self, order: Order, name: str) -> int:
        gone = (order.maker, order.nonce.packed) in self._cancelled
        old = order.nonce.epoch != self._epochs.get(order.maker, 0)
        elsewhere = order.payment_token != self._payment_token
        if gone or old or elsewhere or order.expiry < self._now.second or order.income_per_unit < self._income:
            return 0
        return order.left(self._filled_of(order.maker).get(name, 0))

    def _filled_of(self, maker: ChecksumAddress) -> dict[str | None, int]:
        """Units of each of the maker's orders, by hash."""
        if maker not in self._filled:
            found: dict[str | None, int] = {}
            for trade in self._now.moment.books.trades(maker):
                found[trade.order] = found.get(trade.order, 0) + trade.units
            self._filled[maker] = found
        return self._filled[maker]
