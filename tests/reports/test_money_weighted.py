# SPDX-License-Identifier: Apache-2.0
"""The money-weighted yield, by hand-worked cases."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regalia.reports.money_weighted import Flow, money_weighted

DAY = date(2024, 1, 1)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def test_yield__one_year_later__is_the_growth() -> None:
    assert money_weighted([Flow(DAY, -100)], 108, after(365)).rate == Decimal("0.080000")


def test_yield__half_a_year__is_compounded() -> None:
    # (1 + r)^(73/365) = 1.05, so r = 1.05^5 - 1
    assert money_weighted([Flow(DAY, -100)], 105, after(73)).rate == Decimal("0.276282")


def test_yield__two_coupons_and_the_balance__discounts_to_what_was_paid() -> None:
    # 1,000 = 80/1.08 + 1,080/1.08^2
    flows = [Flow(DAY, -1_000), Flow(after(365), 80)]
    assert money_weighted(flows, 1_080, after(730)).rate == Decimal("0.080000")


def test_yield__as_much_back_as_went_in__is_zero() -> None:
    flows = [Flow(DAY, -100), Flow(after(180), 50)]
    assert money_weighted(flows, 50, after(365)).rate == 0


def test_yield__less_back__is_negative() -> None:
    assert money_weighted([Flow(DAY, -100)], 81, after(730)).rate == Decimal("-0.100000")


def test_yield__money_in_again_after_some_came_out__nearest_to_zero() -> None:
    # -1,000 + 2,300/(1 + r) - 1,320/(1 + r)^2 is zero at 10% and at 20%
    flows = [Flow(DAY, -1_000), Flow(after(365), 2_300), Flow(after(730), -1_320)]
    assert money_weighted(flows, 0, after(730)).rate == Decimal("0.100000")


def test_yield__order_of_flows__does_not_matter() -> None:
    flows = [Flow(DAY, -100), Flow(after(90), 20), Flow(after(100), -30)]
    assert money_weighted(flows, 120, after(365)) == money_weighted(flows[::-1], 120, after(365))


@pytest.mark.parametrize(
    ("flows", "worth", "days", "why"),
    [
        ([], 0, 365, "nothing was paid in"),
        ([Flow(DAY, 100)], 50, 365, "nothing was paid in"),
        ([Flow(DAY, -100)], 100, 0, "no day has passed since it was paid in"),
        ([Flow(DAY, -100)], 0, 365, "nothing came back"),
        ([Flow(DAY, -(10**9))], 1, 365, "so little came back that more than 99.9% a year was lost"),
        ([Flow(DAY, -1)], 10**9, 365, "it is above 100,000% a year"),
    ],
    ids=["empty", "only-out", "same-day", "lost", "nearly-lost", "beyond"],
)
def test_yield__where_there_is_none__says_why(flows: list[Flow], worth: int, days: int, why: str) -> None:
    found = money_weighted(flows, worth, after(days))
    assert (found.rate, found.why) == (None, why)


@given(
    price=st.integers(1_000_000, 10**12),
    parts=st.lists(st.tuples(st.integers(1, 3_000), st.integers(0, 10**12)), min_size=1, max_size=6),
)
def test_yield__any_purchase__discounts_what_came_back_to_the_price(price: int, parts: list[tuple[int, int]]) -> None:
    flows = [Flow(DAY, -price), *(Flow(after(days), amount) for days, amount in parts)]
    found = money_weighted(flows, 0, after(3_000))
    if found.rate is not None:
        # one step of the sixth decimal either way brackets the price
        step = Decimal("0.000002")
        low, high = (_worth(parts, found.rate + move) for move in (step, -step))
        assert low <= price <= high


def _worth(parts: list[tuple[int, int]], rate: Decimal) -> Decimal:
    return sum((amount / (1 + rate) ** (Decimal(days) / 365) for days, amount in parts), Decimal(0))
