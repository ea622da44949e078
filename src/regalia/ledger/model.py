# SPDX-License-Identifier: Apache-2.0
"""What a deal's events amount to. Amounts are integers in the payment token's smallest unit; addresses in checksum form."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from regalia.chain.events import Event
from regalia.chain.record import DeploymentRecord
from regalia.domain.history import DealBooks, PaymentDate
from regalia.domain.program import Program
from regalia.domain.register import Register
from regalia.domain.terms import Terms
from regalia.ledger.meeting_model import ResolutionTold
from regalia.ledger.place import Place
from regalia.ledger.powers_model import Act, Halt, Halts, Order
from regalia.ledger.rights_book import TakenFact
from regalia.ledger.stream_book import StreamBook
from regalia.ledger.trade_model import InstructionTold, Trade

__all__ = [
    "CallPayment",
    "Claim",
    "ClearedTranche",
    "ConcludedDeal",
    "DealLedger",
    "Delivery",
    "DeliveryKind",
    "ExecutedDate",
    "HolderIncome",
    "MoveKind",
    "Place",
    "Refund",
    "RoyaltyReceipt",
    "Subscription",
    "SupportReceipt",
    "UnitTransfer",
]


@dataclass(frozen=True)
class Subscription:
    """A bid for units of a tranche (by id), and what was paid for it. ``queue`` are the units bid at its ``level`` before it."""

    tranche: str
    investor: str
    units: int
    paid: int
    place: Place
    level: int = 0
    queue: int = 0


@dataclass(frozen=True)
class Refund:
    """Money a bidder got back: the change, the price of what another took up, or all of a bid in an offering that lapsed."""

    tranche: str
    investor: str
    paid: int
    place: Place
    level: int = 0
    queue: int = 0


@dataclass(frozen=True)
class ClearedTranche:
    """How a tranche was sold: at the ``price`` and coupon of a level, whose bids shared ``available`` of ``demand`` units."""

    tranche: str
    level: int
    placed: int
    available: int
    demand: int
    price: int
    place: Place


class DeliveryKind(Enum):
    ALLOTTED = "allotted units"
    TAKEN_UP = "units taken up"
    RETAINED = "retained units"


@dataclass(frozen=True)
class Delivery:
    """Units of the offering came into hands, for ``cost`` in all. ``income``: what they had earned since closing, by how much that raised
    what the investor is owed, rounded down.
    """

    tranche: str
    investor: str
    units: int
    cost: int
    income: int
    kind: DeliveryKind
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
class SupportReceipt:
    """Cash the ``provider`` of a facility (by id) put in for its draws."""

    facility: str
    provider: str
    amount: int
    place: Place


class MoveKind(Enum):
    TRANSFER = "transfer"
    FORCED = "forced transfer"
    RECOVERED = "recovery"
    REDEEMED = "redemption"


@dataclass(frozen=True)
class UnitTransfer:
    """Units moved between holders after closing, or burnt at a redemption (``receiver`` is None).

    ``income_out`` is by how much the move lowered what the sender is owed, ``income_in`` by how much it raised what the
    receiver is: both of the figure rounded down, so a fraction that goes along can make one of them larger by one. The
    last who burns is owed the fractions all others left: his ``income_out`` is then negative.
    """

    tranche: str
    sender: str
    receiver: str | None
    units: int
    place: Place
    kind: MoveKind = MoveKind.TRANSFER
    order: Order | None = None
    income_out: int = 0
    income_in: int = 0


@dataclass(frozen=True)
class Claim:
    """Money taken from the books: by a holder for his units of ``tranche``, or by a payee (``tranche`` is None).

    ``tax`` of ``amount`` was withheld and is owed to the tax authority; the rest left the escrow. ``fractions`` is what the
    last who left got of the fractions others left behind, part of ``amount``.
    """

    claimant: str
    tranche: str | None
    amount: int
    place: Place
    tax: int = 0
    fractions: int = 0

    @property
    def net(self) -> int:
        return self.amount - self.tax


@dataclass(frozen=True)
class CallPayment:
    """Tranches repaid early by the holder of a call, one entry a tranche: the ``balance`` and the ``arrears`` it repaid, and what it
    ``paid`` in all: the balance and what its price is above it, the arrears, and interest to ``day``.
    """

    index: int
    holder: str
    day: date
    balance: tuple[int, ...]
    arrears: tuple[int, ...]
    premium: tuple[int, ...]
    paid: tuple[int, ...]
    place: Place

    def interest(self, tranche: int) -> int:
        """Arrears, and what accrued to the day."""
        return self.paid[tranche] - self.balance[tranche] - self.premium[tranche]


@dataclass(frozen=True)
class HolderIncome:
    """What a payment date, a call or the end of the deal added to a holder's entitlement: the growth of the rounded-down figure, so
    these and the incomes of his deliveries add up to it. ``period`` is the payment date, or the next one.
    """

    period: int
    tranche: str
    holder: str
    units: int
    amount: int
    place: Place


@dataclass(frozen=True)
class ExecutedDate:
    """One payment date as executed on chain and as found again by the Python engine (they agree, or there is no ledger).

    ``supply`` are the units of each tranche on that date; ``owed_to_authority`` is what the tax authority could withdraw then;
    ``facts`` what the date looked at, each with its causes; ``missing``: no report came, and an empty one stood in. ``weight`` is that of
    the signers, ``needed`` what a report needed when it was signed.
    """

    payment: PaymentDate
    evidence_root: str
    signers: tuple[str, ...]
    executor: str
    reported: Place
    executed: Place
    supply: tuple[int, ...]
    owed_to_authority: int = 0
    facts: tuple[TakenFact, ...] = ()
    missing: bool = False
    weight: int = 0
    needed: int = 0


@dataclass(frozen=True)
class ConcludedDeal:
    """The deal wound up: ``payment`` as of a date on which nothing is received, ``returned`` to the providers of facilities undrawn."""

    payment: PaymentDate
    returned: tuple[int, ...]
    by: str
    place: Place


@dataclass
class DealLedger:
    """The read model of one deal, rebuilt from its events alone.

    ``books`` and ``payables`` (owed and not withdrawn, by address) and ``deal`` are the state after the last event. ``books`` are by
    tranche id; trading of those in ``paused`` is paused. ``proceeds`` is None until the deal closes. ``tax_authority`` is who
    is owed the tax withheld, None in a deal that withholds none. ``stream`` is what the oracle told: signers, restatements, disputes.
    ``program`` is the one in force: closing and resolutions change it.
    """

    terms: Terms
    record: DeploymentRecord
    program: Program
    deal: DealBooks
    books: dict[str, Register]
    tax_authority: str | None = None
    paused: set[str] = field(default_factory=set)
    halts: Halts = field(default_factory=Halts)
    payables: dict[str, int] = field(default_factory=dict)
    proceeds: int | None = None
    closed: Place | None = None
    concluded: ConcludedDeal | None = None
    support: list[SupportReceipt] = field(default_factory=list)
    calls: list[CallPayment] = field(default_factory=list)
    subscriptions: list[Subscription] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    clearings: list[ClearedTranche] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    receipts: list[RoyaltyReceipt] = field(default_factory=list)
    transfers: list[UnitTransfer] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    income: list[HolderIncome] = field(default_factory=list)
    dates: list[ExecutedDate] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    halted: list[Halt] = field(default_factory=list)
    resolutions: list[ResolutionTold] = field(default_factory=list)
    trades: list[Trade] = field(default_factory=list)
    instructions: list[InstructionTold] = field(default_factory=list)
    stream: StreamBook = field(default_factory=StreamBook)
    events: list[Event] = field(default_factory=list)

    def last_trades(self) -> dict[str, Trade]:
        """By tranche; those that were never traded are not in it."""
        return {trade.tranche: trade for trade in self.trades}
