# SPDX-License-Identifier: Apache-2.0
"""What units of a tranche are quoted at: best bid and offer, last price, what a unit has accrued, and the yield at each price."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.domain.money import Currency
from regalia.market.board import Listed
from regalia.market.book import Depth, Level, depth
from regalia.market.order import Side
from regalia.market.trades import Trade
from regalia.market.typed_data import DeskDomain
from regalia.market.valuation import Valuation
from regalia.market.yields import Yield


@dataclass(frozen=True)
class Quote:
    """Prices are of a unit, in smallest units: without what was earned before, with all that comes."""

    token: ChecksumAddress
    bids: Depth
    offers: Depth
    last: Trade | None
    valuation: Valuation | None = None

    def as_json(self, currency: Currency) -> dict[str, Any]:
        """For programs: amounts in whole currency as text, yields as shares, null where there is none and why."""
        return {
            "tranche": self.token,
            "bid": self._level(self.bids.best, currency),
            "offer": self._level(self.offers.best, currency),
            "last": self._last(currency),
            "accrued": self._accrued(currency),
            "unchecked": self.bids.unchecked + self.offers.unchecked,
        }

    def _level(self, level: Level | None, currency: Currency) -> dict[str, Any] | None:
        if level is None:
            return None
        return {"order": level.listed.signed.name, "units": level.units, **self._price(level.price, currency)}

    def _last(self, currency: Currency) -> dict[str, Any] | None:
        if (trade := self.last) is None:
            return None
        said = {"timestamp": trade.timestamp, "transaction": trade.transaction, "units": trade.units}
        return {**said, **self._price(trade.price, currency)}

    def _price(self, price: int, currency: Currency) -> dict[str, Any]:
        found = self.valuation.yield_at(price) if self.valuation else Yield(None, "nothing was projected")
        rate = None if found.rate is None else f"{found.rate:f}"
        return {"price": f"{currency.to_decimal(price):f}", "yield": rate, "no_yield": found.why or None}

    def _accrued(self, currency: Currency) -> dict[str, Any] | None:
        if self.valuation is None:
            return None
        found = self.valuation.accrued()
        return {
            "since": found.since.isoformat() if found.since else None,
            "until": found.until.isoformat() if found.until else None,
            "interest": f"{found.interest_of_a_unit(currency):f}",
            "arrears": f"{found.arrears_of_a_unit(currency):f}",
        }


def quote(
    web3: Web3,
    domain: DeskDomain,
    listed: Iterable[Listed],
    token: ChecksumAddress,
    last: Trade | None = None,
    valuation: Valuation | None = None,
    levels: int = 1,
) -> Quote:
    """The quote of a tranche at the latest block, from the orders of a board.

    Bid and offer are what somebody without a name could trade at: whether a given taker could, ``check`` tells. Raises as ``check`` does.
    """
    here = [entry for entry in listed if entry.signed.order.token == token]
    return Quote(
        token=token,
        bids=depth(web3, domain, here, Side.BUY, levels),
        offers=depth(web3, domain, here, Side.SELL, levels),
        last=last,
        valuation=valuation,
    )
