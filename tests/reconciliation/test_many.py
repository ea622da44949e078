# SPDX-License-Identifier: Apache-2.0
"""Many receipts at once: what is looked for is looked up, never searched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from time import process_time

import pytest

from tests.reconciliation.made import DAY, Chain, booked, matched, said

MANY = 4_000
SECONDS = 6
"""Of this process alone; it takes about half a second. What compares each with each takes minutes."""


@pytest.mark.parametrize(
    ("reference", "net", "found"),
    [
        (lambda n: f"EMI-{n:05}", lambda n: 100, MANY),
        (lambda n: "", lambda n: 100 + n, MANY),
        (lambda n: "ROYALTY", lambda n: 100 + n, MANY),
        (lambda n: "ROYALTY", lambda n: 100, MANY),
        (lambda n: "", lambda n: 100, 0),
    ],
    ids=["references", "amounts", "one reference", "one reference and amount", "nothing to go by"],
)
def test_reconcile__thousands__in_no_time(
    reference: Callable[[int], str], net: Callable[[int], int], found: int
) -> None:
    chain = Chain()
    receipts = [said(net(n), reference(n), period=f"{2024 + n // 4}Q{n % 4 + 1}") for n in range(MANY)]
    lines = [booked(net(n), reference(n), on=DAY + timedelta(n % 365), bank_id=str(n)) for n in range(MANY)]
    payments = [chain.paid(net(n), reference(n), on=DAY + timedelta(n % 365)) for n in range(MANY)]
    start = process_time()
    result = matched(receipts, lines, payments)
    assert process_time() - start < SECONDS
    assert len(result.matched) == found


@pytest.mark.parametrize("reference", ["ROYALTY", ""])
def test_reconcile__thousands_of_sub_cent_nets_on_one_line__in_no_time(reference: str) -> None:
    """Paid under their reference, or known by their amounts alone."""
    chain, nets = Chain(), [f"{100 + n}.4525" for n in range(MANY)]
    receipts = [said(net, "ROYALTY", period=f"{2024 + n // 4}Q{n % 4 + 1}") for n, net in enumerate(nets)]
    line = booked(str(sum(map(Decimal, nets))), "ROYALTY")
    payments = [chain.paid(net, reference) for net in nets]
    start = process_time()
    result = matched(receipts, [line], payments)
    assert process_time() - start < SECONDS
    assert len(result.matched) == MANY


def test_reconcile__thousands_of_references_alike__in_no_time() -> None:
    chain, spelt = Chain(), ("REF-1-11", "REF-11-1", "REF111", "ref 1 11")
    receipts = [said(100 + n, spelt[n % 4], period=f"{2024 + n // 4}Q{n % 4 + 1}") for n in range(MANY)]
    payments = [chain.paid(100 + n, spelt[n % 4]) for n in range(MANY)]
    start = process_time()
    clear = matched(receipts, [booked(100 + n, spelt[n % 4]) for n in range(MANY)], payments)
    unclear = matched(receipts, [booked(100 + n, "royalty ref/111") for n in range(MANY)], payments)
    assert process_time() - start < SECONDS
    assert (len(clear.matched), len(unclear.matched)) == (MANY, 0)
