# SPDX-License-Identifier: Apache-2.0
"""Quotes of a board that has a node, for its service."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.domain.money import Currency
from regalia.market.board import Board
from regalia.market.quotes import quote
from regalia.market.trades import TradeLog
from regalia.market.typed_data import DeskDomain
from regalia.market.valuation import Valuation
from regalia.market.views import Views

Valuer = Callable[[ChecksumAddress], Valuation | None]


class NodeQuoter:
    """A tranche's quote as a JSON value. ``since``: the block the desk was deployed in. One quote at a time, so a node is not swamped."""

    def __init__(self, web3: Web3, domain: DeskDomain, board: Board, since: int, valuer: Valuer | None = None) -> None:
        self._web3 = web3
        self._domain = domain
        self._board = board
        self._trades = TradeLog(web3, domain.desk, since)
        self._valuer = valuer
        self._one_at_a_time = threading.Lock()

    def __call__(self, token: ChecksumAddress) -> dict[str, Any]:
        """Raises ``SilentContractError`` for what is no tranche, ``BoardError``, ``LogError`` and ``ChainUnreachableError``."""
        with self._one_at_a_time:
            currency = currency_of(self._web3, token)
            self._trades.update()
            found = quote(
                self._web3,
                self._domain,
                self._board.orders(token),
                token,
                self._trades.last(token),
                self._valuer(token) if self._valuer else None,
            )
        return found.as_json(currency)


def currency_of(web3: Web3, token: ChecksumAddress) -> Currency:
    """What a tranche's deal pays in, by its symbol and decimals. Raises ``SilentContractError``."""
    views = Views(web3)
    escrow = views.read("TrancheToken", token, "escrow")
    money = views.read("RoyaltyEscrow", escrow, "PAYMENT_TOKEN")
    symbol, decimals = (views.read("MockPaymentToken", money, view) for view in ("symbol", "decimals"))
    return Currency(symbol, decimals)
