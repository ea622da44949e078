# SPDX-License-Identifier: Apache-2.0
"""A tranche as it stands at the deal's block."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from regalia.api.snapshot import Snapshot
from regalia.domain.money import PPM_DECIMALS, Currency, format_rate, plain_decimal
from regalia.ledger.index.moment import Moment
from regalia.reports.shares import factor_decimal

PPM = 10**PPM_DECIMALS


@dataclass(frozen=True)
class Tranche:
    """Amounts in whole currency, rates and factors as shares (0.08 is 8%). Before closing ``units`` and ``original`` are those offered.

    ``units`` are in hands or wait to be collected; ``coupon`` is what investors' bids made of it, None where there is none;
    ``arrears`` is interest that fell due and was not paid; ``pool_factor`` and ``last_price`` are None where there is none.
    """

    id: str
    name: str
    symbol: str
    units: int
    original: Decimal
    outstanding: Decimal
    arrears: Decimal
    pool_factor: Decimal | None
    coupon: Decimal | None
    last_price: Decimal | None
    token: str

    def __repr__(self) -> str:
        coupon = "" if self.coupon is None else f", {format_rate(int(self.coupon * PPM))}"
        return f"<Tranche {self.id}: {self.units:,} units, outstanding {plain_decimal(self.outstanding)}{coupon}>"


def tranches_of(now: Moment, said: Snapshot) -> tuple[Tranche, ...]:
    """Most senior first."""
    money, last = now.terms.money, now.last_trades()
    rates = Currency("", PPM_DECIMALS)
    found = []
    for i, (tranche, word) in enumerate(zip(now.terms.tranches, said.tranches, strict=True)):
        balance, trade = said.state.balance[i], last.get(tranche.id)
        factor = balance * PPM // word.original if word.original else None
        found.append(
            Tranche(
                id=tranche.id,
                name=tranche.name,
                symbol=tranche.symbol,
                units=word.units,
                original=money.to_decimal(word.original),
                outstanding=money.to_decimal(balance),
                arrears=money.to_decimal(said.state.arrears[i]),
                pool_factor=factor_decimal(factor),
                coupon=rates.to_decimal(word.coupon) if tranche.coupon else None,
                last_price=None if trade is None else money.to_decimal(trade.price),
                token=now.books.record.tokens[tranche.id].address,
            )
        )
    return tuple(found)
