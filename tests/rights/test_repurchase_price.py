# SPDX-License-Identifier: Apache-2.0
"""What a repurchase costs, and that it is paid in full or not at all."""

from __future__ import annotations

import pytest

from tests.support.chain import refused_whole
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.rights import MILLION, NONE, USD, PoolSpec, RightsDesk
from tests.support.rights_acts import (
    ORIGINATOR,
    PATENT_1,
    buy_back,
    demand,
    fund,
    repurchase,
)
from tests.support.roles import actor


def demands_of(desk: RightsDesk, right: bytes) -> tuple[int, bool]:
    pledge = desk.pool.read("pledgeOf", right)
    return pledge["demands"], pledge["demanded"]


PRICES = [(3, 950_000, 3), (7, 900_000, 7), (10, MILLION, 10), (1, 1, 1), (999_999, 1, 1), (1_000_001, 1, 2)]


@pytest.mark.parametrize(("value", "rate", "price"), PRICES)
def test_price__rounded_up(desk: RightsDesk, value: int, rate: int, price: int) -> None:
    deal, _ = desk.live(value, terms=PoolSpec(repurchase_price=rate))
    demand(desk, PATENT_1)
    desk.value(PATENT_1, 10**9)  # the price is of the value at pledge
    assert desk.pool.read("priceOf", PATENT_1) == price
    repurchase(desk, PATENT_1)
    assert deal.cash()[0] == price


def test_price__of_the_largest_there_is__can_be_paid(desk: RightsDesk) -> None:
    deal, _ = desk.live(2**84 - 1)
    demand(desk, PATENT_1)
    repurchase(desk, PATENT_1)
    assert deal.cash()[0] == 2**84 - 1


@pytest.mark.parametrize(("value", "rate"), [(0, MILLION), (100 * USD, 0)])
def test_price__zero__free_without_a_payment(desk: RightsDesk, value: int, rate: int) -> None:
    deal, _ = desk.live(value, terms=PoolSpec(repurchase_price=rate))
    demand(desk, PATENT_1)
    done = buy_back(desk, PATENT_1, most=0)
    assert (done.only("RightRepurchased")["price"], done.all("RoyaltyPaid")) == (0, [])
    assert desk.registry.read("poolOf", PATENT_1) == NONE
    assert deal.cash()[0] == 0


def test_repurchase__above_what_he_would_pay__refused(desk: RightsDesk) -> None:
    desk.live(100 * USD)
    demand(desk, PATENT_1)
    fund(desk, 100 * USD)
    with refused_whole(desk.chain, "RightsPool_AbovePrice", most=100 * USD - 1, price=100 * USD):
        buy_back(desk, PATENT_1, 100 * USD - 1)
    buy_back(desk, PATENT_1, 100 * USD)


def test_repurchase__without_the_money_or_the_leave__refused_and_still_pledged(desk: RightsDesk) -> None:
    deal, _ = desk.live(100 * USD)
    demand(desk, PATENT_1)
    held = desk.money.read("balanceOf", ORIGINATOR)
    with refused_whole(
        desk.chain, "ERC20InsufficientAllowance", spender=desk.pool.address, allowance=0, needed=100 * USD
    ):
        buy_back(desk, PATENT_1)
    fund(desk, 0)
    with refused_whole(desk.chain, "ERC20InsufficientBalance", sender=ORIGINATOR, balance=held, needed=100 * USD):
        buy_back(desk, PATENT_1)
    assert desk.facts(deal, "rights-breached") == (MILLION,)


@pytest.fixture
def charging(platform: Platform) -> tuple[RightsDesk, DealContracts]:
    """A live deal in a token that has begun to keep 1% of every transfer; a repurchase is demanded."""
    token = platform.money("MockFeeToken")
    token.send("charge", False, by=actor("admin"))
    desk = RightsDesk(platform, token)
    deal, _ = desk.live(100 * USD, 300 * USD)
    demand(desk, PATENT_1)
    token.send("charge", True, by=actor("admin"))
    return desk, deal


def test_token__keeps_a_fee__repurchase_refused(charging: tuple[RightsDesk, DealContracts]) -> None:
    desk, deal = charging
    fund(desk, 100 * USD)
    with refused_whole(
        desk.chain, "ERC20InsufficientBalance", sender=desk.pool.address, balance=98 * USD, needed=99 * USD
    ):
        buy_back(desk, PATENT_1)
    assert (deal.cash()[0], demands_of(desk, PATENT_1)) == (0, (1, True))
    desk.money.send("charge", False, by=actor("admin"))
    buy_back(desk, PATENT_1)
    assert deal.cash()[0] == 100 * USD


def test_token__keeps_a_fee_and_the_pool_holds_more__refused_by_the_escrow(
    charging: tuple[RightsDesk, DealContracts],
) -> None:
    desk, _ = charging
    desk.money.send("mint", desk.pool.address, 50 * USD, by=actor("anybody"))
    fund(desk, 100 * USD)
    with refused_whole(desk.chain, "RoyaltyEscrow_AmountReceived", expected=100 * USD, received=99 * USD):
        buy_back(desk, PATENT_1)
