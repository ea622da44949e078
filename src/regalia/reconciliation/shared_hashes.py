# SPDX-License-Identifier: Apache-2.0
"""Bank lines and payments that have a reference in common which no statement tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from regalia.reconciliation.books import Books
from regalia.reconciliation.reference import spellings


def same_hash(books: Books, lines: Sequence[int], payments: Sequence[int]) -> dict[int, int]:
    """The line of each payment under whose reference there is one line and no other payment."""
    paid: defaultdict[bytes, set[int]] = defaultdict(set)
    for k in payments:
        paid[books.payments[k].reference].add(k)
    found: defaultdict[bytes, set[int]] = defaultdict(set)
    for j in lines if paid else ():
        for spelling in {way for text in books.lines[j].references for way in spellings(text)}:
            hash_ = books.rules.hash_of(spelling)
            if hash_ in paid:
                found[hash_].add(j)
    pairs: defaultdict[int, set[int]] = defaultdict(set)
    for hash_, bearing in found.items():
        if len(bearing) == len(paid[hash_]) == 1:
            pairs[min(paid[hash_])] |= bearing
    owners: defaultdict[int, int] = defaultdict(int)
    for bearing in pairs.values():
        for j in bearing:
            owners[j] += 1
    return {k: min(bearing) for k, bearing in pairs.items() if len(bearing) == 1 and owners[min(bearing)] == 1}
