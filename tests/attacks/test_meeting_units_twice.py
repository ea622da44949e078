# SPDX-License-Identifier: Apache-2.0
"""One unit, one vote: units passed on, borrowed for a second, or spread over wallets count once, and nobody convenes with borrowed ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.contracts.meeting_deal import DAY, MEZZANINE, RULES, SENIOR, SPEC
from tests.contracts.meeting_world import DEFEATED, FOR, PENDING, MeetingWorld, Resolution, untouched, wallet
from tests.support.chain import refused
from tests.support.powers import ALL_INCOME, order
from tests.support.roles import actor

ATTACKER, SECOND = actor("attacker"), actor("attacker's second wallet")
SELLER = actor("senior_investor")


@pytest.fixture
def world() -> Iterator[MeetingWorld]:
    """The attacker may hold units, in two wallets."""
    for world in untouched():
        world.platform.admit(ATTACKER)
        world.platform.add_wallet(SECOND, ATTACKER)
        yield world


def move(world: MeetingWorld, sender: str, receiver: str, units: int, tranche: int = SENIOR) -> None:
    world.deal.tokens[tranche].send("transfer", receiver, units, by=sender)


def cast(world: MeetingWorld, resolution: Resolution, voter: str) -> int:
    return int.from_bytes(world.meeting.send("castVote", resolution.id, FOR, by=voter).output, "big")


def test_units__voted_and_passed_on__are_not_voted_again(world: MeetingWorld) -> None:
    move(world, SELLER, ATTACKER, 300)
    resolution = world.voting_on("declareDefault")
    assert cast(world, resolution, ATTACKER) == 300
    move(world, ATTACKER, SECOND, 300)
    world.chain.now += DAY
    for voter in (ATTACKER, SECOND):
        with refused("GovernorAlreadyCastVote" if voter == ATTACKER else "NoteholderMeeting_NoVotes"):
            cast(world, resolution, voter)
    assert world.tally(resolution, SENIOR) == (0, 300, 0, 800)


@pytest.mark.parametrize("how", ["transferred", "recovered", "forced"])
def test_units__moved_before_the_vote_in_any_way__count_once_at_most(world: MeetingWorld, how: str) -> None:
    move(world, SELLER, ATTACKER, 300)
    resolution = world.voting_on("declareDefault")
    if how == "transferred":
        move(world, ATTACKER, SECOND, 300)
    elif how == "recovered":
        order(world.platform, "recoverWallet", world.deal.tokens[0], ATTACKER, SECOND, ATTACKER)
    else:
        order(world.platform, "forcedTransferByOrder", world.deal.tokens[0], ATTACKER, SECOND, 300, ALL_INCOME)
    votes = [world.meeting.read("votesOf", resolution.id, voter, SENIOR) for voter in (ATTACKER, SECOND)]
    assert votes == [0 if how == "recovered" else 300, 0]


def test_units__spread_over_wallets__count_as_many(world: MeetingWorld) -> None:
    move(world, SELLER, ATTACKER, 100)
    move(world, SELLER, SECOND, 200)
    resolution = world.voting_on("declareDefault")
    assert cast(world, resolution, ATTACKER) + cast(world, resolution, SECOND) == 300
    assert world.tally(resolution, SENIOR) == (0, 300, 0, 800)


def test_excuse__units_passed_on_between_ballot_and_excuse__counted_out_once(world: MeetingWorld) -> None:
    """Both wallets frozen, the units first in one, then in the other: only those at the record date leave the quorum."""
    move(world, SELLER, ATTACKER, 300)
    resolution = world.voting_on("declareDefault")
    move(world, ATTACKER, SECOND, 300)
    for holder in (ATTACKER, SECOND):
        order(world.platform, "setAddressFrozen", world.deal.tokens[0], holder, True)
    world.meeting.send("excuse", resolution.id, ATTACKER, by=ATTACKER)
    with refused("NoteholderMeeting_NothingToExcuse", holder=SECOND):
        world.meeting.send("excuse", resolution.id, SECOND, by=ATTACKER)
    assert world.tally(resolution, SENIOR) == (0, 0, 0, 500)


@pytest.mark.parametrize("given_back", [True, False])
def test_convene__units_borrowed_in_this_block__refused(world: MeetingWorld, given_back: bool) -> None:
    move(world, SELLER, ATTACKER, 500)
    with refused("NoteholderMeeting_HoldsTooLittle", needed=500, held=0):
        world.convene("declareDefault", by="attacker")
    if given_back:
        move(world, ATTACKER, SELLER, 500)
        assert world.state(world.convene("declareDefault")) == PENDING
    else:
        world.chain.now += 1
        assert world.state(world.convene("declareDefault", by="attacker")) == PENDING


def test_convene__units_sold_in_this_block__still_of_the_second_before(world: MeetingWorld) -> None:
    """They were his at the end of the last second, which nobody can borrow for."""
    move(world, SELLER, ATTACKER, 500)
    assert world.state(world.convene("declareDefault")) == PENDING


def test_record_date__units_borrowed_and_given_back_within_its_second__are_the_lender_s(world: MeetingWorld) -> None:
    resolution = world.convene("declareDefault")
    world.chain.now = world.meeting.read("proposalSnapshot", resolution.id)
    move(world, SELLER, ATTACKER, 500)
    with refused("GovernorUnexpectedProposalState"):
        cast(world, resolution, ATTACKER)
    move(world, ATTACKER, SELLER, 500)
    world.open_vote(resolution)
    votes = [world.meeting.read("votesOf", resolution.id, holder, SENIOR) for holder in (SELLER, ATTACKER)]
    assert votes == [500, 0]


def test_no_notice__convened_bought_and_voted_in_one_block__refused() -> None:
    """The record date is the second of the convening; nobody votes before it is over."""
    world = MeetingWorld(replace(SPEC, meeting=replace(RULES, notice=0).pack()))
    resolution = world.convene("declareDefault")
    world.platform.admit(ATTACKER)
    move(world, SELLER, ATTACKER, 500)
    for voter in (SELLER, ATTACKER):
        with refused("GovernorUnexpectedProposalState"):
            cast(world, resolution, voter)
    move(world, ATTACKER, SELLER, 500)
    world.chain.now += 1
    with refused("NoteholderMeeting_NoVotes", voter=ATTACKER, recordDate=world.chain.now - 1):
        cast(world, resolution, ATTACKER)
    assert cast(world, resolution, SELLER) == 600


def test_originator__parks_units_with_itself__they_neither_vote_nor_stand_in_the_way(world: MeetingWorld) -> None:
    """A wallet added after the record date is the originator's like the others."""
    resolution = world.convene("declareDefault")
    world.open_vote(resolution)
    late = actor("originator's late wallet")
    world.platform.add_wallet(late, actor("originator"))
    move(world, actor("originator"), late, 150)
    with refused("NoteholderMeeting_OriginatorHasNoVote", voter=late):
        cast(world, resolution, late)
    assert world.tally(resolution, SENIOR) == (0, 0, 0, 800)


def test_holder__buys_out_the_mezzanine_after_the_record_date__cannot_decide_for_it(world: MeetingWorld) -> None:
    resolution = world.voting_on("declareDefault")
    move(world, actor("mezzanine_investor"), ATTACKER, 300, MEZZANINE)
    with refused("NoteholderMeeting_NoVotes"):
        cast(world, resolution, ATTACKER)
    for role in ("senior_investor", "pension_fund"):
        cast(world, resolution, wallet(role))
    world.vote(resolution, "mezzanine_investor", 0)
    world.end_vote(resolution)
    assert world.state(resolution) == DEFEATED
