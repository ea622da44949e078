# SPDX-License-Identifier: Apache-2.0
"""What a venue gets: from the maker's side, rounded down, never above the deal's cap."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from regalia.domain.transfer_rules import TransferRules
from tests.contracts.desk_world import (
    FEE_CAP,
    HELD,
    MAKER,
    MONEY,
    NOBODY,
    PRICE,
    TAKER,
    VENUE,
    DeskWorld,
    undone_world,
)
from tests.support.chain import refused_whole

CAP = FEE_CAP * 100
"""In ppm."""


@pytest.fixture
def world() -> Iterator[DeskWorld]:
    yield from undone_world()


@pytest.mark.parametrize("fee", [1, CAP])
def test_fill__maker_sells__the_fee_is_taken_off_what_he_gets(world: DeskWorld, fee: int) -> None:
    done = world.fill(world.order(venue=VENUE, venue_fee=fee), 7)
    cash = 7 * PRICE
    due = cash * fee // 1_000_000
    assert (world.cash(MAKER.address), world.cash(TAKER.address)) == (MONEY + cash - due, MONEY - cash)
    assert world.cash(VENUE) == due == done.only("OrderFilled")["fee"]


@pytest.mark.parametrize("fee", [1, CAP])
def test_fill__maker_buys__he_pays_the_fee_on_top(world: DeskWorld, fee: int) -> None:
    done = world.fill(world.order(sells=False, venue=VENUE, venue_fee=fee), 7)
    cash = 7 * PRICE
    due = cash * fee // 1_000_000
    assert (world.cash(MAKER.address), world.cash(TAKER.address)) == (MONEY - cash - due, MONEY + cash)
    assert world.cash(VENUE) == due == done.only("OrderFilled")["fee"]


@pytest.mark.parametrize("fee", [CAP + 1, 1_000_000, 2**256 - 1])
def test_fill__fee_above_the_cap__refused_with_both(world: DeskWorld, fee: int) -> None:
    with refused_whole(world.chain, "SettlementDesk_FeeTooHigh", cap=CAP, fee=fee):
        world.fill(world.order(venue=VENUE, venue_fee=fee))


def test_fill__deal_without_a_cap__no_fee_at_all() -> None:
    world = DeskWorld(rules=TransferRules())
    with refused_whole(world.chain, "SettlementDesk_FeeTooHigh", cap=0, fee=1):
        world.fill(world.order(venue=VENUE, venue_fee=1))
    world.fill(world.order(venue=VENUE))
    assert world.cash(VENUE) == 0


def test_fill__cap_of_the_whole_price__the_seller_may_give_all_of_it() -> None:
    world = DeskWorld(rules=TransferRules(venue_fee_cap=10_000))
    world.fill(world.order(venue=VENUE, venue_fee=1_000_000))
    assert world.has(MAKER.address) == (HELD - 100, MONEY)
    assert world.cash(VENUE) == 100 * PRICE


def test_fill__fee_for_nobody__refused(world: DeskWorld) -> None:
    with refused_whole(world.chain, "SettlementDesk_NoVenue", fee=CAP):
        world.fill(world.order(venue=NOBODY, venue_fee=CAP))


@pytest.mark.parametrize("sells", [True, False], ids=["maker sells", "maker buys"])
@pytest.mark.parametrize("venue", [MAKER.address, TAKER.address], ids=["maker", "taker"])
def test_fill__a_party_is_the_venue__as_any_other(world: DeskWorld, sells: bool, venue: str) -> None:
    world.fill(world.order(sells=sells, venue=venue, venue_fee=CAP), 7)
    cash = 7 * PRICE
    due = cash * CAP // 1_000_000 if venue == TAKER.address else 0
    gained = (cash if sells else -cash) - due
    assert world.cash(MAKER.address) == MONEY + gained
    assert world.cash(TAKER.address) == MONEY - gained


def test_fill__venue_is_the_desk__keeps_it_for_ever_and_owes_nobody(world: DeskWorld) -> None:
    """Nobody gains by it: the desk gives out only what was paid in for an instruction."""
    world.fill(world.order(venue=world.desk.address, venue_fee=CAP))
    assert world.cash(world.desk.address) == 100 * PRICE * CAP // 1_000_000
