# SPDX-License-Identifier: Apache-2.0
"""What a tranche was paid, out of its rows, and what each payment added to what a wallet is owed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from regalia.domain.entitlement import SCALE_BITS
from regalia.domain.program import PPM
from regalia.ledger.holding import PaidBy, TranchePayment
from regalia.ledger.index.holdings import Entries
from regalia.ledger.index.kinds import PaymentKind
from regalia.ledger.index.places import place_of
from regalia.ledger.place import Place

Payments = Sequence[Row[Any]]
"""Rows of ``payment`` of one tranche, with their places, in the order of the chain."""
_BY = {
    PaymentKind.DATE.value: PaidBy.DATE,
    PaymentKind.CALL.value: PaidBy.CALL,
    PaymentKind.CONCLUSION.value: PaidBy.CONCLUSION,
}


def payment_of(row: Row[Any]) -> TranchePayment:
    return TranchePayment(
        _BY[row.kind],
        place_of(row),
        row.period,
        row.interest,
        row.principal,
        row.residual,
        row.premium,
        row.supply,
        factor_down(row.balance_after, row.original_balance),
    )


def factor_down(balance: int, original: int) -> int | None:
    """The share of the original balance that is outstanding, in parts per million; None where there never was one."""
    return balance * PPM // original if original else None


def income_of(rows: Entries, payments: Payments) -> dict[Place, int]:
    """By how much each payment, in order, raised what the wallet is owed, rounded down; without those that raised it by nothing."""
    found, units, correction = {}, 0, 0
    entries = iter(rows)
    following = next(entries, None)
    for payment in payments:
        while following is not None and (following.block, following.log_index) < (payment.block, payment.log_index):
            units, correction = following.units_after, following.correction_after
            following = next(entries, None)
        before = owed_down(payment.per_unit_before, units, correction)
        growth = owed_down(payment.per_unit_after, units, correction) - before
        if growth:
            found[place_of(payment)] = growth
    return found


def owed_down(per_unit: int, units: int, correction: int) -> int:
    """As ``Book.entitlement``."""
    return per_unit * units + correction >> SCALE_BITS
