# SPDX-License-Identifier: Apache-2.0
"""What of a statement a tax adviser asks for: units that came and went, income when it became owed, tax when it was withheld.

No country's rules are applied. Income counts on the day on which a payment date, a call or the conclusion made it owed, gross; repaid
principal is a part of it and named as such. Tax is withheld at a claim, which is a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum

from regalia.reports.entries import ISSUES, Entry, EntryKind
from regalia.reports.statement import Statement


class TaxKind(Enum):
    ACQUISITION = "acquisition"
    DISPOSAL = "disposal"
    INCOME = "income"
    CARRIED = "income carried by order"
    SOLD_INCOME = "income paid for by who took up the units"
    CLAIM = "claim"


@dataclass(frozen=True)
class TaxEvent:
    """What happened by an ``entry`` of the statement. Amounts in smallest units, None where they are not about this kind.

    ``units`` are signed. ``cost`` and ``proceeds`` are without ``fee``; of units that moved without a price both are None. ``accrued`` was
    paid for income of units taken up, negative when received. ``gross`` is the income, in four parts.
    """

    kind: TaxKind
    tranche: str
    entry: Entry
    units: int = 0
    cost: int | None = None
    proceeds: int | None = None
    fee: int | None = None
    accrued: int | None = None
    gross: int | None = None
    carried: int | None = None
    claimed: int | None = None
    tax: int | None = None

    @property
    def day(self) -> date:
        """UTC."""
        return datetime.fromtimestamp(self.entry.place.timestamp, UTC).date()

    @property
    def parts(self) -> tuple[int | None, int | None, int | None, int | None]:
        """Interest, principal, residual and premium of the income."""
        entry = self.entry
        if self.gross is None:
            return None, None, None, None
        return entry.interest, entry.principal, entry.residual, entry.premium

    @property
    def net(self) -> int | None:
        return None if self.claimed is None else self.claimed - (self.tax or 0)


def tax_events(statement: Statement, year: int | None = None) -> tuple[TaxEvent, ...]:
    """In the order of the chain; of one ``year`` (of the calendar, in UTC) when it is given."""
    found = [
        event
        for position in statement.positions
        for entry in position.entries
        for event in _events(entry, position.tranche)
    ]
    found.sort(key=lambda event: event.entry.place.position)
    return tuple(event for event in found if year is None or event.day.year == year)


def _events(entry: Entry, tranche: str) -> Iterator[TaxEvent]:
    carried = entry.carried + entry.fractions or None
    if entry.kind is EntryKind.CLAIM:
        yield TaxEvent(TaxKind.CLAIM, tranche, entry, carried=carried, claimed=entry.claimed, tax=entry.tax)
    elif entry.units > 0:
        accrued, fee = entry.accrued or None, entry.fee or None
        yield TaxEvent(
            TaxKind.ACQUISITION, tranche, entry, entry.units, _cost(entry), fee=fee, accrued=accrued, carried=carried
        )
    elif entry.units < 0:
        proceeds, fee = -entry.traded if entry.kind is EntryKind.SOLD else None, entry.fee or None
        yield TaxEvent(TaxKind.DISPOSAL, tranche, entry, entry.units, proceeds=proceeds, fee=fee, carried=carried)
    elif entry.accrued:
        yield TaxEvent(TaxKind.SOLD_INCOME, tranche, entry, accrued=entry.accrued)
    elif carried:
        yield TaxEvent(TaxKind.CARRIED, tranche, entry, carried=carried)
    if entry.income:
        yield TaxEvent(TaxKind.INCOME, tranche, entry, gross=entry.income)


def _cost(entry: Entry) -> int | None:
    """Of units issued what they cost in the offering; the bid may have been higher, and what was too much came back."""
    if entry.kind is EntryKind.BOUGHT:
        return entry.traded
    return entry.price * entry.units if entry.kind in ISSUES and entry.price is not None else None
