# SPDX-License-Identifier: Apache-2.0
"""What time brings: until somebody has looked at what is due, the pool tells nothing; then it goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.rights.pooled import next_day, pooled, until
from tests.support import whole
from tests.support.chain import refused, refused_whole
from tests.support.deal import DealContracts
from tests.support.rights import MATURITY, MILLION, USD, RightsDesk
from tests.support.rights_acts import (
    CLOSED_ON,
    PATENT_1,
    count_of,
    held_under_licence,
    on,
    settle,
)
from tests.support.roles import actor

FOR_EVER = 20991231
LAST_SECOND = 86_399


LABELS = ("pool-value", "rights-stale", "rights-expired", "rights-untitled", "rights-unlicensed", "largest-licensee")


def stale(desk: RightsDesk) -> DealContracts:
    return pooled(desk, until(desk, 1, 20240430))


def expiring(desk: RightsDesk) -> DealContracts:
    desk.enter(PATENT_1, expiry=MATURITY)
    desk.happen(PATENT_1, 1, 4)
    desk.value(PATENT_1, 100 * USD, until=FOR_EVER)
    return pooled(desk, PATENT_1)


def licence_ends(desk: RightsDesk) -> DealContracts:
    deal = pooled(desk, until(desk, 1, FOR_EVER))
    desk.licence(PATENT_1, actor("maker"), MILLION, until=20240430)
    return deal


def licence_begins(desk: RightsDesk) -> DealContracts:
    deal = pooled(desk, until(desk, 1, FOR_EVER))
    desk.licence(PATENT_1, actor("maker"), 250_000, start=20240301, until=FOR_EVER)
    return deal


def basis_ends(desk: RightsDesk) -> DealContracts:
    held_under_licence(desk, PATENT_1, 100 * USD)
    desk.value(PATENT_1, 100 * USD, until=FOR_EVER)
    return pooled(desk, PATENT_1, licence=1)


HUNDRED = 100 * USD
BROUGHT: dict[str, tuple[Callable[[RightsDesk], DealContracts], int, int, tuple[int, ...], tuple[int, ...]]] = {
    "a valuation goes stale": (
        stale,
        20240430,
        20240501,
        (HUNDRED, 0, 0, 0, MILLION, 0),
        (60 * USD, MILLION, 0, 0, MILLION, 0),
    ),
    "a right expires": (
        expiring,
        MATURITY,
        MATURITY + 1,
        (HUNDRED, 0, 0, 0, MILLION, 0),
        (0, 0, MILLION, 0, MILLION, MILLION),
    ),
    "a licence ends": (
        licence_ends,
        20240430,
        20240501,
        (HUNDRED, 0, 0, 0, 0, MILLION),
        (HUNDRED, 0, 0, 0, MILLION, 0),
    ),
    "a licence begins, after a leap day": (
        licence_begins,
        20240229,
        20240301,
        (HUNDRED, 0, 0, 0, MILLION, 0),
        (HUNDRED, 0, 0, 0, 750_000, 250_000),
    ),
    "the licence it is held under ends": (
        basis_ends,
        MATURITY,
        MATURITY + 1,
        (HUNDRED, 0, 0, 0, MILLION, 0),
        (0, 0, 0, MILLION, MILLION, MILLION),
    ),
}


@pytest.mark.parametrize("case", list(BROUGHT))
def test_time__brings_something__due_from_midnight_on_and_counted_once_settled(desk: RightsDesk, case: str) -> None:
    make, last, after, before, then = BROUGHT[case]
    deal = make(desk)
    assert next_day(desk, deal) == last
    on(desk, last, LAST_SECOND)
    assert desk.facts(deal, *LABELS) == before
    assert settle(desk, deal) == 0
    on(desk, after)
    with refused("RightsPool_Due", day=last, today=after):
        desk.facts(deal, *LABELS)
    assert settle(desk, deal) == 1
    assert desk.facts(deal, *LABELS) == then


def test_settle__in_parts__oldest_first_and_facts_only_after_the_last(desk: RightsDesk) -> None:
    rights = [until(desk, serial, day) for serial, day in ((1, 20240503), (2, 20240501), (3, 20240502), (4, FOR_EVER))]
    deal = pooled(desk, *rights)
    on(desk, 20240504)
    for looked_at, day_before, day_after in ((1, 20240501, 20240502), (2, 20240502, 20240503), (0, 20240503, 0)):
        with refused("RightsPool_Due", day=day_before, today=20240504):
            desk.facts(deal, "pool-value")
        assert settle(desk, deal, 1) == 1
        assert count_of(desk, rights[looked_at])["conditions"] == 1 << 6
        if day_after:
            assert next_day(desk, deal) == day_after
    assert desk.facts(deal, "pool-value", "rights-stale") == (280 * USD, 750_000)
    assert settle(desk, deal, 1) == 0


def test_settle__more_than_is_due__looks_at_what_is(desk: RightsDesk) -> None:
    deal = pooled(desk, *(until(desk, serial, 20240430) for serial in range(1, 6)))
    on(desk, 20240501)
    assert settle(desk, deal, 0) == 0
    assert settle(desk, deal, 3) == 3
    assert settle(desk, deal, 3) == 2
    assert desk.facts(deal, "rights-stale") == (MILLION,)


def test_payment_date__something_is_due__waits_and_goes_on_after_settling(desk: RightsDesk) -> None:
    right = until(desk, 1, 20240331, 2_000_000 * USD)
    deal = pooled(desk, right)
    deal.sell(whole.ALLOCATION)
    deal.close()
    deal.pay_royalty(50_000 * USD)
    report = deal.report(50_000 * USD)
    deal.reach(1)
    deal.submit(report)
    with refused_whole(desk.chain, "RightsPool_Due", day=20240331, today=20240420):
        deal.execute(report)
    assert settle(desk, deal) == 1
    done = deal.execute(report)
    assert done.only("FactsTaken")["facts"] == (1_200_000 * USD, 0, MILLION, 0)
    assert deal.deal.read("nextPeriod") == 2


def test_close__something_is_due__waits_for_settling(desk: RightsDesk) -> None:
    """The valuation is of the last but one day of the offering."""
    deal = pooled(desk, until(desk, 1, 20240129))
    deal.sell(whole.ALLOCATION)
    with refused_whole(desk.chain, "RightsPool_Due", day=20240129, today=CLOSED_ON):
        deal.close()
    settle(desk, deal)
    deal.close()
