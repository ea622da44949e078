# SPDX-License-Identifier: Apache-2.0
"""What a deal's events amount to. Amounts are integers in the payment token's smallest unit; addresses in checksum form."""

from __future__ import annotations

from dataclasses import dataclass, field

from regalia.chain.events import Event
from regalia.chain.record import DeploymentRecord
from regalia.domain.entitlement import Book
from regalia.domain.history import DealBooks, PaymentDate
from regalia.domain.program import Program
from regalia.domain.terms import Terms


@dataclass(frozen=True)
class Place:
    """Where on the chain a figure comes from. ``timestamp`` is the block's, in seconds since 1970."""

    block_number: int
    transaction_hash: str
    log_index: int
    timestamp: int

    @classmethod
    def of(cls, event: Event) -> Place:
        return cls(event.block_number, event.transaction_hash, event.log_index, event.timestamp)


@dataclass(frozen=True)
class Subscription:
    """Units of a tranche (by id) sold in the offering, and their price in all."""

    tranche: str
    investor: str
    units: int
    paid: int
    place: Place


@dataclass(frozen=True)
class RoyaltyReceipt:
    """Cash a licensee paid into collection. ``licence`` and ``reference`` are ``0x…`` words of the payer."""

    payer: str
    licence: str
    reference: str
    amount: int
    place: Place


@dataclass(frozen=True)
class UnitTransfer:
    """Units moved between holders after closing."""

    tranche: str
    sender: str
    receiver: str
    units: int
    place: Place


@dataclass(frozen=True)
class Claim:
    """Cash that left the escrow: to a holder for his units of ``tranche``, or to a payee (``tranche`` is None)."""

    claimant: str
    tranche: str | None
    amount: int
    place: Place


@dataclass(frozen=True)
class HolderIncome:
    """What one payment date added to a holder's entitlement: the growth of the rounded-down figure, so these add up to it."""

    period: int
    tranche: str
    holder: str
    units: int
    amount: int


@dataclass(frozen=True)
class ExecutedDate:
    """One payment date as executed on chain and as found again by the Python engine (they agree, or there is no ledger)."""

    payment: PaymentDate
    evidence_root: str
    signers: tuple[str, ...]
    executor: str
    reported: Place
    executed: Place


@dataclass
class DealLedger:
    """The read model of one deal, rebuilt from its events alone.

    ``books`` and ``payables`` (owed and not withdrawn, by address) and ``deal`` are the state after the last event. ``books`` are by
    tranche id. ``proceeds`` is None until the deal closes.
    """

    terms: Terms
    record: DeploymentRecord
    program: Program
    deal: DealBooks
    books: dict[str, Book]
    payables: dict[str, int] = field(default_factory=dict)
    proceeds: int | None = None
    closed: Place | None = None
    subscriptions: list[Subscription] = field(default_factory=list)
    receipts: list[RoyaltyReceipt] = field(default_factory=list)
    transfers: list[UnitTransfer] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    income: list[HolderIncome] = field(default_factory=list)
    dates: list[ExecutedDate] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
