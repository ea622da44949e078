# SPDX-License-Identifier: Apache-2.0
"""What nothing was found for: the reason, and a sentence that says what was looked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from regalia.reconciliation.books import Books, Fault
from regalia.reconciliation.model import Reason
from regalia.reconciliation.words import told_lines, told_payments, told_receipts, written_text
from regalia.statements.minor_units import as_booked


def explain_leftovers(books: Books) -> None:
    """Receipts first, as a line or payment may be open for the same reason."""
    by_amount: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    by_units: defaultdict[int, list[int]] = defaultdict(list)
    for j in books.loose_lines():
        line = books.lines[j]
        by_amount[line.currency, line.amount].append(j)
        if line.currency == books.rules.currency:
            by_units[books.rules.units(line.amount)].append(j)
    days = [line.booked_on for line in books.lines]
    span = (min(days), max(days)) if days else None
    for i in range(len(books.receipts)):
        if i not in books.receipt_faults and i not in books.line_of:
            _receipt(books, i, by_amount, span)
    for k in books.loose_payments():
        _payment(books, k, by_units)
    for j in books.loose_lines():
        said = f"{told_lines(books, [j])}, on which is written {written_text(books.lines[j])}: no statement tells of it"
        books.fault_line(j, Fault(Reason.NO_STATEMENT, said))


def _receipt(
    books: Books, receipt: int, lines: Mapping[tuple[str, int], list[int]], span: tuple[date, date] | None
) -> None:
    """One without a bank line, or with one of its amount for which nothing reached the escrow."""
    said, told = books.receipts[receipt], told_receipts(books, [receipt])
    for j in books.taken_back.get(books.keys[receipt], ()):
        if books.rules.fits(said.net, said.currency, books.lines[j]):
            books.fault_receipt(receipt, Fault(Reason.REVERSED, f"{told}: {books.line_faults[j].detail}"))
            return
    if (payment := books.payment_of.get(receipt)) is not None:
        paid_on, window = books.payments[payment].paid_on, books.rules.window
        found = f"{told_payments(books, [payment])} passes it on, but no open credit of that amount was booked "
        found += f"between {paid_on - window} and {paid_on + window}"
        books.fault_receipt(receipt, Fault(Reason.NO_BANK_LINE, f"{told}: {found}"))
        books.fault_payment(payment, Fault(Reason.NO_BANK_LINE_FOR_PAYMENT, f"{told}: {found}"))
        return
    groups = [lines.get((said.currency, amount), []) for amount in as_booked(said.net, said.currency)]
    alike = next((group for group in groups if group), [])
    if not alike:
        where = f"was booked between {span[0]} and {span[1]}" if span else "is there, nor any other"
        detail = f"{told}: no credit of that amount that pays nothing else {where}"
        books.fault_receipt(receipt, Fault(Reason.NO_BANK_LINE, detail))
        return
    came = told_lines(books, alike)
    first = books.lines[alike[0]]
    if books.rules.rate(said.currency, first.booked_on) is None:
        why = f"no rate of {said.currency} to {books.rules.currency} is known for {first.booked_on}"
        fault = Fault(Reason.NO_RATE, f"{told}; {came}: {why}")
    else:
        why = f"no payment into the escrow for its licence within {books.rules.window_days} days of it"
        fault = Fault(Reason.NO_ESCROW_PAYMENT, f"{told}; of that amount is {came}: {why}")
    books.fault_receipt(receipt, fault)
    for group in groups:
        for j in group if group and group[0] not in books.line_faults else ():
            books.fault_line(j, fault)


def _payment(books: Books, payment: int, lines: Mapping[int, list[int]]) -> None:
    paid, told, window = books.payments[payment], told_payments(books, [payment]), books.rules.window
    other = books.texts.get(paid.reference)
    if other is not None:
        told += f", with the reference {other}, under which no statement has anything to pay for that licence"
    alike = lines.get(paid.amount, [])
    first = bisect_left(alike, paid.paid_on - window, key=lambda j: books.lines[j].booked_on)
    near = alike[first : bisect_right(alike, paid.paid_on + window, key=lambda j: books.lines[j].booked_on)]
    if near:
        detail = f"{told}: no statement tells of it; of that amount is {told_lines(books, near)}"
        books.fault_payment(payment, Fault(Reason.NO_STATEMENT, detail))
        return
    detail = (
        f"{told}: no open credit of that amount was booked between {paid.paid_on - window} and {paid.paid_on + window}"
    )
    books.fault_payment(payment, Fault(Reason.NO_BANK_LINE_FOR_PAYMENT, detail))
