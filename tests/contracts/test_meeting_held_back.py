# SPDX-License-Identifier: Apache-2.0
"""Whose units are held back when votes are cast: frozen, halted, recovered into another wallet, taken by order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contracts.meeting_deal import DAY, MEZZANINE, SENIOR
from tests.contracts.meeting_world import (
    ACTIVE,
    FOR,
    MeetingWorld,
    Resolution,
    untouched,
)
from tests.support.chain import refused, refused_whole
from tests.support.platform import DealSpec
from tests.support.powers import ALL_INCOME, halt, order, resume
from tests.support.roles import actor

SECOND = actor("senior's second wallet")
BITMAP_OF_ACTIVE = (1 << ACTIVE).to_bytes(32, "big")


@pytest.fixture
def world() -> Iterator[MeetingWorld]:
    yield from untouched()


@pytest.fixture
def resolution(world: MeetingWorld) -> Resolution:
    """Convened; the record date is still to come."""
    return world.convene("declareDefault")


def votes_of(world: MeetingWorld, resolution: Resolution, account: str) -> list[int]:
    return [world.meeting.read("votesOf", resolution.id, account, t) for t in range(3)]


def test_vote__halted_holder__refused_until_the_halt_is_over(world: MeetingWorld, resolution: Resolution) -> None:
    world.open_vote(resolution)
    senior, until = actor("senior_investor"), world.chain.now + DAY
    halt(world.platform, "haltHolder", world.deal.deal.address, senior, until=until)
    assert votes_of(world, resolution, senior) == [0, 0, 0]
    with refused("NoteholderMeeting_VoterHalted", voter=senior, until=until):
        world.vote(resolution, "senior_investor")
    world.chain.now = until
    with refused("NoteholderMeeting_VoterHalted", voter=senior, until=until):
        world.vote(resolution, "senior_investor")
    world.chain.now += 1
    world.vote(resolution, "senior_investor")
    assert world.tally(resolution, SENIOR) == (0, 500, 0, 800)


def test_vote__halted_of_another_deal__may(world: MeetingWorld, resolution: Resolution) -> None:
    world.open_vote(resolution)
    other = world.platform.create(world.platform.money(), DealSpec(deadline=world.chain.now + DAY, salt=b"\1" * 32))
    halt(world.platform, "haltHolder", other.deal.address, actor("senior_investor"), until=world.chain.now + DAY)
    world.vote(resolution, "senior_investor")
    assert world.tally(resolution, SENIOR)[FOR] == 500


@pytest.mark.parametrize(("frozen", "free"), [(1, 499), (499, 1), (500, 0), (5_000, 0), (2**48 - 1, 0)])
def test_vote__partly_frozen__the_rest_counts_and_the_frozen_are_excused(
    world: MeetingWorld, resolution: Resolution, frozen: int, free: int
) -> None:
    order(world.platform, "setFrozenTokens", world.deal.tokens[0], actor("senior_investor"), frozen)
    world.open_vote(resolution)
    assert votes_of(world, resolution, actor("senior_investor")) == [free, 100, 0]
    cast = world.vote(resolution, "senior_investor")
    excused = {"resolution": resolution.id, "holder": actor("senior_investor"), "tranche": SENIOR, "units": 500 - free}
    assert cast.only("Excused") == excused
    assert world.tally(resolution, SENIOR) == (0, free, 0, 300 + free)
    assert world.tally(resolution, MEZZANINE) == (0, 100, 0, 400)


def test_vote__wallet_frozen_in_every_class__refused_whole(world: MeetingWorld, resolution: Resolution) -> None:
    for token in world.deal.tokens[:2]:
        order(world.platform, "setAddressFrozen", token, actor("senior_investor"), True)
    world.open_vote(resolution)
    recorded = world.chain.now - 1
    with refused_whole(world.chain, "NoteholderMeeting_NoVotes", voter=actor("senior_investor"), recordDate=recorded):
        world.vote(resolution, "senior_investor")


def test_vote__wallet_recovered_after_the_record_date__neither_votes_and_the_lost_one_is_excused(
    world: MeetingWorld, resolution: Resolution
) -> None:
    """Who has the lost key must not vote; the quorum does not wait for it."""
    lost = actor("senior_investor")
    world.platform.add_wallet(SECOND, lost)
    world.open_vote(resolution)
    for token in world.deal.tokens[:2]:
        order(world.platform, "recoverWallet", token, lost, SECOND, lost)
    for voter in (lost, SECOND):
        with refused("NoteholderMeeting_NoVotes", voter=voter, recordDate=world.chain.now - 1):
            world.meeting.send("castVote", resolution.id, FOR, by=voter)
    world.excuse(resolution, "senior_investor")
    assert world.tally(resolution, SENIOR) == (0, 0, 0, 300)
    assert world.tally(resolution, MEZZANINE) == (0, 0, 0, 300)


def test_vote__wallet_recovered_before_the_record_date__the_new_one_votes(
    world: MeetingWorld, resolution: Resolution
) -> None:
    lost = actor("senior_investor")
    world.platform.add_wallet(SECOND, lost)
    order(world.platform, "recoverWallet", world.deal.tokens[0], lost, SECOND, lost)
    world.open_vote(resolution)
    world.meeting.send("castVote", resolution.id, FOR, by=SECOND)
    assert world.tally(resolution, SENIOR) == (0, 500, 0, 800)


def test_vote__units_taken_by_order_after_the_record_date__are_still_of_whom_they_were(
    world: MeetingWorld, resolution: Resolution
) -> None:
    """The page says units at the record date; who must not vote with them is halted or frozen."""
    world.open_vote(resolution)
    senior, junior = actor("senior_investor"), actor("junior_investor")
    order(world.platform, "forcedTransferByOrder", world.deal.tokens[0], senior, junior, 500, ALL_INCOME)
    assert votes_of(world, resolution, senior) == [500, 100, 0]
    order(world.platform, "setAddressFrozen", world.deal.tokens[0], senior, True)
    assert votes_of(world, resolution, senior) == [0, 100, 0]
    assert votes_of(world, resolution, junior) == [0, 0, 0]


def test_vote__deal_halted_and_trading_paused__goes_on(world: MeetingWorld, resolution: Resolution) -> None:
    world.open_vote(resolution)
    halt(world.platform, "haltDeal", world.deal.deal.address, until=world.chain.now + DAY)
    order(world.platform, "pause", world.deal.tokens[0])
    world.vote(resolution, "senior_investor")
    assert world.tally(resolution, SENIOR) == (0, 500, 0, 800)
    resume(world.platform, "resumeDeal", world.deal.deal.address)
    assert world.tally(resolution, SENIOR) == (0, 500, 0, 800)
