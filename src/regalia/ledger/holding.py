# SPDX-License-Identifier: Apache-2.0
"""What a statement is made of, wherever it comes from: what one wallet did in one tranche, and what the tranche was paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from regalia.ledger.model import Claim, Delivery, Refund, Subscription, UnitTransfer
from regalia.ledger.place import Place


class PaidBy(Enum):
    DATE = "payment date"
    CALL = "call"
    CONCLUSION = "conclusion"


@dataclass(frozen=True)
class TranchePayment:
    """What a payment date, a call or the end of the deal paid a tranche; a date is here also when it paid nothing, a call only
    when it repaid the tranche. ``supply`` are the units then, ``pool_factor`` in parts per million after it, None where there never was
    a balance. ``period`` is of a payment date only.
    """

    by: PaidBy
    place: Place
    period: int | None
    interest: int
    principal: int
    residual: int
    premium: int
    supply: int
    pool_factor: int | None

    @property
    def parts(self) -> tuple[int, int, int, int]:
        return self.interest, self.principal, self.residual, self.premium


@dataclass(frozen=True)
class Holding:
    """One wallet in one tranche, each part in the order of the chain.

    ``income`` is by how much each payment (by its place) raised what is owed, rounded down; without those that raised it by nothing.
    ``units`` and ``unclaimed`` are as of the last event read; ``balance`` is the tranche's, ``tranche_units`` its units at closing,
    ``pool_factor`` None before it.
    """

    tranche: str
    wallet: str
    subscriptions: tuple[Subscription, ...] = ()
    refunds: tuple[Refund, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    transfers: tuple[UnitTransfer, ...] = ()
    claims: tuple[Claim, ...] = ()
    income: Mapping[Place, int] = field(default_factory=dict)
    units: int = 0
    unclaimed: int = 0
    frozen_units: int = 0
    wallet_frozen: bool = False
    balance: int = 0
    tranche_units: int = 0
    pool_factor: int | None = None
