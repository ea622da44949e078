# SPDX-License-Identifier: Apache-2.0
"""What a holder paid in the offering, got back, and was issued."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from regalia.ledger.holding import Holding, TranchePayment
from regalia.ledger.model import Delivery, DeliveryKind
from regalia.reports.entries import Entry, EntryKind
from regalia.reports.shares import apportion

_KINDS = {
    DeliveryKind.ALLOTTED: EntryKind.ISSUED,
    DeliveryKind.TAKEN_UP: EntryKind.TAKEN_UP,
    DeliveryKind.RETAINED: EntryKind.RETAINED,
}


def bought(holding: Holding, payments: Sequence[TranchePayment]) -> Iterator[Entry]:
    """Bids and money back without units; units of bids without a cost, which was paid with the bid.

    Whoever takes up units of another pays their price, and the income they had since closing, which is then owed to him; the other gets
    both. The price alone is a cost.
    """
    for sale in holding.subscriptions:
        yield Entry(EntryKind.SUBSCRIPTION, sale.place, cost=sale.paid)
    yield from _paid_back(holding)
    for given in holding.deliveries:
        yield _issued(given, payments)


def _paid_back(holding: Holding) -> Iterator[Entry]:
    """More than was paid for a bid is the income of units that another took up. A bid that came from another wallet has no payment here."""
    paid: Counter[tuple[int, int]] = Counter()
    for sale in holding.subscriptions:
        paid[sale.level, sale.queue] += sale.paid
    for back in holding.refunds:
        bid, price = (back.level, back.queue), back.paid
        if bid in paid:
            price = min(back.paid, paid[bid])
            paid[bid] -= price
        yield Entry(EntryKind.REFUND, back.place, cost=-price, accrued=price - back.paid)


def _issued(given: Delivery, payments: Sequence[TranchePayment]) -> Entry:
    """Its income since closing is split as all that the tranche received until then."""
    price, accrued = _price_and_income(given) if given.kind is DeliveryKind.TAKEN_UP else (given.cost, 0)
    before = [payment.parts for payment in payments if payment.place.position < given.place.position]
    received = [sum(column) for column in zip((0, 0, 0, 0), *before, strict=True)]
    interest, principal, residual, premium = apportion(given.income, received)
    return Entry(
        _KINDS[given.kind],
        given.place,
        units=given.units,
        cost=price if given.kind is DeliveryKind.TAKEN_UP else 0,
        accrued=accrued,
        price=price // given.units if price and given.units else None,
        interest=interest,
        principal=principal,
        residual=residual,
        premium=premium,
    )


def _price_and_income(given: Delivery) -> tuple[int, int]:
    """What was paid for units taken up and for their income. That is rounded up where what is owed is rounded down, while the price is
    the same for every unit: so it is found whole, but for one unit alone, whose price may be a smallest unit too high.
    """
    price = (given.cost - given.income) // given.units * given.units if given.units else given.cost
    return price, given.cost - price
