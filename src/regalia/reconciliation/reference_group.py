# SPDX-License-Identifier: Apache-2.0
"""The receipts under one payment reference, and the bank lines that bear it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from regalia.reconciliation.batches import Batches
from regalia.reconciliation.books import Books, Fault
from regalia.reconciliation.model import Reason
from regalia.reconciliation.settle import Alike, settle
from regalia.reconciliation.words import told_lines, told_receipts
from regalia.statements.minor_units import as_booked


class ReferenceGroup:
    """Receipts that were set apart are no longer asked; a line that pays one of them is open for the same reason."""

    def __init__(self, books: Books, receipts: Sequence[int]) -> None:
        self._books = books
        self._sound = [i for i in receipts if i not in books.receipt_faults]
        self._apart = {
            (books.receipts[i].currency, amount): books.receipt_faults[i]
            for i in receipts
            if i in books.receipt_faults
            for amount in as_booked(books.receipts[i].net, books.receipts[i].currency)
        }
        self.batches = Batches(books, self._sound)

    def settle(self, lines: Sequence[int]) -> None:
        """Ties lines to receipts; of what is left says why."""
        books = self._books
        groups = self.batches.alike(lines)
        for line, place in settle(groups, self.batches.parts, self.batches.is_plain):
            books.tie_line(line, self.batches.parts[place])
        if all(j in books.receipts_of for j in lines):
            return
        self._contest(groups)
        rest = [j for j in lines if j not in books.receipts_of and j not in books.line_faults]
        for j in rest:
            if (fault := self._apart.get((books.lines[j].currency, books.lines[j].amount))) is not None:
                books.fault_line(j, Fault(fault.reason, f"{told_lines(books, [j])}: {fault.detail}"))
        self._unlike([j for j in rest if j not in books.line_faults])

    def _contest(self, groups: Sequence[Alike]) -> None:
        """Lines and receipts that fit each other, but not one to one."""
        books = self._books
        wanted: list[tuple[list[int], list[int]]] = []
        rivals: defaultdict[int, list[int]] = defaultdict(list)
        for group in groups:
            lines = [j for j in group.payers if j not in books.receipts_of]
            receipts = {i for place in group.fitting for i in self.batches.parts[place]} - books.line_of.keys()
            if lines and receipts:
                for i in receipts:
                    rivals[i].append(len(wanted))
                wanted.append((lines, sorted(receipts)))
        for lines, claimed in wanted:
            places = {place for i in claimed for place in rivals[i]}
            fault = self._contested(claimed, sorted(j for place in places for j in wanted[place][0]))
            for j in lines:
                books.fault_line(j, fault)
            for i in claimed:
                books.fault_receipt(i, fault)

    def _contested(self, receipts: Sequence[int], lines: Sequence[int]) -> Fault:
        books = self._books
        payers = {books.rules.licences[books.receipts[i].licence].licensee for i in receipts}
        said = f"{told_receipts(books, receipts)}; with that reference came {told_lines(books, lines)}"
        if len(lines) > len(receipts) or len(payers) > 1:
            return Fault(Reason.DUPLICATE_REFERENCE, f"{said}: one reference stands for more than one payment")
        return Fault(Reason.AMBIGUOUS, f"{said}: it can't be told what is paid")

    def _unlike(self, lines: Sequence[int]) -> None:
        """Lines that fit no receipt under their reference, and the receipts that are left with them."""
        books = self._books
        if not lines:
            return
        receipts = [i for i in self._sound if i not in books.line_of and i not in books.receipt_faults]
        currencies = {books.receipts[i].currency for i in receipts}
        said, came = told_receipts(books, receipts), told_lines(books, lines)
        for j in lines:
            reason, why = self._why(j, currencies)
            books.fault_line(j, Fault(reason, f"{told_lines(books, [j])} {why}{': ' if said else ''}{said}"))
        for i in receipts:
            detail = f"{told_receipts(books, [i])}: with that reference came {came}"
            first = books.line_faults[lines[0]]
            books.fault_receipt(i, first if first.reason is Reason.NO_RATE else Fault(first.reason, detail))

    def _why(self, line: int, currencies: set[str]) -> tuple[Reason, str]:
        """``currencies`` of the receipts it might have paid."""
        paid, own = self._books.lines[line], self._books.rules.currency
        if not currencies:
            return Reason.NO_STATEMENT, "has a reference under which all that statements say is paid by others"
        if paid.currency != own and paid.currency not in currencies:
            return Reason.CURRENCY_DIFFERS, "is in another currency"
        if (lacking := self.batches.lacks_rate(paid)) in currencies:
            return Reason.NO_RATE, f"can't be compared, as no rate of {lacking} to {own} is known for that day"
        return Reason.AMOUNT_DIFFERS, "has the reference and another amount"
