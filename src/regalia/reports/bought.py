# SPDX-License-Identifier: Apache-2.0
"""What a holder paid in the offering, got back, and was issued."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.ledger.model import DealLedger, Delivery, DeliveryKind
from regalia.reports.entries import Entry, EntryKind, tranche_index
from regalia.reports.shares import apportion, tranche_receipts

_KINDS = {
    DeliveryKind.ALLOTTED: EntryKind.ISSUED,
    DeliveryKind.TAKEN_UP: EntryKind.TAKEN_UP,
    DeliveryKind.RETAINED: EntryKind.RETAINED,
}


def bought(ledger: DealLedger, tranche: str, holder: str) -> Iterator[Entry]:
    """Bids and money back without units; units of bids without a cost, which was paid with the bid."""
    whose = (tranche, holder)
    for sale in ledger.subscriptions:
        if (sale.tranche, sale.investor) == whose:
            yield Entry(EntryKind.SUBSCRIPTION, sale.place, cost=sale.paid)
    for back in ledger.refunds:
        if (back.tranche, back.investor) == whose:
            yield Entry(EntryKind.REFUND, back.place, cost=-back.paid)
    for given in ledger.deliveries:
        if (given.tranche, given.investor) == whose:
            yield _issued(ledger, given)


def _issued(ledger: DealLedger, given: Delivery) -> Entry:
    """Its income since closing is split as all that the tranche received until then."""
    cost = given.cost if given.kind is DeliveryKind.TAKEN_UP else 0
    index = tranche_index(ledger.program, given.tranche)
    interest, principal, residual, premium = apportion(given.income, _received(ledger, index, given))
    return Entry(
        _KINDS[given.kind],
        given.place,
        units=given.units,
        cost=cost,
        interest=interest,
        principal=principal,
        residual=residual,
        premium=premium,
    )


def _received(ledger: DealLedger, tranche: int, until: Delivery) -> tuple[int, ...]:
    """Interest, principal, residual and premiums that the tranche was paid from closing to a delivery."""
    end = until.place.position
    parts = [(*tranche_receipts(date.payment, tranche), 0) for date in ledger.dates if date.executed.position < end]
    parts += [
        (call.interest(tranche), call.balance[tranche], 0, call.premium[tranche])
        for call in ledger.calls
        if call.paid[tranche] and call.place.position < end
    ]
    if ledger.concluded is not None and ledger.concluded.place.position < end:
        parts.append((*tranche_receipts(ledger.concluded.payment, tranche), 0))
    return tuple(sum(column) for column in zip((0, 0, 0, 0), *parts, strict=True))
