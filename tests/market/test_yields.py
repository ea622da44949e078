# SPDX-License-Identifier: Apache-2.0
"""Yields against figures known beforehand, and where there is none."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.market.payments import Payment
from regalia.market.yields import yield_at

TODAY = date(2021, 1, 1)


def flows(*amounts: int, days: int = 365) -> list[Payment]:
    """So many days apart, the first one of them from today."""
    return [Payment(TODAY + timedelta(days * (i + 1)), amount) for i, amount in enumerate(amounts)]


@pytest.mark.parametrize(
    ("payments", "price", "rate"),
    [
        (flows(0, 121), 100, "0.1"),
        (flows(10, 110), 100, "0.1"),
        (flows(50, 50), 100, "0"),
        (flows(0, 25), 100, "-0.5"),
        (flows(300), 100, "2"),
        (flows(110, days=730), 100, "0.048809"),
        (flows(101, days=73), 100, "0.051010"),
    ],
)
def test_yield__of_flows__effective_a_year(payments: list[Payment], price: int, rate: str) -> None:
    found = yield_at(payments, price, TODAY)
    assert (found.rate, found.why) == (Decimal(rate).quantize(Decimal("0.000001")), "")


@pytest.mark.parametrize(
    ("payments", "price", "why"),
    [
        (flows(100), 0, "there is no price"),
        ([], 100, "no payment is projected"),
        (flows(0, 0), 100, "no payment is projected"),
        (flows(1), 10**6, "more than 99.9% a year would be lost"),
        (flows(10**6), 1, "above 100,000% a year"),
        ([Payment(TODAY, 101)], 100, "above 100,000% a year"),
        ([Payment(TODAY - timedelta(9), 99)], 100, "more than 99.9% a year would be lost"),
    ],
)
def test_yield__where_there_is_none__says_why(payments: list[Payment], price: int, why: str) -> None:
    found = yield_at(payments, price, TODAY)
    assert found.rate is None
    assert why in found.why


def test_yield__a_payment_is_late__counts_as_if_paid_today() -> None:
    late = Payment(TODAY - timedelta(30), 50)
    assert yield_at([late, *flows(55)], 100, TODAY).rate == Decimal("0.1")


@settings(max_examples=30)
@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=12), st.integers(1, 10**12), st.integers(1, 10**12))
def test_yield__a_higher_price__never_more(amounts: list[int], price: int, more: int) -> None:
    cheap, dear = (yield_at(flows(*amounts, days=91), p, TODAY).rate for p in (price, price + more))
    if cheap is not None and dear is not None:
        assert dear <= cheap


@pytest.mark.parametrize("price", [1, 10**6, 10**30])
def test_yield__amounts_of_any_size__to_the_last_place(price: int) -> None:
    assert yield_at(flows(0, 4 * price), price, TODAY).rate == Decimal("1")
