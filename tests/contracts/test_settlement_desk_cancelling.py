# SPDX-License-Identifier: Apache-2.0
"""Orders taken back: one, or all at once; and what the views tell of a maker's nonces."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contracts.desk_world import CANCELLED, HELD, MAKER, TAKER, DeskWorld, nonce_of, undone_world
from tests.support.chain import refused_whole

ALL_FIVE = 2**240 - 1
LATE = 2**16 - 1
"""From this epoch on it is told by a slot of its own."""


@pytest.fixture
def world() -> Iterator[DeskWorld]:
    yield from undone_world()


@pytest.mark.parametrize("word", [0, 1, 2**184 - 1])
@pytest.mark.parametrize("place", range(5))
def test_cancel__one_nonce__nothing_more_is_filled_under_it_and_its_neighbours_are(
    world: DeskWorld, word: int, place: int
) -> None:
    nonces = [nonce_of(word, p) for p in range(5)]
    world.fill(world.order(nonce=nonces[place]), 10)
    done = world.desk.send("cancel", nonces[place], by=MAKER.address)
    assert done.only("OrderCancelled") == {"maker": MAKER.address, "nonce": nonces[place]}
    for nonce in nonces:
        order = world.order(nonce=nonce)
        if nonce == nonces[place]:
            with refused_whole(world.chain, "SettlementDesk_Cancelled", maker=MAKER.address, nonce=nonce):
                world.fill(order, 1)
        else:
            world.fill(order, 10)
        assert world.filled(order) == (CANCELLED if nonce == nonces[place] else 10)


def test_cancel__before_any_order_was_filled__good(world: DeskWorld) -> None:
    world.desk.send("cancel", 3, by=MAKER.address)
    assert world.desk.read("wordOf", MAKER.address, 0) == CANCELLED << 144


def test_cancel__twice__refused(world: DeskWorld) -> None:
    world.desk.send("cancel", 3, by=MAKER.address)
    with refused_whole(world.chain, "SettlementDesk_Cancelled", maker=MAKER.address, nonce=3):
        world.desk.send("cancel", 3, by=MAKER.address)


def test_cancel__by_somebody_else__only_his_own_orders(world: DeskWorld) -> None:
    world.desk.send("cancel", 0, by=TAKER.address)
    world.desk.send("cancelAll", by=TAKER.address)
    world.fill(world.order())
    assert world.units(MAKER.address) == HELD - 100


@pytest.mark.parametrize("epoch", [1, 2**64 - 1])
def test_cancel__nonce_of_another_epoch__refused(world: DeskWorld, epoch: int) -> None:
    with refused_whole(world.chain, "SettlementDesk_WrongEpoch", expected=0, given=epoch):
        world.desk.send("cancel", nonce_of(epoch=epoch), by=MAKER.address)


def test_cancel__no_such_place__refused(world: DeskWorld) -> None:
    with refused_whole(world.chain, "SettlementDesk_NoSuchPlace", last=4, given=5):
        world.desk.send("cancel", 5, by=MAKER.address)


def test_cancel_all__orders_of_every_word__void_and_the_next_epoch_begins_empty(world: DeskWorld) -> None:
    old = [world.order(nonce=nonce_of(word)) for word in (0, 1, 2)]
    world.fill(old[0], 10)
    world.fill(old[1], 10)
    done = world.desk.send("cancelAll", by=MAKER.address)
    assert done.only("AllOrdersCancelled") == {"maker": MAKER.address, "epoch": 1}
    assert world.desk.read("epochOf", MAKER.address) == 1
    for order in old:
        with refused_whole(world.chain, "SettlementDesk_WrongEpoch", expected=1, given=0):
            world.fill(order, 1)
        assert world.filled(order) == CANCELLED
    for word in (0, 1):
        assert world.desk.read("wordOf", MAKER.address, nonce_of(word, epoch=1) >> 8) == 0
        world.fill(world.order(nonce=nonce_of(word, epoch=1)), 10)
    assert world.desk.read("epochOf", TAKER.address) == 0


def test_cancel_all__order_signed_for_the_next_epoch__good_then_and_not_before(world: DeskWorld) -> None:
    order = world.order(nonce=nonce_of(epoch=1))
    with refused_whole(world.chain, "SettlementDesk_WrongEpoch", expected=0, given=1):
        world.fill(order)
    world.desk.send("cancelAll", by=MAKER.address)
    world.fill(order)


def test_cancel_all__past_the_epochs_that_a_word_can_tell__goes_on(world: DeskWorld) -> None:
    """The maker's first slot is set to two epochs before that: nobody waits for so many here."""
    world.fill(world.order(), 10)
    (slot,) = [
        place for place, value in world.chain.storage().items() if place[0] == world.desk.address and value == 10
    ]
    world.chain.store(*slot, ((LATE - 2) << 240) + 10)
    for epoch in range(LATE - 2, LATE + 3):
        assert world.desk.read("epochOf", MAKER.address) == epoch
        for word in (0, 1):
            order = world.order(nonce=nonce_of(word, 1, epoch))
            world.fill(order, 5)
            assert world.filled(order) == 5
        for other in (epoch - 1, epoch + 1, LATE + 10):
            with refused_whole(world.chain, "SettlementDesk_WrongEpoch", expected=epoch, given=other):
                world.fill(world.order(nonce=nonce_of(0, 1, other)), 1)
        world.desk.send("cancelAll", by=MAKER.address)
        assert world.desk.read("wordOf", MAKER.address, nonce_of(epoch=epoch) >> 8) == ALL_FIVE
