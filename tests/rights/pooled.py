# SPDX-License-Identifier: Apache-2.0
"""Rights in the pool of a deal that is still offered, and the days that are noted of them."""

from __future__ import annotations

from tests.support.deal import DealContracts
from tests.support.rights import USD, PoolSpec, RightsDesk, number


def pooled(desk: RightsDesk, *rights: bytes, terms: PoolSpec | None = None, licence: int = 0) -> DealContracts:
    deal = desk.deal()
    desk.open(deal, terms)
    desk.pledge(deal, *rights, licence=licence)
    return deal


def next_day(desk: RightsDesk, deal: DealContracts) -> int:
    return int(desk.pool.read("sumsOf", deal.deal.address)[3])


def until(desk: RightsDesk, serial: int, day: int, amount: int = 100 * USD) -> bytes:
    """A good right whose valuation is good through that day."""
    right = number(serial)
    desk.enter(right)
    desk.happen(right, 1, 4)
    desk.value(right, amount, until=day)
    return right
