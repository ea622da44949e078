# SPDX-License-Identifier: Apache-2.0
"""Many receipts at once: what is looked for is looked up, never searched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
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
