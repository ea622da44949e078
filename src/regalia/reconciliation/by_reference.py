# SPDX-License-Identifier: Apache-2.0
"""Bank lines and receipts that have a payment reference in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from regalia.reconciliation.books import Books, Fault
from regalia.reconciliation.model import Reason
from regalia.reconciliation.reference import References
from regalia.reconciliation.reference_group import ReferenceGroup
from regalia.reconciliation.words import told_lines, told_receipts, written_text


def tie_lines(books: Books) -> None:
    """Each line to what it paid, of the receipts whose reference it bears. What bears one and fits nothing is at fault."""
    receipts: defaultdict[str, list[int]] = defaultdict(list)
    for i, key in enumerate(books.keys):
        if key:
            receipts[key].append(i)
    lines, unclear = _lines_by_key(books, receipts)
    groups = {
        key: ReferenceGroup(books, receipts[key]) for key in sorted(lines.keys() | {k for _, ks in unclear for k in ks})
    }
    disputed: list[tuple[int, Fault]] = []
    for j, keys in unclear:
        fitting = [key for key in keys if groups[key].batches.fitting(books.lines[j])]
        if len(fitting) == 1:
            lines[fitting[0]].append(j)
            continue
        reason = Reason.AMBIGUOUS if fitting else Reason.AMOUNT_DIFFERS
        named = [i for key in keys for i in receipts[key]]
        books.fault_line(j, Fault(reason, _unclear_text(books, j, len(keys), named)))
        disputed += [(i, books.line_faults[j]) for i in named]
    for key, group in groups.items():
        group.settle(sorted(lines[key]))
    for i, fault in disputed:
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


def _lines_by_key(
    books: Books, receipts: Mapping[str, Sequence[int]]
) -> tuple[defaultdict[str, list[int]], list[tuple[int, tuple[str, ...]]]]:
    """The lines that bear one known reference, and those that bear several."""
    known, lines = References(receipts), defaultdict[str, list[int]](list)
    unclear: list[tuple[int, tuple[str, ...]]] = []
    for j, line in enumerate(books.lines):
        keys = known.found_in(line.references)
        if (fault := books.line_faults.get(j)) is not None:
            if fault.reason is Reason.REVERSED and not line.reversal:
                for key in keys:
                    books.taken_back.setdefault(key, []).append(j)
        elif len(keys) == 1:
            lines[keys[0]].append(j)
        elif keys:
            unclear.append((j, keys))
    return lines, unclear


def _unclear_text(books: Books, line: int, count: int, receipts: Sequence[int]) -> str:
    written = written_text(books.lines[line])
    return (
        f"{told_lines(books, [line])} names {count} references ({written}), and its amount doesn't tell which is meant: "
        f"{told_receipts(books, receipts)}"
    )
