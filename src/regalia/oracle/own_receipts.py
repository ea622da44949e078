# SPDX-License-Identifier: Apache-2.0
"""What an attestor's own documents and the payments into the escrow give for a period, as leaves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from eth_utils.crypto import keccak

from regalia.oracle.books import Books
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.reconciliation.model import EscrowPayment, Flag, MatchedReceipt, OpenItem, Reason, Reconciliation
from regalia.reconciliation.plausibility import flags
from regalia.reconciliation.reference import spellings
from regalia.statements.model import ONE, Invoice

NO_SALT = bytes(32)
_Key = tuple[LeafKind, bytes, int, bytes, int]


@dataclass(frozen=True)
class OwnReceipts:
    """``due``: matched, of periods up to the report's, and taken by no other report; ``later``: of periods after it. Both unsalted.

    ``texts`` are the ids, labels and references behind their hashes.
    """

    due: tuple[ReceiptLeaf, ...]
    later: tuple[ReceiptLeaf, ...]
    open: tuple[OpenItem, ...]
    flags: tuple[Flag, ...]
    texts: tuple[str, ...]


def own_receipts(
    books: Books, period: int, payments: Sequence[EscrowPayment], up_to: date, taken: Sequence[ReceiptLeaf]
) -> OwnReceipts:
    """What a report of ``period`` has to take, when payments and bank lines up to a day count; ``taken``: leaves of all other reports."""
    result = books.reconcile(books.receipts(up_to), books.lines(up_to), payments)
    leaves, texts = [], set[str]()
    for matched in result.matched:
        leaves.append(_leaf(matched, books.kind_of(matched.receipt.licence)))
        texts |= {matched.receipt.licence, *_reference(matched)}
    for invoice in books.documents.invoices:
        leaves.append(invoice_leaf(invoice, books))
        texts |= {invoice.step, invoice.reference}
    free = not_taken(leaves, taken)
    due = tuple(leaf for leaf in free if leaf.period <= period)
    later = tuple(leaf for leaf in free if leaf.period > period)
    found = plausibility(books, period, due, result, taken)
    return OwnReceipts(due, later, result.open, found, tuple(sorted(texts)))


def plausibility(
    books: Books, period: int, due: Iterable[ReceiptLeaf], result: Reconciliation, taken: Iterable[ReceiptLeaf]
) -> tuple[Flag, ...]:
    """Flags of the receipts that are due, held against what earlier reports took of each licence, period by period."""
    in_words = books.schedule.collection_period
    wanted = {(leaf.licence, leaf.source, leaf.period, leaf.reference) for leaf in due}
    receipts = [
        replace(m.receipt, period=str(in_words(m.period)))
        for m in result.matched
        if (keccak(text=m.receipt.licence), m.receipt.source.sha256, m.period, m.payment.reference) in wanted
    ]
    paid: defaultdict[bytes, Counter[int]] = defaultdict(Counter)
    for leaf in taken:
        if leaf.kind is not LeafKind.INVOICE and leaf.period < period:
            paid[leaf.licence][leaf.period] += leaf.net
    history = {
        entry.id: [sums[before] for before in range(min(sums), period)]
        for entry in books.file.licences
        if (sums := paid.get(keccak(text=entry.id)))
    }
    return flags(receipts, period=str(in_words(period)), licences=books.licences, history=history)


def not_taken(leaves: Iterable[ReceiptLeaf], taken: Iterable[ReceiptLeaf]) -> list[ReceiptLeaf]:
    """Money is reported once, whatever was said of it besides: a leaf is known again by licence, period, reference and amount."""
    used, free = Counter(map(key_of, taken)), []
    for leaf in leaves:
        if used[key_of(leaf)]:
            used[key_of(leaf)] -= 1
        else:
            free.append(leaf)
    return free


def open_reasons(own: OwnReceipts) -> Iterator[tuple[EscrowPayment, Reason]]:
    """Payments that are not matched, and why."""
    seen = set[tuple[str, int]]()
    for item in own.open:
        if item.payment is not None and (event := (item.payment.transaction, item.payment.log_index)) not in seen:
            seen.add(event)
            yield item.payment, item.reason


def invoice_leaf(invoice: Invoice, books: Books) -> ReceiptLeaf:
    """Of an invoice in the payment currency; others are a problem of the documents."""
    return ReceiptLeaf(
        NO_SALT,
        LeafKind.INVOICE,
        keccak(text=invoice.step),
        books.period_of(invoice.period),
        invoice.currency,
        invoice.amount,
        0,
        invoice.amount,
        ONE,
        books.units(invoice.amount),
        keccak(text=invoice.reference),
        invoice.source.sha256,
    )


def invoice_problems(books: Books, steps: Iterable[str]) -> Iterator[str]:
    """Invoices that no report can take. ``steps`` are the labels of the as-invoiced steps."""
    known = set(steps)
    for invoice in books.documents.invoices:
        place = f"{invoice.source.name}: invoice {invoice.reference}"
        if invoice.currency != books.currency.code:
            yield f"{place}: currency {invoice.currency}: expenses are paid in {books.currency.code}"
        if invoice.step not in known:
            yield f"{place}: step {invoice.step!r}: as-invoiced steps of the deal are {', '.join(sorted(known)) or 'none'}"


def key_of(leaf: ReceiptLeaf) -> _Key:
    return leaf.kind, leaf.licence, leaf.period, leaf.reference, leaf.amount


def _leaf(matched: MatchedReceipt, kind: LeafKind) -> ReceiptLeaf:
    receipt = matched.receipt
    return ReceiptLeaf(
        NO_SALT,
        kind,
        keccak(text=receipt.licence),
        matched.period,
        receipt.currency,
        receipt.gross,
        receipt.deductions,
        receipt.net,
        matched.rate,
        matched.amount,
        matched.payment.reference,
        receipt.source.sha256,
    )


def _reference(matched: MatchedReceipt) -> set[str]:
    """The text behind the payment's reference, where the statement has it."""
    return {text for text in spellings(matched.receipt.reference) if keccak(text=text) == matched.payment.reference}
