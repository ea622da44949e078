# SPDX-License-Identifier: Apache-2.0
"""What has no reference in common: matched by amount and by bank and escrow dates that are near, where nothing else can be meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from regalia.reconciliation.books import Books, Fault
from regalia.reconciliation.candidates import Candidates
from regalia.reconciliation.model import Reason
from regalia.reconciliation.words import told_lines, told_payments, told_receipts

Option = tuple[int, int]
"""A payment and a bank line that a receipt may belong to."""


def tie_by_amount(books: Books) -> None:
    """All are looked at before any is tied, so that none is tied to what another might be as well."""
    candidates = Candidates(books)
    options = {i: found for i in candidates.receipts if (found := candidates.options(i))}
    payments = Counter(payment for found in options.values() for payment in {payment for payment, _ in found})
    lines = Counter(line for found in options.values() for line in {line for _, line in found})
    sure: list[tuple[int, Option]] = []
    unsure: list[int] = []
    for i, found in options.items():
        payment, line = found[0]
        # a line that pays several has been found by reference, and may be an option of each of them
        alone = payments[payment] == 1 and (lines[line] == 1 or i in books.line_of)
        if len(found) == 1 and alone and candidates.is_only(i, payment, line):
            sure.append((i, found[0]))
        else:
            unsure.append(i)
    for i, (payment, line) in sure:
        if i not in books.payment_of:
            books.tie_payment(payment, i)
        if i not in books.line_of:
            books.tie_line(line, (i,))
        books.by_amount.add(i)
    seen = set[int]()
    for i in unsure:
        _tell(books, candidates, i, options[i], seen)


def _tell(books: Books, candidates: Candidates, receipt: int, options: Sequence[Option], seen: set[int]) -> None:
    """The receipt is open, and with it whatever else is as near to a payment that may be its; each payment is looked at once."""
    lines, payments = sorted({line for _, line in options}), sorted({payment for payment, _ in options})
    said = f"{told_receipts(books, [receipt])}; {told_lines(books, lines)}; {told_payments(books, payments)}"
    fault = Fault(Reason.AMBIGUOUS, f"{said}: by amount and date it can't be told what belongs together")
    books.fault_receipt(receipt, fault)
    new = (payment for payment in payments if payment not in seen)
    for k in sorted({k for payment in new for k in candidates.payments.like(payment)} - seen):
        seen.add(k)
        lines += candidates.near(k)
        if k not in books.receipt_of:
            books.fault_payment(k, fault)
    for j in lines:
        if j not in books.receipts_of:
            books.fault_line(j, fault)
