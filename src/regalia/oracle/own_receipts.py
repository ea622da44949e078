# SPDX-License-Identifier: Apache-2.0
"""What an attestor's own documents and the payments into the escrow give for a period, as leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from eth_utils.crypto import keccak

from regalia.domain.calendar import CollectionPeriod, Schedule
from regalia.domain.money import Currency
from regalia.oracle.evidence_file import EvidenceFile
from regalia.oracle.evidence_folder import Documents
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.reconciliation.convert import amount_down
from regalia.reconciliation.match import reconcile
from regalia.reconciliation.model import EscrowPayment, Flag, Licence, MatchedReceipt, OpenItem, Reason, Reconciliation
from regalia.reconciliation.reference import spellings
from regalia.statements.model import ONE, BankLine, Invoice, StatementReceipt

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


@dataclass(frozen=True)
class Books:
    """What is the same for every question: what is held, and the deal's calendar and currency."""

    file: EvidenceFile
    documents: Documents
    schedule: Schedule
    currency: Currency

    def reconcile(
        self,
        receipts: Iterable[StatementReceipt],
        lines: Iterable[BankLine],
        payments: Iterable[EscrowPayment],
        rate_of: Callable[[str, date], int | None] | None = None,
    ) -> Reconciliation:
        """By the rules of the evidence file; rates are the own ones unless others are given."""
        return reconcile(
            receipts,
            lines,
            payments,
            licences={entry.id: Licence(entry.id, entry.licensee, entry.royalty_rate) for entry in self.file.licences},
            period_of=self.period_of,
            currency=self.currency.code,
            decimals=self.currency.decimals,
            rate_of=rate_of or self.rate_of,
            hash_of=hash_of,
            window_days=self.file.window_days,
            tolerance_ppm=self.file.tolerance,
        )

    def units(self, amount: int) -> int:
        """An amount in the payment currency, in smallest units of its token."""
        return amount_down(amount, ONE, self.currency.decimals)

    def period_of(self, text: str) -> int:
        """The deal's number of the period in which a collection period, of whatever length, ends; 1 for those before the first."""
        behind = CollectionPeriod.parse(text).end_month - self.schedule.first_end_month
        return max(1, -(-behind // self.schedule.months) + 1)

    def rate_of(self, currency: str, day: date) -> int | None:
        rate = self.documents.rates.on(currency, day)
        return rate.rate if rate else None

    def lines(self, up_to: date) -> list[BankLine]:
        """Of all statements of the bank, booked up to a day."""
        return [line for statement in self.documents.bank for line in statement.lines if line.booked_on <= up_to]

    def receipts(self, up_to: date) -> list[StatementReceipt]:
        """Of all statements, but those that say they were issued after the day."""
        statements = (s for s in self.documents.statements if s.issued_on is None or s.issued_on <= up_to)
        return [receipt for statement in statements for receipt in statement.receipts]

    def kind_of(self, licence: str) -> LeafKind:
        other = {entry.id for entry in self.file.licences if entry.kind == "other-income"}
        return LeafKind.OTHER_INCOME if licence in other else LeafKind.ROYALTY


def own_receipts(
    books: Books, period: int, payments: Sequence[EscrowPayment], up_to: date, taken: Iterable[ReceiptLeaf]
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
    return OwnReceipts(due, later, result.open, result.flags, tuple(sorted(texts)))


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


def hash_of(text: str) -> bytes:
    return keccak(text=text)


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
