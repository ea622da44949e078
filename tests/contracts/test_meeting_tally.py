# SPDX-License-Identifier: Apache-2.0
"""When a resolution is passed: quorum and majority of each class at their edges, and units that cannot vote do not stand in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from tests.contracts.meeting_deal import DAY, MEZZANINE, SENIOR
from tests.contracts.meeting_world import (
    ABSTAIN,
    ACTIVE,
    AGAINST,
    DEFEATED,
    FOR,
    QUEUED,
    MeetingWorld,
    Resolution,
    untouched,
    wallet,
)
from tests.support.chain import refused, refused_whole
from tests.support.powers import halt, order, resume
from tests.support.roles import actor

S, P, M = "senior_investor", "pension_fund", "mezzanine_investor"
Ballots = Mapping[str, int]


@pytest.fixture
def world() -> Iterator[MeetingWorld]:
    yield from untouched()


def move(world: MeetingWorld, sender: str, receiver: str, units: int, tranche: int = SENIOR) -> None:
    """Before the meeting is convened."""
    if units:
        world.deal.tokens[tranche].send("transfer", wallet(receiver), units, by=wallet(sender))
        world.chain.now += 1


def outcome(world: MeetingWorld, resolution: Resolution, ballots: Ballots) -> int:
    """The state after the vote, when these have voted."""
    for role, support in ballots.items():
        world.vote(resolution, role, support)
    assert world.state(resolution) == ACTIVE
    world.end_vote(resolution)
    return world.state(resolution)


CASES: dict[str, tuple[int, Ballots, bool]] = {
    "senior quorum met exactly, 400 of 800": (100, {S: FOR}, True),
    "one unit below it": (101, {S: FOR}, False),
    "who abstains counts for the quorum": (101, {S: FOR, P: ABSTAIN}, True),
    "three quarters exactly, 600 of 800": (-100, {S: FOR, P: AGAINST}, True),
    "one unit below them": (-99, {S: FOR, P: AGAINST}, False),
    "who abstains does not count for the majority": (-99, {S: FOR, P: ABSTAIN}, True),
    "nobody is for it": (0, {S: ABSTAIN, P: ABSTAIN, M: ABSTAIN}, False),
    "everybody is against it": (0, {S: AGAINST, P: AGAINST, M: AGAINST}, False),
    "nobody votes": (0, {}, False),
    "only the senior class": (200, {P: FOR}, False),
    "only the mezzanine class": (0, {M: FOR}, False),
    "mezzanine against, 100 of 400 for": (0, {S: FOR, P: FOR, M: AGAINST}, False),
    "mezzanine abstains, but for one": (0, {S: FOR, P: FOR, M: ABSTAIN}, True),
    "mezzanine is for it, the senior is not": (0, {S: AGAINST, P: AGAINST, M: FOR}, False),
}
"""Senior units that go from the senior investor to the pension fund (or back) before; ballots; whether it is passed."""


@pytest.mark.parametrize("case", CASES)
def test_passed__two_classes__quorum_then_majority_in_each(world: MeetingWorld, case: str) -> None:
    given, ballots, passes = CASES[case]
    move(world, S, P, max(given, 0))
    move(world, P, S, max(-given, 0))
    resolution = world.voting_on("declareDefault")
    assert outcome(world, resolution, ballots) == (QUEUED if passes else DEFEATED)


@pytest.mark.parametrize(("against", "state"), [(25, QUEUED), (26, DEFEATED)])
def test_passed__mezzanine_majority__at_its_edge(world: MeetingWorld, against: int, state: int) -> None:
    """75 units are for it; a junior investor has bought the rest of the 400 and does not vote."""
    move(world, S, "junior_investor", 25, MEZZANINE)
    move(world, M, "junior_investor", 300 - against, MEZZANINE)
    resolution = world.voting_on("declareDefault")
    assert outcome(world, resolution, {S: FOR, P: FOR, M: AGAINST}) == state
    assert world.tally(resolution, MEZZANINE) == (against, 75, 0, 400)


def test_frozen_units__quorum__is_of_the_others_once_they_are_shown(world: MeetingWorld) -> None:
    order(world.platform, "setFrozenTokens", world.deal.tokens[0], actor(S), 500)
    resolution = world.voting_on("declareDefault")
    with world.chain.undone():
        assert outcome(world, resolution, {P: FOR, M: FOR}) == DEFEATED  # 300 of 800
    shown = world.excuse(resolution, S)
    assert shown.only("Excused") == {"resolution": resolution.id, "holder": actor(S), "tranche": SENIOR, "units": 500}
    assert world.tally(resolution, SENIOR) == (0, 0, 0, 300)
    assert outcome(world, resolution, {P: FOR, M: FOR}) == QUEUED


def test_halted_holder__excused__counts_in_no_class(world: MeetingWorld) -> None:
    resolution = world.voting_on("declareDefault")
    halt(world.platform, "haltHolder", world.deal.deal.address, actor(S), until=world.chain.now + DAY)
    shown = world.excuse(resolution, S).all("Excused")
    assert [(event["tranche"], event["units"]) for event in shown] == [(SENIOR, 500), (MEZZANINE, 100)]
    assert (world.tally(resolution, SENIOR)[3], world.tally(resolution, MEZZANINE)[3]) == (300, 300)


def test_excuse__holder_released_since__shown_again_he_counts(world: MeetingWorld) -> None:
    resolution = world.voting_on("declareDefault")
    deal = world.deal.deal.address
    halt(world.platform, "haltHolder", deal, actor(S), until=world.chain.now + DAY)
    world.excuse(resolution, S)
    with refused("NoteholderMeeting_NothingToExcuse", holder=actor(S)):
        world.excuse(resolution, S)
    resume(world.platform, "resumeHolder", deal, actor(S))
    world.excuse(resolution, S)
    assert world.tally(resolution, SENIOR) == (0, 0, 0, 800)
    assert world.tally(resolution, MEZZANINE) == (0, 0, 0, 400)


def test_vote__excused_and_released_since__counts_without_being_shown_again(world: MeetingWorld) -> None:
    order(world.platform, "setFrozenTokens", world.deal.tokens[0], actor(S), 400)
    resolution = world.voting_on("declareDefault")
    world.excuse(resolution, S)
    order(world.platform, "setFrozenTokens", world.deal.tokens[0], actor(S), 10)
    world.vote(resolution, S)
    assert world.tally(resolution, SENIOR) == (0, 490, 0, 790)


@pytest.mark.parametrize("role", [S, P, M])
def test_excuse__holder_who_can_vote__refused_whole(world: MeetingWorld, role: str) -> None:
    resolution = world.voting_on("declareDefault")
    with refused_whole(world.chain, "NoteholderMeeting_NothingToExcuse", holder=wallet(role)):
        world.excuse(resolution, role)


def test_excuse__holder_who_has_voted__refused_and_his_ballot_counts(world: MeetingWorld) -> None:
    resolution = world.voting_on("declareDefault")
    world.vote(resolution, S)
    order(world.platform, "setAddressFrozen", world.deal.tokens[0], actor(S), True)
    with refused("NoteholderMeeting_HasVoted", holder=actor(S)):
        world.excuse(resolution, S)
    assert world.tally(resolution, SENIOR) == (0, 500, 0, 800)


def test_class__wholly_held_back__is_left_out(world: MeetingWorld) -> None:
    resolution = world.voting_on("declareDefault")
    for role in (S, M):
        order(world.platform, "setAddressFrozen", world.deal.tokens[1], actor(role), True)
        world.excuse(resolution, role)
    assert world.tally(resolution, MEZZANINE) == (0, 0, 0, 0)
    assert outcome(world, resolution, {S: FOR, P: FOR}) == QUEUED


@pytest.mark.parametrize(("support", "state"), [(FOR, QUEUED), (AGAINST, DEFEATED), (ABSTAIN, DEFEATED)])
def test_class__but_for_one_unit_held_back__that_one_decides(world: MeetingWorld, support: int, state: int) -> None:
    resolution = world.voting_on("declareDefault")
    order(world.platform, "setAddressFrozen", world.deal.tokens[1], actor(S), True)
    order(world.platform, "setFrozenTokens", world.deal.tokens[1], actor(M), 299)
    assert outcome(world, resolution, {S: FOR, P: FOR, M: support}) == state
    assert sum(world.tally(resolution, MEZZANINE)[:3]) == world.tally(resolution, MEZZANINE)[3] == 1


def test_every_class__held_back__nothing_is_passed(world: MeetingWorld) -> None:
    resolution = world.voting_on("declareDefault")
    for role in (S, P, M):
        halt(world.platform, "haltHolder", world.deal.deal.address, wallet(role), until=world.chain.now + DAY)
        world.excuse(resolution, role)
    assert (world.tally(resolution, SENIOR)[3], world.tally(resolution, MEZZANINE)[3]) == (0, 0)
    world.end_vote(resolution)
    assert world.state(resolution) == DEFEATED


def test_originator__has_most_of_a_class__the_others_decide(world: MeetingWorld) -> None:
    move(world, S, "originator", 390)
    move(world, P, "originator's affiliate", 300)
    resolution = world.voting_on("declareDefault")
    assert world.tally(resolution, SENIOR) == (0, 0, 0, 110)
    assert outcome(world, resolution, {S: FOR}) == QUEUED


def test_originator__has_all_of_a_class__it_is_left_out(world: MeetingWorld) -> None:
    move(world, S, "originator", 100, MEZZANINE)
    move(world, M, "originator's affiliate", 300, MEZZANINE)
    resolution = world.voting_on("declareDefault")
    assert outcome(world, resolution, {S: FOR, P: FOR}) == QUEUED


def test_units_not_collected__at_the_record_date__count_for_nothing() -> None:
    later = MeetingWorld(uncollected=(P, SENIOR))
    resolution = later.voting_on("declareDefault")
    later.deal.collect()
    assert later.tally(resolution, SENIOR) == (0, 0, 0, 500)
    with refused("NoteholderMeeting_NoVotes", voter=wallet(P), recordDate=later.chain.now - 1):
        later.vote(resolution, P)
    assert outcome(later, resolution, {S: FOR, M: FOR}) == QUEUED


def test_defeated__stays_so_and_can_neither_be_queued_nor_carried_out(world: MeetingWorld) -> None:
    resolution = world.voting_on("declareDefault")
    world.end_vote(resolution)
    for _ in range(2):
        assert world.state(resolution) == DEFEATED
        for act in ("queue", "execute"):
            with refused("GovernorUnexpectedProposalState"):
                world.meeting.send(act, *resolution.arguments, by=actor("outsider"))
        world.chain.now += 40 * DAY
