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
class Missing:
    """Why a ``flow`` is not known, and why the ``worth`` of what is left is not; empty where it is."""

    flow: str = ""
    worth: str = ""

    def __or__(self, other: Missing) -> Missing:
        """Of both together: the first reason of each."""
        return Missing(self.flow or other.flow, self.worth or other.worth)


@dataclass(frozen=True)
class HolderFlows:
    """``left`` is the worth of what is known to be left on ``day``. Without a flow no yield can be told, without a worth none that
    counts what is left.
    """

    flows: tuple[Flow, ...]
    left: int
    day: date
    missing: Missing = Missing()

    @property
    def worth(self) -> int | None:
        """Of all that is left; None where it is not known."""
        return None if self.missing.worth else self.left

    @property
    def yielded(self) -> MoneyWeighted:
        if why := self.missing.flow or self.missing.worth:
            return MoneyWeighted(None, why)
        return money_weighted(self.flows, self.left, self.day)

    @property
    def without_left(self) -> HolderFlows:
        """The same flows, as if nothing were left."""
        return HolderFlows(self.flows, 0, self.day, Missing(self.missing.flow))


def flows_of(
    books: Books, statement: Statement, day: date, last: Mapping[str, Trade], taken: bool = False
) -> HolderFlows:
    """Of all tranches together. Prices paid and money paid back are in it, and income: gross when it was earned or, if it is ``taken`` that
    counts, net of tax when it was claimed, what is not claimed being part of what is left.

    ``last`` are the last trades by tranche: units that are left are worth ``value_down`` by them, those of a tranche that was never traded
    their part of the outstanding balance. So are units that came or went without a price, at that time.
    """
    flows: list[Flow] = []
    left, missing = 0, Missing()
    tranches = {tranche.id: tranche for tranche in books.terms.tranches}
    for position in statement.positions:
        tranche = tranches[position.tranche]
        original = books.terms.money.to_units(tranche.balance)
        one = _OneTranche(position, tranche, original, books.payments(tranche.id), taken)
        flows += [Flow(_day(place), amount, place) for place, amount in one.flows() if amount]
        left += one.worth(last.get(tranche.id))
        missing |= one.missing
    return HolderFlows(tuple(sorted(flows, key=lambda flow: flow.on)), left, day, missing)


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
        self.missing = _of_bids(position)

    def worth(self, last: Trade | None) -> int:
        held = self._position
        owed = held.unclaimed if self._taken else 0
        if last is not None:
            return value_down(held, self._payments, last) + owed
        if held.closing_units and not self._original:
            self.missing |= Missing(worth=f"units of {held.tranche} have no balance and were never traded")
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
            self.missing |= Missing(flow=f"units of {self._position.tranche} came or went without a price")
        return entry.units * self._original * _factor(self._payments, entry.place) // (self._units * PPM)


def _of_bids(position: Position) -> Missing:
    """Money of bids comes back, or is the price of units: where neither happened yet it is worth nobody knows what. Bids move from wallet
    to wallet as well: then more came back, or was delivered, than was paid for here.
    """
    bid = sum(entry.cost for entry in position.entries if entry.kind in _BIDS)
    open_ = bid - sum(entry.units * (entry.price or 0) for entry in position.entries if entry.kind is EntryKind.ISSUED)
    if open_ < 0:
        return Missing(flow=f"a bid for units of {position.tranche} came from another wallet")
    if not open_:
        return Missing()
    if all(entry.kind in _BIDS for entry in position.entries):
        return Missing(worth=f"units of {position.tranche} were bid for and none is collected yet")
    return Missing(
        worth=f"a bid for units of {position.tranche} is neither collected nor paid back, or went to another wallet"
    )


def _day(place: Place) -> date:
    return datetime.fromtimestamp(place.timestamp, UTC).date()
