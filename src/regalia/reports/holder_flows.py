# SPDX-License-Identifier: Apache-2.0
"""What an investor put into a deal and got out of it, day by day, and the yield of it to date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from regalia.domain.terms.tranches import Tranche
from regalia.ledger.holding import Books, TranchePayment
from regalia.ledger.place import Place
from regalia.ledger.trade_model import Trade
from regalia.reports.entries import MOVED_IN, MOVED_OUT, Entry, EntryKind
from regalia.reports.money_weighted import Flow, MoneyWeighted, money_weighted
from regalia.reports.statement import Position, Statement

PPM = 10**6
_PASSED = {EntryKind.RETAINED, *MOVED_IN.values(), *MOVED_OUT.values()} - {EntryKind.REDEEMED}
"""Units that come or go without a price."""
_BIDS = {EntryKind.SUBSCRIPTION, EntryKind.REFUND}


@dataclass(frozen=True)
class HolderFlows:
    """``worth`` is what is left on ``day``; where ``missing`` says something, no yield can be told."""

    flows: tuple[Flow, ...]
    worth: int
    day: date
    missing: str = ""

    @property
    def yielded(self) -> MoneyWeighted:
        return MoneyWeighted(None, self.missing) if self.missing else money_weighted(self.flows, self.worth, self.day)


def flows_of(
    books: Books, statement: Statement, day: date, last: Mapping[str, Trade], taken: bool = False
) -> HolderFlows:
    """Of all tranches together. Prices paid and money paid back are in it, and income: gross when it was earned or, if it is ``taken`` that
    counts, net of tax when it was claimed, what is not claimed being part of what is left.

    ``last`` are the last trades by tranche: units that are left are worth ``value_down`` by them, those of a tranche that was never traded
    their part of the outstanding balance. So are units that came or went without a price, at that time.
    """
    flows: list[Flow] = []
    worth, missing = 0, ""
    tranches = {tranche.id: tranche for tranche in books.terms.tranches}
    for position in statement.positions:
        tranche = tranches[position.tranche]
        original = books.terms.money.to_units(tranche.balance)
        one = _OneTranche(position, tranche, original, books.payments(tranche.id), taken)
        flows += [Flow(_day(place), amount) for place, amount in one.flows() if amount]
        worth += one.worth(last.get(tranche.id))
        missing = missing or one.missing
    return HolderFlows(tuple(sorted(flows, key=lambda flow: flow.on)), worth, day, missing)


def value_down(position: Position, payments: Sequence[TranchePayment], last: Trade) -> int:
    """What the units held are worth by the last trade, in smallest units. Of a price the share of the balance counts: when principal was
    repaid since, a unit is worth so much less.
    """
    now, then = position.pool_factor, _factor(payments, last.place)
    plain = position.closing_units * last.price
    return plain * now // then if now is not None and then else plain


def _factor(payments: Sequence[TranchePayment], place: Place) -> int:
    """Parts per million of the balance that were outstanding at a place of the chain."""
    before = [p.pool_factor for p in payments if p.pool_factor is not None and p.place.position < place.position]
    return before[-1] if before else PPM


class _OneTranche:
    def __init__(
        self, position: Position, tranche: Tranche, original: int, payments: Sequence[TranchePayment], taken: bool
    ) -> None:
        self._position, self._payments, self._taken = position, payments, taken
        self._original, self._units = original, tranche.units
        self.missing = ""
        if position.cost and all(entry.kind in _BIDS for entry in position.entries):
            self.missing = f"units of {tranche.id} were bid for and none is collected yet"

    def worth(self, last: Trade | None) -> int:
        held = self._position
        owed = held.unclaimed if self._taken else 0
        if last is not None:
            return value_down(held, self._payments, last) + owed
        if held.closing_units and not self._original:
            self.missing = self.missing or f"units of {held.tranche} have no balance and were never traded"
        return held.outstanding_down + owed

    def flows(self) -> Iterator[tuple[Place, int]]:
        """In the order of the chain. Income that an order carried is worth what it is: it comes with the units, and counts as received."""
        for entry in self._position.entries:
            got = entry.net - entry.carried if self._taken else entry.income
            yield entry.place, got - entry.cost - entry.accrued - entry.traded - entry.fee - self._in_kind(entry)

    def _in_kind(self, entry: Entry) -> int:
        """The worth of units that came (or, negative, went) without a price."""
        if entry.kind not in _PASSED or not entry.units:
            return 0
        if not self._original:
            self.missing = self.missing or f"units of {self._position.tranche} came or went without a price"
        return entry.units * self._original * _factor(self._payments, entry.place) // (self._units * PPM)


def _day(place: Place) -> date:
    return datetime.fromtimestamp(place.timestamp, UTC).date()
