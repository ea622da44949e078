# SPDX-License-Identifier: Apache-2.0
"""At closing the pool is what the terms ask, or the deal doesn't close."""

from __future__ import annotations

import pytest

from tests.support import whole
from tests.support.chain import refused_whole
from tests.support.deal import DealContracts
from tests.support.rights import INVALIDATED, LAPSED, MILLION, REINSTATED, USD, PoolSpec, RightsDesk, label, number
from tests.support.rights_acts import PATENT_1, PATENT_2


def sold(desk: RightsDesk, *values: int, terms: PoolSpec | None = None) -> DealContracts:
    """Sold out on rights of these values, not closed."""
    deal = desk.deal()
    desk.open(deal, terms)
    desk.pledge(deal, *(desk.good(number(serial), amount) for serial, amount in enumerate(values, 1)))
    deal.sell(whole.ALLOCATION)
    return deal


@pytest.mark.parametrize(("values", "least", "asked"), [((), 0, 1), ((), 1, 1), ((1, 1), 3, 3)])
def test_close__too_few_rights__refused(desk: RightsDesk, values: tuple[int, ...], least: int, asked: int) -> None:
    deal = sold(desk, *values, terms=PoolSpec(least_rights=least))
    with refused_whole(desk.chain, "RightsPool_TooFewRights", least=asked, given=len(values)):
        deal.close()
    desk.pledge(deal, *(desk.good(number(serial), 1) for serial in range(8, 8 + asked - len(values))))
    deal.close()
    assert deal.deal.read("status") == 3


def test_close__worth_too_little__refused_until_worth_enough(desk: RightsDesk) -> None:
    deal = sold(desk, 100 * USD, 100 * USD - 1, terms=PoolSpec(least_value=200 * USD))
    with refused_whole(desk.chain, "RightsPool_ValueTooSmall", least=200 * USD, given=200 * USD - 1):
        deal.close()
    desk.value(PATENT_2, 100 * USD)
    deal.close()
    assert deal.deal.read("status") == 3


def test_close__value_counts_after_haircuts(desk: RightsDesk) -> None:
    deal = sold(desk, 100 * USD, 100 * USD, terms=PoolSpec(least_value=200 * USD))
    desk.happen(PATENT_1, LAPSED)
    with refused_whole(desk.chain, "RightsPool_ValueTooSmall", least=200 * USD, given=100 * USD):
        deal.close()
    desk.happen(PATENT_1, REINSTATED)
    deal.close()


def test_close__limit_broken__refused_by_the_first_and_with_both_numbers(desk: RightsDesk) -> None:
    limits = (("rights-invalidated", 250_000), ("rights-lapsed", 249_999), ("largest-right", 0))
    deal = sold(desk, 100 * USD, 100 * USD, 200 * USD, terms=PoolSpec(limits=limits))
    desk.happen(PATENT_1, INVALIDATED)
    desk.happen(PATENT_2, LAPSED)
    with refused_whole(desk.chain, "RightsPool_LimitBroken", label=label("rights-lapsed"), most=249_999, given=250_000):
        deal.close()
    desk.happen(PATENT_2, REINSTATED)
    with refused_whole(desk.chain, "RightsPool_LimitBroken", label=label("largest-right"), most=0, given=666_667):
        deal.close()


@pytest.mark.parametrize("most", [499_999, 500_000])
def test_close__at_a_limit__closes_and_a_millionth_above_not(desk: RightsDesk, most: int) -> None:
    deal = sold(desk, 100 * USD, 100 * USD, terms=PoolSpec(limits=(("largest-right", most),)))
    if most == 500_000:
        deal.close()
        assert deal.deal.read("status") == 3
    else:
        with refused_whole(
            desk.chain, "RightsPool_LimitBroken", label=label("largest-right"), most=most, given=500_000
        ):
            deal.close()


def test_close__rights_worth_nothing__breaks_every_limit_below_a_million(desk: RightsDesk) -> None:
    deal = sold(desk, 0, terms=PoolSpec(limits=(("rights-lapsed", MILLION), ("rights-expired", MILLION - 1))))
    with refused_whole(
        desk.chain, "RightsPool_LimitBroken", label=label("rights-expired"), most=MILLION - 1, given=MILLION
    ):
        deal.close()


def test_close__sold_out_and_rights_pledged_after__closes(desk: RightsDesk) -> None:
    deal = desk.deal()
    deal.sell(whole.ALLOCATION)
    desk.open(deal)
    desk.pledge(deal, desk.good(PATENT_1, 1))
    deal.close()
    assert desk.pool.read("sumsOf", deal.deal.address)[4] == 1
