# SPDX-License-Identifier: Apache-2.0
"""What was traded at a desk, read from its events. Only fills of orders are: an instruction's price was agreed elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.events import Event
from regalia.chain.logs import LogReader
from regalia.market.order import Side


@dataclass(frozen=True)
class Trade:
    """``price`` of a unit and ``fee`` of the whole in smallest units; ``side`` is what the maker did; ``timestamp`` the block's."""

    order_hash: bytes
    token: ChecksumAddress
    maker: ChecksumAddress
    taker: ChecksumAddress
    side: Side
    units: int
    price: int
    fee: int
    timestamp: int
    block: int
    transaction: str


class TradeLog:
    """Trades at a desk since a block. ``update`` goes on where it ended; raises ``LogError`` and ``ChainUnreachableError``."""

    def __init__(self, web3: Web3, desk: ChecksumAddress, since: int) -> None:
        self._reader = LogReader(web3, [desk], since)
        self._trades: list[Trade] = []

    def update(self) -> None:
        events = self._reader.read()
        self._trades += [_trade(event) for event in events if event.name == "OrderFilled"]

    def of(self, token: ChecksumAddress) -> tuple[Trade, ...]:
        """Of a tranche, the first one first, as of the last update."""
        return tuple(trade for trade in self._trades if trade.token == token)

    def last(self, token: ChecksumAddress) -> Trade | None:
        return next((trade for trade in reversed(self._trades) if trade.token == token), None)


def _trade(event: Event) -> Trade:
    said = event.args
    return Trade(
        order_hash=said["orderHash"],
        token=said["token"],
        maker=said["maker"],
        taker=said["taker"],
        side=Side.SELL if said["sells"] else Side.BUY,
        units=said["units"],
        price=said["price"],
        fee=said["fee"],
        timestamp=event.timestamp,
        block=event.block_number,
        transaction=event.transaction_hash,
    )
