# SPDX-License-Identifier: Apache-2.0
"""Fees: enough for the next blocks, an eighth more to replace, never above the ceiling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regalia.relay.fees import GWEI, FeePolicy
from regalia.relay.work import Attempt, Fees

POLICY = FeePolicy(ceiling=100 * GWEI, priority=GWEI, blocks=5, seconds=120)


def attempt(most: int = 20 * GWEI, block: int | None = 10, time: int | None = 1_000) -> Attempt:
    return Attempt(1, 0, None, b"", "0x", 21_000, Fees(most, GWEI), block, time)


def test_first__twice_the_base_fee_and_the_priority() -> None:
    assert POLICY.first(10 * GWEI) == Fees(21 * GWEI, GWEI)


def test_first__near_and_above_the_ceiling__capped_then_none() -> None:
    assert POLICY.first(60 * GWEI) == Fees(100 * GWEI, GWEI)
    assert POLICY.first(100 * GWEI - 1) == Fees(100 * GWEI, GWEI)
    assert POLICY.first(100 * GWEI) is None


@given(most=st.integers(1, 88 * GWEI), part=st.integers(0, 100), base_fee=st.integers(0, 200 * GWEI))
def test_replacing__anything__an_eighth_more_of_both_and_below_the_ceiling(most: int, part: int, base_fee: int) -> None:
    former = Fees(most, most * part // 100)
    fees = POLICY.replacing(former, base_fee)
    assert fees is not None
    assert 8 * fees.most >= 9 * former.most and 8 * fees.priority >= 9 * former.priority
    assert fees.priority <= fees.most <= POLICY.ceiling


def test_replacing__would_pass_the_ceiling__none() -> None:
    assert POLICY.replacing(Fees(89 * GWEI, GWEI), GWEI) is None


@pytest.mark.parametrize(
    ("block", "time", "base_fee", "stuck"),
    [
        (10, 1_000, GWEI, False),
        (14, 1_119, GWEI, False),
        (15, 1_001, GWEI, True),
        (11, 1_120, GWEI, True),
        (10, 9_999, GWEI, False),  # no block since: nothing could be mined
        (11, 1_001, 21 * GWEI, True),
        (10, 1_000, 21 * GWEI, False),
    ],
)
def test_is_stuck__by_blocks_and_the_chains_time(block: int, time: int, base_fee: int, stuck: bool) -> None:
    assert POLICY.is_stuck(attempt(), block, time, base_fee) is stuck


def test_is_stuck__never_sent__no() -> None:
    assert not POLICY.is_stuck(attempt(block=None, time=None), 10**6, 10**9, 50 * GWEI)
