# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regalia.domain.money import Currency
from regalia.ledger.tranche_payments import pool_factor_down
from regalia.reports.shares import apportion, factor_decimal
from tests.domain.small_deals import NOTES, PASS_THROUGH


@given(st.integers(0, 2**96), st.lists(st.integers(0, 2**96), min_size=1, max_size=4).filter(any))
def test_apportion__any_amount__adds_up_and_each_part_is_within_one_unit(amount: int, weights: list[int]) -> None:
    parts = apportion(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert part >= 0
        assert abs(part * sum(weights) - amount * weight) < sum(weights)
        assert weight or not part


def test_apportion__uneven_split__boundaries_round_down() -> None:
    # boundaries 10/3 = 3.33 and 20/3 = 6.67
    assert apportion(10, (1, 1, 1)) == (3, 3, 4)


def test_apportion__one_kind_only__takes_all() -> None:
    assert apportion(7, (0, 5, 0)) == (0, 7, 0)


def test_apportion__nothing_to_share__zeros() -> None:
    assert apportion(0, (0, 0, 0)) == (0, 0, 0)


def test_apportion__amount_without_weights__refused() -> None:
    with pytest.raises(ValueError, match="1 can't be shared out"):
        apportion(1, (0, 0))


def test_per_unit__uneven__rounds_down() -> None:
    assert Currency("USD", 6).per_unit_down(2, 3) == Decimal("0.000000666666")


def test_pool_factor__third_outstanding__rounds_down() -> None:
    original = NOTES.tranches[0].original_balance
    assert pool_factor_down(NOTES, 0, original) == 1_000_000
    assert pool_factor_down(NOTES, 0, original // 3) == (original // 3) * 10**6 // original


def test_pool_factor__never_a_balance__none() -> None:
    assert pool_factor_down(PASS_THROUGH, 0, 0) is None
    assert factor_decimal(None) is None


def test_factor_decimal__all_six_decimals__kept() -> None:
    assert str(factor_decimal(266_800)) == "0.266800"
