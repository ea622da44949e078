# SPDX-License-Identifier: Apache-2.0
"""What one wallet did in one tranche, out of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from regalia.ledger.index.kinds import EntryKind
from regalia.ledger.index.places import place_of
from regalia.ledger.model import Claim, Delivery, DeliveryKind, MoveKind, Refund, Subscription, UnitTransfer
from regalia.ledger.powers_model import Order

Entries = Sequence[Row[Any]]
"""Rows of ``entry`` of one wallet in one tranche, with their places, in the order of the chain."""
_DELIVERIES = {
    EntryKind.ALLOTTED.value: DeliveryKind.ALLOTTED,
    EntryKind.TAKEN_UP.value: DeliveryKind.TAKEN_UP,
    EntryKind.RETAINED.value: DeliveryKind.RETAINED,
}
_MOVES = {
    EntryKind.TRANSFER.value: MoveKind.TRANSFER,
    EntryKind.FORCED_IN.value: MoveKind.FORCED,
    EntryKind.FORCED_OUT.value: MoveKind.FORCED,
    EntryKind.RECOVERED_IN.value: MoveKind.RECOVERED,
    EntryKind.RECOVERED_OUT.value: MoveKind.RECOVERED,
    EntryKind.REDEEMED.value: MoveKind.REDEEMED,
}
GIVES = (EntryKind.FORCED_OUT.value, EntryKind.RECOVERED_OUT.value, EntryKind.REDEEMED.value)
"""Also where no units went."""
BY_ORDER = (*GIVES[:2], EntryKind.FORCED_IN.value, EntryKind.RECOVERED_IN.value)
"""Income may have gone along, and has another side."""


def subscriptions_of(rows: Entries) -> Iterator[Subscription]:
    for row in rows:
        if row.kind == EntryKind.SUBSCRIBED.value:
            yield Subscription(row.tranche, row.wallet, row.units, row.cost, place_of(row), row.level, row.queue)


def refunds_of(rows: Entries) -> Iterator[Refund]:
    for row in rows:
        if row.kind == EntryKind.REFUNDED.value:
            yield Refund(row.tranche, row.wallet, -row.cost, place_of(row), row.level, row.queue)


def deliveries_of(rows: Entries) -> Iterator[Delivery]:
    for row in rows:
        if kind := _DELIVERIES.get(row.kind):
            yield Delivery(row.tranche, row.wallet, row.units, row.cost, row.income, kind, place_of(row))


def claims_of(rows: Entries) -> Iterator[Claim]:
    for row in rows:
        if row.kind == EntryKind.CLAIMED.value:
            yield Claim(row.wallet, row.tranche, row.gross, place_of(row), row.tax, row.fractions)


def transfers_of(rows: Entries, others: Mapping[tuple[int, int], int]) -> Iterator[UnitTransfer]:
    """``others``: by block and log, the income of the other side of what was moved by order."""
    for row in rows:
        if kind := _MOVES.get(row.kind):
            yield _transfer(row, kind, others.get((row.block, row.log_index), 0))


def _transfer(row: Row[Any], kind: MoveKind, other: int) -> UnitTransfer:
    order = Order(row.order_reference, row.order_evidence, row.order_by) if row.order_reference else None
    gives = row.kind in GIVES or row.units < 0
    sender, receiver = (row.wallet, row.counterparty) if gives else (row.counterparty, row.wallet)
    out, income_in = (-row.income, other) if gives else (-other, row.income)
    return UnitTransfer(row.tranche, sender, receiver, abs(row.units), place_of(row), kind, order, out, income_in)
