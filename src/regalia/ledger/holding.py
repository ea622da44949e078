# SPDX-License-Identifier: Apache-2.0
"""What a statement is made of, wherever it comes from: what one wallet did in one tranche, and what the tranche was paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms
from regalia.ledger.model import Claim, Delivery, Refund, Subscription, UnitTransfer
from regalia.ledger.place import Place
from regalia.ledger.trade_model import Trade


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


class Books(Protocol):
    """What a statement asks of a replayed ledger or of the index. ``tranches`` are ids, most senior first; ``as_of`` is the last event."""

    @property
    def terms(self) -> Terms: ...

    @property
    def record(self) -> DeploymentRecord: ...

    @property
    def as_of(self) -> Place | None: ...

    def holding(self, tranche: str, wallet: str) -> Holding | None:
        """None when the wallet never bid for units of the tranche, held them or was owed income of them."""

    def payments(self, tranche: str) -> tuple[TranchePayment, ...]:
        """In the order of the chain."""

    def trades(self, wallet: str) -> tuple[Trade, ...]:
        """Units the wallet bought or sold at the settlement desk, in the order of the chain."""

    def halted_until(self, wallet: str) -> int:
        """The last second of the supervisor's halt of the wallet that is in force at ``as_of``; 0 where there is none."""

    def wallets(self) -> tuple[str, ...]:
        """Everybody who ever bid for units of the deal, held them or was owed income of them, in the order in which they came."""


def outside_the_books(record: DeploymentRecord) -> frozenset[str]:
    """Addresses that say nothing of a holder's books: the registry of investors, and the contracts of the rights behind a deal."""
    others = {record.investor_registry.address}
    if record.rights is not None:
        others |= {record.rights.registry.address, record.rights.oracle.address}
        others |= {part.address for part in (record.pool_facts, record.rights.valuation_oracle) if part}
    return frozenset(others)
