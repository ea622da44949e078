# SPDX-License-Identifier: Apache-2.0
"""What a holder has of one tranche, in human units."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from regalia.domain.money import Currency
from regalia.reports import statement as reports
from regalia.reports.shares import factor_decimal

_BOUGHT = ("cost", "accrued", "bought_for", "sold_for", "fees")
_EARNED = ("interest", "principal", "residual", "premium", "income", "claimed", "tax", "net", "unclaimed")
_OF_A_POSITION = (*_BOUGHT, *_EARNED)


@dataclass(frozen=True)
class Position:
    """A holder's units of one tranche; amounts in whole currency. ``outstanding`` is the units' part of the balance.

    ``cost`` was paid in the offering; ``bought_for``, ``sold_for`` and ``fees`` are of trades at the desk.
    """

    tranche: str
    units: int
    frozen_units: int
    wallet_frozen: bool
    cost: Decimal
    accrued: Decimal
    bought_for: Decimal
    sold_for: Decimal
    fees: Decimal
    outstanding: Decimal
    pool_factor: Decimal | None
    interest: Decimal
    principal: Decimal
    residual: Decimal
    premium: Decimal
    income: Decimal
    claimed: Decimal
    tax: Decimal
    net: Decimal
    unclaimed: Decimal

    @classmethod
    def of(cls, found: reports.Position, money: Currency) -> Position:
        amounts = {name: money.to_decimal(getattr(found, name)) for name in _OF_A_POSITION}
        return cls(
            found.tranche,
            found.closing_units,
            found.frozen_units,
            found.wallet_frozen,
            outstanding=money.to_decimal(found.outstanding_down),
            pool_factor=factor_decimal(found.pool_factor),
            **amounts,
        )
