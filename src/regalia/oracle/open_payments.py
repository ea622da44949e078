# SPDX-License-Identifier: Apache-2.0
"""Payments into the escrow that no report took, each with its reason: a proposal keeps none of them back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from regalia.oracle.earlier import Earlier
from regalia.oracle.own_receipts import OwnReceipts, open_reasons
from regalia.oracle.proposal import LATER_PERIOD, OpenPayment
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.reconciliation.model import EscrowPayment, Reason

_Money = tuple[bytes, bytes, int]


def open_payments(
    payments: Iterable[EscrowPayment], leaves: Iterable[ReceiptLeaf], own: OwnReceipts, earlier: Earlier
) -> tuple[OpenPayment, ...]:
    """Every payment that no report took, each with its reason."""
    reasons = {(p.transaction, p.log_index): reason for p, reason in open_reasons(own)}
    taken = Counter(_money(leaf) for leaf in (*earlier.leaves, *leaves) if leaf.kind is not LeafKind.INVOICE)
    later = Counter(_money(leaf) for leaf in own.later)
    found = []
    # those that are open for a reason last: of equal payments it is not they that were taken
    for payment in sorted(payments, key=lambda p: (p.transaction, p.log_index) in reasons):
        money = (payment.licence, payment.reference, payment.amount)
        if taken[money]:
            taken[money] -= 1
            continue
        found.append(OpenPayment(*money, _reason(payment, reasons, later)))
    return tuple(sorted(found, key=lambda p: (p.licence, p.reference, p.amount, p.reason)))


def _reason(payment: EscrowPayment, reasons: dict[tuple[str, int], Reason], later: Counter[_Money]) -> str:
    money = (payment.licence, payment.reference, payment.amount)
    if (reason := reasons.get((payment.transaction, payment.log_index))) is not None:
        return str(reason)
    return LATER_PERIOD if later[money] else str(Reason.NO_STATEMENT)


def _money(leaf: ReceiptLeaf) -> _Money:
    return leaf.licence, leaf.reference, leaf.amount
