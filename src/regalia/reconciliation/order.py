# SPDX-License-Identifier: Apache-2.0
"""The order of everything: by what things say, never by how they came in."""

from __future__ import annotations

from typing import Any

from regalia.reconciliation.model import EscrowPayment, OpenItem, Reason
from regalia.statements.model import BankLine, StatementReceipt

_REASONS = {reason: place for place, reason in enumerate(Reason)}


def receipt_order(receipt: StatementReceipt) -> tuple[Any, ...]:
    source = receipt.source
    named = (receipt.period, receipt.licence, receipt.currency, receipt.reference, source.name, source.sha256)
    sales = (receipt.sales is not None, receipt.sales or 0)
    return (*named, receipt.net, receipt.gross, receipt.deductions, sales, receipt.lines)


def line_order(line: BankLine) -> tuple[Any, ...]:
    named = (line.booked_on, line.account, line.currency, line.amount, line.bank_id, line.references)
    return (*named, line.value_on, line.source.name, line.source.sha256, line.reversal)


def payment_order(payment: EscrowPayment) -> tuple[Any, ...]:
    event = (payment.paid_on, payment.transaction, payment.log_index)
    return (*event, payment.licence, payment.reference, payment.amount)


def item_order(item: OpenItem) -> tuple[Any, ...]:
    """By reason, as reasons are listed; then receipts, bank lines, payments."""
    if item.receipt is not None:
        return (_REASONS[item.reason], 0, receipt_order(item.receipt))
    if item.line is not None:
        return (_REASONS[item.reason], 1, line_order(item.line))
    assert item.payment is not None
    return (_REASONS[item.reason], 2, payment_order(item.payment))
