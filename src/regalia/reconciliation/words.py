# SPDX-License-Identifier: Apache-2.0
"""How a receipt, a bank line and a payment are told in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from regalia.reconciliation.books import Books
from regalia.statements.model import STATEMENT_DECIMALS, BankLine, StatementReceipt

MOST_TOLD = 3
_CENTS = 2


def money(amount: int, currency: str) -> str:
    """``271,000.00 USD``: two decimals, more where there are more."""
    return units(amount, currency, STATEMENT_DECIMALS)


def units(amount: int, currency: str, decimals: int) -> str:
    """The same of smallest units of so many decimals."""
    whole, part = divmod(abs(amount), 10**decimals)
    cents = f"{part:0{decimals}d}".rstrip("0").ljust(_CENTS, "0")
    return f"{'-' if amount < 0 else ''}{whole:,}.{cents} {currency}"


def receipt_text(receipt: StatementReceipt) -> str:
    reference = f", reference {receipt.reference}" if receipt.reference else ", without a reference"
    return (
        f"statement {receipt.source.name} says {money(receipt.net, receipt.currency)} for licence {receipt.licence} "
        f"for {receipt.period}{reference}"
    )


def line_text(line: BankLine) -> str:
    kind = "credit" if line.amount > 0 else "debit"
    named = f", bank id {line.bank_id}" if line.bank_id else ""
    return f"{kind} of {money(abs(line.amount), line.currency)} booked on {line.booked_on} ({line.source.name}{named})"


def written_text(line: BankLine) -> str:
    """What the payer wrote."""
    return " / ".join(f"{text[:60]!r}" for text in line.references[:MOST_TOLD]) or "nothing"


def payment_text(books: Books, payment: int) -> str:
    paid, licence = books.payments[payment], books.licence_of(payment)
    amount = units(paid.amount, books.rules.currency, books.rules.decimals)
    of = f"licence {licence}" if licence is not None else f"licence 0x{paid.licence.hex()[:16]}…"
    return f"payment of {amount} into the escrow for {of} on {paid.paid_on} (transaction {_short(paid.transaction)}, log {paid.log_index})"


def told_receipts(books: Books, receipts: Sequence[int]) -> str:
    """The first few of them."""
    return _listed(receipts, lambda i: receipt_text(books.receipts[i]))


def told_lines(books: Books, lines: Sequence[int]) -> str:
    """The first few of them."""
    return _listed(lines, lambda j: line_text(books.lines[j]))


def told_payments(books: Books, payments: Sequence[int]) -> str:
    """The first few of them."""
    return _listed(payments, lambda k: payment_text(books, k))


def _listed(things: Sequence[int], text: Callable[[int], str]) -> str:
    """The first few of them."""
    more = f" and {len(things) - MOST_TOLD:,} more" if len(things) > MOST_TOLD else ""
    return "; ".join(map(text, things[:MOST_TOLD])) + more


def _short(transaction: str) -> str:
    return transaction if len(transaction) <= 20 else f"{transaction[:10]}…{transaction[-4:]}"
