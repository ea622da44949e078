# SPDX-License-Identifier: Apache-2.0
"""The originator must keep a piece of the risk. It tries to vote with that piece, and to get rid of it: by a vote, by itself, by an order.

Who the originator's investors are is known to the registry only: known issue 15.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.contracts import meeting_world
from tests.contracts.meeting_deal import ALLOCATION, SENIOR, SPEC
from tests.contracts.meeting_world import DEFEATED, EXECUTED, FOR, MeetingWorld, wallet
from tests.support.chain import refused, refused_whole
from tests.support.contract import calldata
from tests.support.powers import order
from tests.support.roles import actor
from tests.support.rules import transfer_refused

RETAINED = 150
"""Of 1,000 senior units; another 50 are its affiliate's, bought and free."""
ORIGINATOR, AFFILIATE, FRESH = actor("originator"), actor("originator's affiliate"), actor("originator's new wallet")
FRIEND = actor("senior_investor")
RULES = TransferRules(flags=RuleFlag.RECORD_DATES, retained=RETAINED)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[MeetingWorld]:
    """The deal of the meetings, in which the originator's senior units are retained and not bought."""
    bought = {role: (0, *units[1:]) if role == "originator" else units for role, units in ALLOCATION.items()}
    monkeypatch.setattr(meeting_world, "ALLOCATION", bought)
    kept = SPEC.transfer_rules or ()
    yield MeetingWorld(replace(SPEC, transfer_rules=(RULES.pack(), *kept[1:])))


def piece(world: MeetingWorld, holder: str = ORIGINATOR) -> tuple[int, bool]:
    """Units, and whether they are marked as retained."""
    units, _, _, retains = world.deal.escrow.read("holdingOf", world.deal.tokens[SENIOR].address, holder)
    return units, retains


def test_originator__votes_with_the_retained_units__refused_and_not_counted(world: MeetingWorld) -> None:
    assert piece(world) == (RETAINED, True)
    resolution = world.voting_on("declareDefault")
    for voter in (ORIGINATOR, AFFILIATE):
        with refused("NoteholderMeeting_OriginatorHasNoVote", voter=voter):
            world.meeting.send("castVote", resolution.id, FOR, by=voter)
    assert world.tally(resolution, SENIOR) == (0, 0, 0, 1_000 - RETAINED - 50)


def test_originator__convenes_with_the_retained_units__may_ask_and_decides_nothing(world: MeetingWorld) -> None:
    """Any large holder may put a question; without a vote of others it is lost, and it needs no answer."""
    resolution = world.convene("declareDefault", by="originator")
    world.open_vote(resolution)
    with refused("NoteholderMeeting_OriginatorHasNoVote", voter=ORIGINATOR):
        world.vote(resolution, "originator")
    world.end_vote(resolution)
    assert world.state(resolution) == DEFEATED


def test_originator__hands_the_piece_to_a_friend_to_vote_with__refused(world: MeetingWorld) -> None:
    resolution = world.convene("declareDefault")
    for receiver in (FRIEND, AFFILIATE):
        for units in (1, RETAINED):
            with transfer_refused(Question.RETENTION, ORIGINATOR, receiver, units):
                world.deal.tokens[SENIOR].send("transfer", receiver, units, by=ORIGINATOR)
    world.open_vote(resolution)
    assert world.meeting.read("votesOf", resolution.id, FRIEND, SENIOR) == 500
    assert piece(world) == (RETAINED, True)


def test_originator__and_every_holder__vote_to_release_it__no_resolution_can(world: MeetingWorld) -> None:
    """Rules of transfer are no act of a meeting, nor are the powers that touch units."""
    token, agent = world.deal.tokens[SENIOR].address, world.platform.agent.address
    acts = {
        token: calldata("TrancheToken", "transferFrom", ORIGINATOR, FRIEND, RETAINED),
        agent: calldata("TransferAgent", "redeem", token, ORIGINATOR, RETAINED, (b"\1" * 32, b"\1" * 32)),
    }
    for target, act in acts.items():
        for where in (target, world.meeting.address):
            with refused_whole(world.chain, "NoteholderMeeting_NotAnAct", selector=act[:4]):
                world.meeting.send("propose", [where], [0], [act], "let it go", by=FRIEND)


def test_holders__carry_out_what_they_can__the_piece_stays_as_it_is(world: MeetingWorld) -> None:
    rules = world.deal.tokens[SENIOR].read("transferRules")
    resolution = world.passed("declareDefault")
    world.reach(resolution)
    world.carry_out(resolution)
    assert world.state(resolution) == EXECUTED
    assert world.deal.tokens[SENIOR].read("transferRules") == rules
    with transfer_refused(Question.RETENTION, ORIGINATOR, FRIEND, 1):
        world.deal.tokens[SENIOR].send("transfer", FRIEND, 1, by=ORIGINATOR)


@pytest.mark.parametrize("fresh", [FRESH, AFFILIATE], ids=["an empty wallet", "one with free units"])
def test_originator__loses_its_key_on_purpose__the_mark_moves_with_the_units(world: MeetingWorld, fresh: str) -> None:
    """Recovered into another wallet of its own, the piece is locked there; what was free before stays so."""
    if fresh == FRESH:
        world.platform.add_wallet(FRESH, ORIGINATOR)
    free, _ = piece(world, fresh)
    order(world.platform, "recoverWallet", world.deal.tokens[SENIOR], ORIGINATOR, fresh, ORIGINATOR)
    assert piece(world, fresh) == (RETAINED + free, True)
    if free:
        world.deal.tokens[SENIOR].send("transfer", FRIEND, free, by=fresh)
    with transfer_refused(Question.RETENTION, fresh, FRIEND, 1):
        world.deal.tokens[SENIOR].send("transfer", FRIEND, 1, by=fresh)
    resolution = world.voting_on("declareDefault")
    with refused("NoteholderMeeting_OriginatorHasNoVote", voter=fresh):
        world.meeting.send("castVote", resolution.id, FOR, by=fresh)


def test_originator__has_itself_recovered_to_a_friend__refused_as_another_investor(world: MeetingWorld) -> None:
    with refused("TrancheToken_OtherInvestor"):
        order(world.platform, "recoverWallet", world.deal.tokens[SENIOR], ORIGINATOR, FRIEND, ORIGINATOR)
    assert piece(world) == (RETAINED, True)


def test_captor__buys_the_largest_free_holding__decides_nothing_without_the_other_class(world: MeetingWorld) -> None:
    """500 of 800 senior votes are short of three quarters, and the mezzanine has its own; the piece adds nothing to them."""
    world.platform.admit(actor("captor"))
    world.deal.tokens[SENIOR].send("transfer", actor("captor"), 500, by=FRIEND)
    world.chain.now += 1
    resolution = world.convene("declareDefault", by="captor")
    world.open_vote(resolution)
    world.vote(resolution, "captor")
    world.vote(resolution, "pension_fund", 0)
    world.end_vote(resolution)
    assert world.state(resolution) == DEFEATED
    assert wallet("captor") == actor("captor") and piece(world) == (RETAINED, True)
