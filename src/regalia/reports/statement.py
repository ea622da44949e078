# SPDX-License-Identifier: Apache-2.0
"""The investor statement: what one holder bought, earned, moved and claimed, by tranche."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.ledger.model import DealLedger, Place
from regalia.reports.entries import Entry, EntryKind, entries_of, tranche_index
from regalia.reports.errors import reconcile
from regalia.reports.shares import pool_factor_down


@dataclass(frozen=True)
class Position:
    """A holder's units of one tranche, from closing to the ledger's last event. Amounts in smallest units.

    ``opening_units`` were bought in the offering, ``refunded_units``
    given back to one that failed, ``closing_units`` are held now. ``unclaimed`` is what the escrow's books say is owed,
    rounded down to the smallest unit; the fraction stays owed. ``outstanding_down`` is the units' part of the outstanding balance.
    """

    tranche: str
    entries: tuple[Entry, ...]
    opening_units: int
    units_in: int
    units_out: int
    refunded_units: int
    closing_units: int
    cost: int
    interest: int
    principal: int
    residual: int
    claimed: int
    unclaimed: int
    pool_factor: int | None
    outstanding_down: int

    @property
    def income(self) -> int:
        return self.interest + self.principal + self.residual

    def of_kind(self, *kinds: EntryKind) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.kind in kinds)


@dataclass(frozen=True)
class Statement:
    """All positions of a holder (an address), most senior first. ``as_of`` is the ledger's last event."""

    holder: str
    positions: tuple[Position, ...]
    as_of: Place | None

    @property
    def income(self) -> int:
        return sum(position.income for position in self.positions)

    @property
    def claimed(self) -> int:
        return sum(position.claimed for position in self.positions)

    @property
    def unclaimed(self) -> int:
        return sum(position.unclaimed for position in self.positions)

    @property
    def cost(self) -> int:
        return sum(position.cost for position in self.positions)


def statement_for(ledger: DealLedger, holder: str) -> Statement:
    """The statement of a holder. UnreconciledError when income is not claimed + still owed, or units went missing."""
    found = (_position(ledger, tranche.label, holder) for tranche in ledger.program.tranches)
    return Statement(holder, tuple(position for position in found if position), last_place(ledger))


def holders_of(ledger: DealLedger) -> tuple[str, ...]:
    """Everybody who ever held units of the deal, in the order in which they came."""
    came = [(sale.place, sale.investor) for sale in ledger.subscriptions]
    came += [(move.place, move.receiver) for move in ledger.transfers if move.units]
    came.sort(key=lambda arrival: (arrival[0].block_number, arrival[0].log_index))
    return tuple(dict.fromkeys(holder for _, holder in came))


def last_place(ledger: DealLedger) -> Place | None:
    return Place.of(ledger.events[-1]) if ledger.events else None


def _position(ledger: DealLedger, tranche: str, holder: str) -> Position | None:
    entries = entries_of(ledger, tranche, holder)
    if not entries:
        return None
    index = tranche_index(ledger.program, tranche)
    balance = ledger.deal.state.balance[index]
    book = ledger.books[tranche]
    held = book.accounts[holder].units if holder in book.accounts else 0
    # asked only where the holder has an account: the book opens one for whoever is asked about
    unclaimed = book.entitlement(holder) if holder in book.accounts else 0
    bought = sum(e.units for e in entries if e.kind is EntryKind.SUBSCRIPTION)
    moved = sum(e.units for e in entries if e.kind is not EntryKind.SUBSCRIPTION)
    refunded = 0 if ledger.closed else bought + moved - held
    position = Position(
        tranche=tranche,
        entries=entries,
        opening_units=bought,
        units_in=sum(e.units for e in entries if e.kind is EntryKind.TRANSFER_IN),
        units_out=-sum(e.units for e in entries if e.kind is EntryKind.TRANSFER_OUT),
        refunded_units=refunded,
        closing_units=held,
        cost=sum(e.cost for e in entries),
        interest=sum(e.interest for e in entries),
        principal=sum(e.principal for e in entries),
        residual=sum(e.residual for e in entries),
        claimed=sum(e.claimed for e in entries),
        unclaimed=unclaimed,
        pool_factor=pool_factor_down(ledger.program, index, balance) if ledger.closed else None,
        outstanding_down=balance * held // ledger.program.tranches[index].units,
    )
    whose = f"{tranche} of {holder}"
    reconcile(f"income = claimed + unclaimed, {whose}", position.income, position.claimed + unclaimed)
    reconcile(f"units bought and moved = units held, {whose}", bought + moved, held + refunded)
    return position
