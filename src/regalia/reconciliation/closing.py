# SPDX-License-Identifier: Apache-2.0
"""The result: matched is what has its line and its payment, together with all the line paid; of the rest, why not."""

from __future__ import annotations

from collections.abc import Sequence

from regalia.reconciliation.books import Books, Fault
from regalia.reconciliation.leftovers import explain_leftovers
from regalia.reconciliation.model import MatchedReceipt, OpenItem, Reason
from regalia.reconciliation.words import told_lines, told_payments, told_receipts, units


def close(books: Books) -> tuple[list[MatchedReceipt], list[OpenItem]]:
    """Everything once."""
    matched: list[MatchedReceipt] = []
    for line, receipts in books.receipts_of.items():
        fault = _why_not(books, line, receipts)
        if fault is None:
            matched += [_matched(books, i) for i in receipts]
            continue
        books.fault_line(line, fault)
        for i in receipts:
            books.fault_receipt(i, fault)
    explain_leftovers(books)
    for i, fault in books.receipt_faults.items():
        if i in books.payment_of:
            books.fault_payment(books.payment_of[i], fault)
    items = [OpenItem(f.reason, f.detail, receipt=books.receipts[i]) for i, f in books.receipt_faults.items()]
    items += [OpenItem(f.reason, f.detail, line=books.lines[j]) for j, f in books.line_faults.items()]
    items += [OpenItem(f.reason, f.detail, payment=books.payments[k]) for k, f in books.payment_faults.items()]
    return matched, items


def _matched(books: Books, receipt: int) -> MatchedReceipt:
    said, line = books.receipts[receipt], books.lines[books.line_of[receipt]]
    payment = books.payments[books.payment_of[receipt]]
    rate = books.rules.rate(said.currency, line.booked_on)
    assert rate is not None, "what has no rate was set apart"
    period = books.rules.period_of(said.period)
    return MatchedReceipt(said, line, payment, period, rate, payment.amount, receipt not in books.by_amount)


def _why_not(books: Books, line: int, receipts: Sequence[int]) -> Fault | None:
    """What keeps a line, and all that it paid, open."""
    for i in receipts:
        if (fault := books.receipt_faults.get(i)) is not None:
            return fault
    said = f"{told_receipts(books, receipts)}; {told_lines(books, [line])}"
    unpaid = [i for i in receipts if i not in books.payment_of]
    if unpaid:
        names = ", ".join(sorted({books.receipts[i].licence for i in unpaid}))
        text = f"{said}: no payment into the escrow was found for licence {names}, of that amount and with that reference or near that day"
        return Fault(Reason.NO_ESCROW_PAYMENT, text)
    rules, payments = books.rules, [books.payment_of[i] for i in receipts]
    total = sum(books.payments[k].amount for k in payments)
    if len(receipts) > 1 and not rules.adds_up([books.receipts[i] for i in receipts], books.lines[line], total):
        sums = f"together {units(total, rules.currency, rules.decimals)} reached the escrow"
        return Fault(Reason.AMOUNT_DIFFERS, f"{said}: {sums} ({told_payments(books, payments)})")
    return None
