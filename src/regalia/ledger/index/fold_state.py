# SPDX-License-Identifier: Apache-2.0
"""What a fold knows between two events: the books of the tranches, and what was only half told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from regalia.chain.events import Event
from regalia.chain.record import DeploymentRecord
from regalia.domain.compile import compile_terms
from regalia.domain.entitlement import Book
from regalia.domain.program import Program
from regalia.domain.terms import Terms
from regalia.ledger.index import schema
from regalia.ledger.index.fold_rows import Row, Rows
from regalia.ledger.index.kinds import EntryKind
from regalia.ledger.powers_model import Order

Handler = Callable[["FoldState", Event], None]
Sale = tuple[str, str, str, int, int]
"""Tranche, seller, buyer, units, price of a unit."""


@dataclass
class TrancheFold:
    """The book of a tranche, and what the deal owes it. The accounts in the book are those that were needed so far."""

    id: str
    index: int
    book: Book = field(default_factory=Book)
    balance: int = 0
    original_balance: int = 0
    price: int | None = None

    def row(self) -> Row:
        """As ``tranche_state`` has it, without deal, tranche and block."""
        book = self.book
        shared = (book.supply, book.awaited, book.per_unit, book.remainder, book.dust)
        return *shared, self.balance, self.original_balance, self.price


@dataclass(frozen=True)
class Announced:
    """Units that the token issues next in this transaction."""

    transaction: str
    kind: EntryKind
    cost: int


@dataclass
class FoldState:
    """``program`` is the one of the terms: of what closing and resolutions change, only original balances matter here. ``told`` is what the
    token said in the act that the event ends. ``instructions`` by number; None until one is asked for.
    """

    record: DeploymentRecord
    program: Program
    connection: Connection
    rows: Rows
    tranches: tuple[TrancheFold, ...]
    by_token: dict[str, TrancheFold]
    announced: list[Announced] = field(default_factory=list)
    told: tuple[Event, ...] = ()
    instructions: dict[int, Sale] | None = None

    @classmethod
    def begin(cls, connection: Connection, deal: int, record: DeploymentRecord, terms: Terms) -> FoldState:
        """Before the first event."""
        tranches = tuple(TrancheFold(tranche.id, index) for index, tranche in enumerate(terms.tranches))
        by_token = {record.tokens[tranche.id].address: tranche for tranche in tranches if tranche.id in record.tokens}
        return cls(record, compile_terms(terms), connection, Rows(deal), tranches, by_token)

    def enter(
        self,
        tranche: TrancheFold,
        wallet: str,
        event: Event,
        kind: EntryKind,
        *,
        counterparty: str | None = None,
        units: int = 0,
        cost: int = 0,
        income: int = 0,
        claimed: tuple[int, int, int] = (0, 0, 0),
        bid: tuple[int, int] | tuple[None, None] = (None, None),
        order: Order | None = None,
    ) -> None:
        """What the wallet did, with its account after it. ``claimed``: gross, tax, fractions; ``bid``: level and queue."""
        account = tranche.book.account(wallet)
        key = (self.rows.deal, wallet, tranche.id, event.block_number, event.log_index)
        what = (kind.value, counterparty, units, cost, income, *claimed, *bid)
        by = (order.reference, order.evidence, order.by) if order else (None, None, None)
        self.rows.of[schema.entry].append((*key, *what, *by, account.units, account.correction))
