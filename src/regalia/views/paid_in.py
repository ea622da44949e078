# SPDX-License-Identifier: Apache-2.0
"""Who paid into collection, and for which licence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from regalia.domain.program import PPM
from regalia.ledger.model import RoyaltyReceipt
from regalia.views.seen import DealNow, share

MOST = 50
"""Payers and licences that have a line of their own: anybody can pay in, and call it what he likes."""


@dataclass(frozen=True)
class PaidIn:
    """By one payer, or for one licence: ``count`` payments. ``name`` is empty where nobody is known by it; shares are rounded down."""

    id: str
    name: str
    amount: Decimal
    share: Decimal
    count: int


def paid_in_by(
    now: DealNow, receipts: Iterable[RoyaltyReceipt], key: Callable[[RoyaltyReceipt], str], name: Callable[[str], str]
) -> tuple[PaidIn, ...]:
    """Sums by the key, largest first."""
    sums, counts = defaultdict[str, int](int), defaultdict[str, int](int)
    for receipt in receipts:
        sums[key(receipt)] += receipt.amount
        counts[key(receipt)] += 1
    total = sum(sums.values())
    return tuple(
        PaidIn(of, name(of), now.money(amount), share(amount * PPM // total if total else 0), counts[of])
        for of, amount in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def text_of(word: str) -> str:
    """A ``0x…`` word as the text somebody wrote into it; empty where it is none."""
    text = bytes.fromhex(word[2:]).rstrip(b"\0").decode("utf-8", "replace").strip()
    return text if text.isprintable() and "\ufffd" not in text else ""
