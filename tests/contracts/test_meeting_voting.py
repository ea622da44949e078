# SPDX-License-Identifier: Apache-2.0
"""Who can vote, when, and with which units: those held at the record date that nobody holds back, in every class by one ballot."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contracts.meeting_deal import MEZZANINE, RULES, SENIOR
from tests.contracts.meeting_world import (
    ABSTAIN,
    ACTIVE,
    AGAINST,
    FOR,
    PENDING,
    MeetingWorld,
    Resolution,
    untouched,
    wallet,
)
from tests.contracts.signed_ballots import hand_in, signed
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract
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


def test_vote__holder_of_two_classes__one_ballot_counts_in_both(world: MeetingWorld, resolution: Resolution) -> None:
    world.open_vote(resolution)
    senior = actor("senior_investor")
    assert votes_of(world, resolution, senior) == [500, 100, 0]
    cast = world.vote(resolution, "senior_investor")
    assert int.from_bytes(cast.output, "big") == 600
    of = {"resolution": resolution.id, "voter": senior, "support": FOR}
    assert cast.all("VotesCounted") == [
        {**of, "tranche": SENIOR, "units": 500},
        {**of, "tranche": MEZZANINE, "units": 100},
    ]
    assert cast.only("VoteCast") == {
        "voter": senior, "proposalId": resolution.id, "support": FOR, "weight": 600, "reason": ""
    }  # fmt: skip
    assert world.meeting.read("hasVoted", resolution.id, senior)
    assert not world.meeting.read("hasVoted", resolution.id, wallet("pension_fund"))
    assert world.tally(resolution, SENIOR) == (0, 500, 0, 800)
    assert world.tally(resolution, MEZZANINE) == (0, 100, 0, 400)


@pytest.mark.parametrize(("support", "place"), [(AGAINST, 0), (FOR, 1), (ABSTAIN, 2)])
def test_vote__each_support__counted_in_its_place(
    world: MeetingWorld, resolution: Resolution, support: int, place: int
) -> None:
    world.open_vote(resolution)
    world.vote(resolution, "pension_fund", support)
    expected = [0, 0, 0, 800]
    expected[place] = 300
    assert list(world.tally(resolution, SENIOR)) == expected
    assert world.tally(resolution, MEZZANINE) == (0, 0, 0, 400)


@pytest.mark.parametrize("function", ["castVoteWithReason", "castVoteWithReasonAndParams"])
def test_vote__with_reason_and_parameters__counts_as_without(
    world: MeetingWorld, resolution: Resolution, function: str
) -> None:
    world.open_vote(resolution)
    more = (b"\xff" * 64,) if function.endswith("Params") else ()
    world.meeting.send(function, resolution.id, FOR, "he is late", *more, by=wallet("pension_fund"))
    assert world.tally(resolution, SENIOR) == (0, 300, 0, 800)


@pytest.mark.parametrize("support", [3, 255])
def test_vote__support_that_is_none__refused(world: MeetingWorld, resolution: Resolution, support: int) -> None:
    world.open_vote(resolution)
    with refused_whole(world.chain, "GovernorInvalidVoteType"):
        world.vote(resolution, "senior_investor", support)


@pytest.mark.parametrize("again", [AGAINST, FOR, ABSTAIN])
def test_vote__second_ballot__refused_and_the_first_stays(
    world: MeetingWorld, resolution: Resolution, again: int
) -> None:
    world.open_vote(resolution)
    world.vote(resolution, "senior_investor", AGAINST)
    with refused("GovernorAlreadyCastVote", voter=actor("senior_investor")):
        world.vote(resolution, "senior_investor", again)
    assert world.tally(resolution, SENIOR) == (500, 0, 0, 800)


@pytest.mark.parametrize(
    ("seconds", "current"),
    [(-1, PENDING), (0, PENDING), (1, ACTIVE), (RULES.voting, ACTIVE), (RULES.voting + 1, 3)],
)
def test_vote__around_its_time__from_after_the_record_date_to_the_last_second(
    world: MeetingWorld, resolution: Resolution, seconds: int, current: int
) -> None:
    world.chain.now = world.meeting.read("proposalSnapshot", resolution.id) + seconds
    assert world.state(resolution) == current
    if current == ACTIVE:
        world.vote(resolution, "senior_investor")
        return
    arguments = {"proposalId": resolution.id, "current": current, "expectedStates": BITMAP_OF_ACTIVE}
    with refused("GovernorUnexpectedProposalState", **arguments):
        world.vote(resolution, "senior_investor")
    with refused("GovernorUnexpectedProposalState", **arguments):
        world.excuse(resolution, "senior_investor")


@pytest.mark.parametrize("role", ["originator", "originator's affiliate"])
@pytest.mark.parametrize("becomes", ["admitted", "closed", "removed", "expired"])
def test_vote__wallet_of_the_originator__never_whatever_the_registry_says(
    world: MeetingWorld, resolution: Resolution, role: str, becomes: str
) -> None:
    if becomes == "closed":
        world.platform.close_wallet(wallet(role))
    elif becomes == "removed":
        world.platform.remove(wallet(role))
    elif becomes == "expired":
        world.platform.admit(wallet(role), until=world.chain.now)
    world.open_vote(resolution)
    assert votes_of(world, resolution, wallet(role)) == [0, 0, 0]
    with refused_whole(world.chain, "NoteholderMeeting_OriginatorHasNoVote", voter=wallet(role)):
        world.vote(resolution, role)
    with refused("NoteholderMeeting_OriginatorHasNoVote", voter=wallet(role)):
        world.excuse(resolution, role)
    assert world.tally(resolution, SENIOR) == (0, 0, 0, 800)


@pytest.mark.parametrize("role", ["junior_investor", "attacker", "supervisor", "registrar"])
def test_vote__no_unit_of_a_class_with_a_vote__refused_whole(
    world: MeetingWorld, resolution: Resolution, role: str
) -> None:
    world.open_vote(resolution)
    recorded = world.chain.now - 1
    with refused_whole(world.chain, "NoteholderMeeting_NoVotes", voter=actor(role), recordDate=recorded):
        world.vote(resolution, role)
    with refused_whole(world.chain, "NoteholderMeeting_NothingToExcuse", holder=actor(role)):
        world.excuse(resolution, role)


def test_vote__units_sold_after_the_record_date__are_the_seller_s_still(
    world: MeetingWorld, resolution: Resolution
) -> None:
    world.open_vote(resolution)
    world.deal.tokens[0].send("transfer", actor("junior_investor"), 500, by=actor("senior_investor"))
    with refused("NoteholderMeeting_NoVotes", voter=actor("junior_investor"), recordDate=world.chain.now - 1):
        world.vote(resolution, "junior_investor")
    world.vote(resolution, "senior_investor")
    assert world.tally(resolution, SENIOR) == (0, 500, 0, 800)


def test_vote__units_bought_in_the_second_of_the_record_date__are_the_buyer_s(
    world: MeetingWorld, resolution: Resolution
) -> None:
    world.chain.now = world.meeting.read("proposalSnapshot", resolution.id)
    world.deal.tokens[0].send("transfer", actor("junior_investor"), 500, by=actor("senior_investor"))
    world.open_vote(resolution)
    assert votes_of(world, resolution, actor("junior_investor")) == [500, 0, 0]
    assert votes_of(world, resolution, actor("senior_investor")) == [0, 100, 0]


def test_vote__holder_who_is_no_longer_eligible__may(world: MeetingWorld, resolution: Resolution) -> None:
    """He still owns the units."""
    world.platform.remove(actor("senior_investor"))
    world.open_vote(resolution)
    world.vote(resolution, "senior_investor")
    assert world.tally(resolution, SENIOR) == (0, 500, 0, 800)


def test_ballot__signed_by_a_holder__handed_in_by_anybody(world: MeetingWorld, resolution: Resolution) -> None:
    world.open_vote(resolution)
    cast = hand_in(world, resolution, wallet("pension_fund"), FOR, signed(world, resolution, FOR))
    assert cast.only("VoteCast")["voter"] == wallet("pension_fund")
    assert world.tally(resolution, SENIOR) == (0, 300, 0, 800)
    assert world.meeting.read("nonces", wallet("pension_fund")) == 1


def test_ballot__signed_with_a_reason__handed_in_by_anybody(world: MeetingWorld, resolution: Resolution) -> None:
    world.open_vote(resolution)
    signature = signed(world, resolution, AGAINST, reason="no", params=b"x")
    arguments = (resolution.id, AGAINST, wallet("pension_fund"), "no", b"x", signature)
    world.meeting.send("castVoteWithReasonAndParamsBySig", *arguments, by=actor("relay"))
    assert world.tally(resolution, SENIOR) == (300, 0, 0, 800)


def test_ballot__of_a_contract__as_its_owner_signed_it(world: MeetingWorld) -> None:
    fund = Contract.deploy(world.chain, "MockContractSigner", wallet("pension_fund"), by=actor("admin"))
    world.platform.admit(fund.address)
    world.deal.tokens[0].send("transfer", fund.address, 200, by=actor("senior_investor"))
    resolution = world.voting_on("declareDefault")
    assert votes_of(world, resolution, fund.address) == [200, 0, 0]
    hand_in(world, resolution, fund.address, FOR, signed(world, resolution, FOR, voter=fund.address))
    assert world.tally(resolution, SENIOR) == (0, 200, 0, 800)
