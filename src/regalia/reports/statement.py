# SPDX-License-Identifier: Apache-2.0
"""The investor statement: what one holder bought, earned, moved and claimed, by tranche."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.ledger.model import DealLedger
from regalia.ledger.place import Place
from regalia.reports.entries import ISSUES, Entry, tranche_index
from regalia.reports.errors import reconcile
from regalia.reports.happenings import entries_of
from regalia.reports.periods import PeriodLine, period_lines
from regalia.reports.shares import pool_factor_down
from regalia.reports.totals import Totals


@dataclass(frozen=True)
class Position(Totals):
    """A holder's units of one tranche, from closing to the ledger's last event. Amounts in smallest units.

    ``opening_units`` came from the offering, ``closing_units`` are held now, of
    which ``frozen_units`` can't be moved (it may be more). ``unclaimed`` is what the escrow's books say is owed, rounded down to the
    smallest unit; the fraction stays owed. ``outstanding_down`` is the units' part of the outstanding balance.
    """

    tranche: str
    entries: tuple[Entry, ...]
    periods: tuple[PeriodLine, ...]
    closing_units: int
    frozen_units: int
    wallet_frozen: bool
    unclaimed: int
    pool_factor: int | None
    outstanding_down: int

    @property
    def opening_units(self) -> int:
        return self.units_by(*ISSUES)

    @property
    def cost(self) -> int:
        return sum(entry.cost for entry in self.entries)


@dataclass(frozen=True)
class Statement:
    """All positions of a holder (an address), most senior first. ``as_of`` is the ledger's last event.

    ``halted_until`` is the last second of the supervisor's halt of the holder that is in force then, 0 where there is none.
    """

    holder: str
    positions: tuple[Position, ...]
    as_of: Place | None
    halted_until: int = 0

    @property
    def income(self) -> int:
        return sum(position.income for position in self.positions)

    @property
    def carried(self) -> int:
        return sum(position.carried for position in self.positions)

    @property
    def claimed(self) -> int:
        return sum(position.claimed for position in self.positions)

    @property
    def tax(self) -> int:
        return sum(position.tax for position in self.positions)

    @property
    def net(self) -> int:
        return self.claimed - self.tax

    @property
    def unclaimed(self) -> int:
        return sum(position.unclaimed for position in self.positions)

    @property
    def cost(self) -> int:
        return sum(position.cost for position in self.positions)


def statement_for(ledger: DealLedger, holder: str) -> Statement:
    """The statement of a holder. UnreconciledError when income is not claimed + still owed, or units went missing."""
    found = (_position(ledger, tranche.label, holder) for tranche in ledger.program.tranches)
    as_of = last_place(ledger)
    halted = ledger.halts.holder_until(holder, as_of.timestamp) if as_of else 0
    return Statement(holder, tuple(position for position in found if position), as_of, halted)


def holders_of(ledger: DealLedger) -> tuple[str, ...]:
    """Everybody who ever bid for units of the deal, held them or was owed income of them, in the order in which they came."""
    came = [(sale.place, sale.investor) for sale in ledger.subscriptions]
    came += [(given.place, given.investor) for given in ledger.deliveries]
    came += [(m.place, m.receiver) for m in ledger.transfers if m.receiver and (m.units or m.income_in)]
    came.sort(key=lambda arrival: arrival[0].position)
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
    unclaimed = book.entitlement(holder)
    moved = sum(entry.units for entry in entries)
    position = Position(
        tranche=tranche,
        entries=entries,
        periods=period_lines(ledger, tranche, entries),
        closing_units=held,
        frozen_units=book.frozen.get(holder, 0),
        wallet_frozen=holder in book.wallets,
        unclaimed=unclaimed,
        pool_factor=pool_factor_down(ledger.program, index, balance) if ledger.closed else None,
        outstanding_down=balance * held // ledger.program.tranches[index].units,
    )
    whose = f"{tranche} of {holder}"
    left = position.income + position.carried
    reconcile(f"income = claimed + unclaimed, {whose}", left, position.claimed + unclaimed)
    reconcile(f"units bought and moved = units held, {whose}", moved, held)
    return position
