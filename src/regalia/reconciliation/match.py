# SPDX-License-Identifier: Apache-2.0
"""Statement, bank line and payment into the escrow held against each other: what all three agree about, and the rest by reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from regalia.reconciliation.books import Books
from regalia.reconciliation.by_amount import tie_by_amount
from regalia.reconciliation.by_reference import tie_lines
from regalia.reconciliation.closing import close
from regalia.reconciliation.escrow import tie_payments
from regalia.reconciliation.model import EscrowPayment, Licence, MatchedReceipt, Reconciliation
from regalia.reconciliation.order import item_order, payment_order, receipt_order
from regalia.reconciliation.rules import Rules
from regalia.reconciliation.setting_apart import set_apart
from regalia.statements.model import BankLine, StatementReceipt


def reconcile(
    receipts: Iterable[StatementReceipt],
    lines: Iterable[BankLine],
    payments: Iterable[EscrowPayment],
    *,
    licences: Mapping[str, Licence],
    period_of: Callable[[str], int],
    currency: str,
    decimals: int,
    rate_of: Callable[[str, date], int | None],
    hash_of: Callable[[str], bytes],
    window_days: int = 10,
    tolerance_ppm: int = 0,
) -> Reconciliation:
    """Every receipt, credit and payment is in the result: matched, or open once, with its reason. Their order makes no difference.

    ``period_of`` gives the deal's number of a period, ``rate_of`` the payment currency for one unit of a currency on the day its bank line
    was booked, in 10^-12, or None; ``hash_of`` is keccak-256 of a text. Only receipts that match are asked for their period.
    """
    rules = Rules(licences, period_of, currency, decimals, rate_of, hash_of, window_days, tolerance_ppm)
    books = Books.opened(rules, receipts, lines, payments)
    set_apart(books)
    tie_lines(books)
    tie_payments(books)
    tie_by_amount(books)
    matched, opened = close(books)
    return Reconciliation(tuple(sorted(matched, key=_matched_order)), tuple(sorted(opened, key=item_order)))


def open_inputs(
    reconciliation: Reconciliation,
) -> tuple[tuple[StatementReceipt, ...], tuple[BankLine, ...], tuple[EscrowPayment, ...]]:
    """What stays open, to go into the next reconciliation beside what is new."""
    items = reconciliation.open
    return (
        tuple(item.receipt for item in items if item.receipt is not None),
        tuple(item.line for item in items if item.receipt is None and item.line is not None),
        tuple(
            item.payment for item in items if item.receipt is None and item.line is None and item.payment is not None
        ),
    )


def _matched_order(matched: MatchedReceipt) -> tuple[object, ...]:
    return (matched.period, *receipt_order(matched.receipt), *payment_order(matched.payment))
