# SPDX-License-Identifier: Apache-2.0
"""Bank lines and receipts that have a payment reference in common."""

from __future__ import annotations

from collections import defaultdict

from regalia.reconciliation.books import Books, Fault
from regalia.reconciliation.model import Reason
from regalia.reconciliation.reference import Named
from regalia.reconciliation.reference_group import ReferenceGroup
from regalia.reconciliation.words import told_lines, told_receipts, written_text


def tie_lines(books: Books) -> None:
    """Each line to what it paid, of the receipts whose reference it bears. What bears one and fits nothing is at fault."""
    receipts: defaultdict[str, list[int]] = defaultdict(list)
    for i, key in enumerate(books.keys):
        if key:
            receipts[key].append(i)
    lines, unclear = _lines_by_key(books)
    groups = {
        key: ReferenceGroup(books, receipts[key])
        for key in sorted(lines.keys() | {key for named in unclear for key in (*named.meant, *named.alike)})
    }
    disputed: dict[str, Fault] = {}
    for named, bearing in sorted(unclear.items()):
        keys = (*named.meant, *named.alike)
        told = told_receipts(books, [i for key in keys for i in receipts[key]])
        for j in bearing:
            fitting = [key for key in keys if groups[key].batches.fitting(books.lines[j])]
            if len(fitting) == 1 and fitting[0] in named.meant:
                lines[fitting[0]].append(j)
                continue
            reason = Reason.AMBIGUOUS if fitting or named.alike else Reason.AMOUNT_DIFFERS
            books.fault_line(j, Fault(reason, f"{_unclear_text(books, j, named)}: {told}"))
            for key in keys:
                disputed.setdefault(key, books.line_faults[j])
    for key, group in groups.items():
        group.settle(sorted(lines[key]))
    for key, fault in disputed.items():
        for i in receipts[key]:
            if i not in books.line_of:
                books.fault_receipt(i, fault)
    _without_rate(books)


def _without_rate(books: Books) -> None:
    """A line in the receipt's own currency can be told without a rate, what it comes to can't."""
    for i, j in books.line_of.items():
        currency, day = books.receipts[i].currency, books.lines[j].booked_on
        if books.rules.rate(currency, day) is None:
            said = f"{told_receipts(books, [i])}; {told_lines(books, [j])}"
            why = f"no rate of {currency} to {books.rules.currency} is known for that day"
            books.fault_receipt(i, Fault(Reason.NO_RATE, f"{said}: {why}"))


def _lines_by_key(books: Books) -> tuple[defaultdict[str, list[int]], defaultdict[Named, list[int]]]:
    """The lines that bear one known reference, and those that bear several or one of several that are alike."""
    lines: defaultdict[str, list[int]] = defaultdict(list)
    unclear: defaultdict[Named, list[int]] = defaultdict(list)
    for j, line in enumerate(books.lines):
        named = books.references.found_in(line.references)
        if (fault := books.line_faults.get(j)) is not None:
            if fault.reason is Reason.REVERSED and not line.reversal:
                for key in named.meant:
                    books.taken_back.setdefault(key, []).append(j)
        elif named.alike or len(named.meant) > 1:
            unclear[named].append(j)
        elif named.meant:
            lines[named.meant[0]].append(j)
    return lines, unclear


def _unclear_text(books: Books, line: int, named: Named) -> str:
    said = f"{told_lines(books, [line])}, on which is written {written_text(books.lines[line])},"
    if named.alike:
        return f"{said} has a reference that statements spell in {len(named.alike)} other ways, and it can't be told which is meant"
    return f"{said} names {len(named.meant)} references, and its amount doesn't tell which is meant"
