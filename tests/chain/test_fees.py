# SPDX-License-Identifier: Apache-2.0
"""What is offered for gas, by hand-worked numbers."""

from __future__ import annotations

import pytest
from web3.types import TxParams, Wei

from regalia.chain.fees import DEAREST, Offer, gwei


def test_of__transaction__its_offer_or_none() -> None:
    assert Offer.of(TxParams(maxFeePerGas=Wei(21), maxPriorityFeePerGas=Wei(1))) == Offer(21, 1)
    assert Offer.of(TxParams(gasPrice=Wei(5))) is None


@pytest.mark.parametrize(("base_fee", "most"), [(5, 21), (10, 21), (11, 23), (80, 161)])
def test_now__base_fee__twice_that_and_never_less_than_before(base_fee: int, most: int) -> None:
    assert Offer(21, 1).now(base_fee) == Offer(most, 1)


@pytest.mark.parametrize(
    ("base_fee", "expected"),
    [
        (22, Offer(53, 9)),
        (40, Offer(89, 9)),
        (100, Offer(209, 9)),
        (105, Offer(210, 9)),
        (209, Offer(210, 9)),
        (210, None),
        (10_000, None),
    ],
)
def test_replacing__base_fee_above_the_offer__an_eighth_more_at_least_and_ten_times_at_most(
    base_fee: int, expected: Offer | None
) -> None:
    first = Offer(21, 7)
    assert DEAREST == 10
    assert first.replacing(base_fee, first) == expected


def test_replacing__again_and_again__never_beyond_ten_times_the_first() -> None:
    first = offer = Offer(1_000, 10)
    offered = []
    while found := offer.replacing(offer.most + 1, first):
        assert found.most >= offer.most * 9 // 8 and found.priority > offer.priority * 9 // 8
        offered.append(found.most)
        offer = found
    assert offered and max(offered) <= 10_000


@pytest.mark.parametrize(
    ("wei", "text"),
    [
        (0, "0 gwei"),
        (10**9, "1 gwei"),
        (2_531_989_492, "2.531989492 gwei"),
        (10**13, "10,000 gwei"),
        (7, "0.000000007 gwei"),
    ],
)
def test_gwei__amount__plain_text(wei: int, text: str) -> None:
    assert gwei(wei) == text
