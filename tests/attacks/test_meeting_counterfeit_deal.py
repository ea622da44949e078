# SPDX-License-Identifier: Apache-2.0
"""A contract that passes itself off as a deal opens meetings and carries out what it likes: nothing of a real deal moves by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from regalia.domain.meeting.rules import VoteRule
from tests.attacks.counterfeit_contract import Errand, counterfeit, errand
from tests.contracts.meeting_deal import RULES, SERVICER
from tests.contracts.meeting_world import DEFEATED, EXECUTED, QUEUED, VOTERS, MeetingWorld, Resolution, untouched
from tests.support.chain import Answer, refused
from tests.support.contract import calldata
from tests.support.roles import actor, attestors

ATTACKER, FAKE, PAPER = actor("attacker"), actor("counterfeit deal"), actor("counterfeit token")
TERMS = replace(RULES, notice=0, voting=1, delay=0, classes=(VoteRule(1, 1),), amendable=()).pack()
LIVE, CARRY_OUT = 3, "carryOut(bytes,uint256,uint256)"


@pytest.fixture
def world() -> Iterator[MeetingWorld]:
    yield from untouched()


def place(world: MeetingWorld, errands: Mapping[str, Errand] | None = None, token: str = PAPER) -> None:
    """A live deal with one tranche of paper, of which everybody asked about holds half; its wiring is that of the real deal."""
    registry, wiring = world.platform.registry.address, world.deal.deal.read("wiringAt")
    paper = {
        "balanceOfAt(address,uint256)": (100,),
        "totalSupplyAt(uint256)": (200,),
        "transferRules()": (4 << 248 | 0x1E << 240, 64, 0),
        "identityRegistry()": (int(registry, 16),),
        "escrow()": (int(PAPER, 16),),
        "holdingOf(address,address)": (100, 0, 0, 0),
    }
    deal = {
        "tranches()": (1,),
        "isRedeemed(uint256)": (0,),
        "trancheAt(uint256)": (int(token, 16), 200),
        "program()": (32, 32, 0),
        "parties()": (0, 0, 0, 0, 160, 0),
        "status()": (LIVE,),
        "wiringAt()": (int(wiring, 16),),
        CARRY_OUT: (),
    }
    world.chain.place(PAPER, counterfeit(paper))
    world.chain.place(FAKE, counterfeit(deal, errands))


def as_fake(world: MeetingWorld, target: str, data: bytes) -> Answer:
    """The counterfeit deal calls somebody."""
    return world.chain.send(ATTACKER, FAKE, errand(target, data))


def opened(world: MeetingWorld, errands: Mapping[str, Errand] | None = None, token: str = PAPER) -> None:
    place(world, errands, token)
    as_fake(world, world.meeting.address, calldata("NoteholderMeeting", "open", TERMS))


def passed(world: MeetingWorld, name: str, *arguments: Any) -> Resolution:
    """On the counterfeit deal, by the attacker alone."""
    resolution = Resolution(0, world.act(name, *arguments, about=FAKE), "mine", world.meeting.address)
    made = world.propose(resolution.act, "attacker", "mine")
    resolution = replace(resolution, id=int.from_bytes(made.output, "big"))
    world.open_vote(resolution)
    world.vote(resolution, "attacker")
    world.end_vote(resolution)
    assert world.state(resolution) == QUEUED
    return resolution


def real(world: MeetingWorld) -> tuple[Any, ...]:
    """What must not change."""
    oracle, deal = world.platform.oracle, world.deal.deal.address
    return (
        world.wiring(), world.deal.state(), world.meeting.read("termsOf", deal), oracle.read("signersOf", deal),
        oracle.read("proposalReadyAt", deal),
    )  # fmt: skip


def test_counterfeit__opens_its_meeting__the_real_deal_s_terms_stay(world: MeetingWorld) -> None:
    before = real(world)
    opened(world)
    assert world.meeting.read("termsOf", FAKE) == TERMS
    assert real(world) == before


def test_counterfeit__opens_twice__refused(world: MeetingWorld) -> None:
    opened(world)
    with refused("NoteholderMeeting_AlreadyOpen", deal=FAKE):
        as_fake(world, world.meeting.address, calldata("NoteholderMeeting", "open", RULES.pack()))


def test_counterfeit__passes_a_successor__only_itself_is_told(world: MeetingWorld) -> None:
    before = real(world)
    opened(world)
    resolution = passed(world, "replacePayee", SERVICER, ATTACKER)
    done = world.carry_out(resolution)
    assert done.only("PayeeReplaced")["deal"] == FAKE and world.state(resolution) == EXECUTED
    assert [event.address for event in done.events] == [world.meeting.address] * len(done.events)
    assert real(world) == before


def test_counterfeit__passes_attestors__the_oracle_knows_no_such_deal(world: MeetingWorld) -> None:
    before = real(world)
    opened(world)
    signers = [key.address for key in attestors(3, "accomplice")]
    with refused("RoyaltyOracle_NoStream", deal=FAKE):
        passed(world, "replaceSigners", 2, signers, [1, 1, 1])
    assert real(world) == before


def targets(world: MeetingWorld) -> dict[str, Errand]:
    """What it may try while it is told to carry something out: the meeting is then the caller of its caller."""
    deal, meeting = world.deal.deal.address, world.meeting.address
    act = world.act("declareDefault")
    return {
        "the deal itself": (deal, calldata("Deal", "carryOut", b"", 0, 1 << 238)),
        "the act": (meeting, act),
        "a rehearsal of it": (meeting, calldata("NoteholderMeeting", "rehearse", act)),
        "relaying": (meeting, calldata("NoteholderMeeting", "relay", deal, 0, act)),
        "a proposal": (meeting, calldata("NoteholderMeeting", "propose", [meeting], [0], [act], "reentered")),
        "opening again": (meeting, calldata("NoteholderMeeting", "open", TERMS)),
    }


@pytest.mark.parametrize(
    "what", ["the deal itself", "the act", "a rehearsal of it", "relaying", "a proposal", "opening again"]
)
def test_counterfeit__reaches_for_the_real_deal_while_it_is_carried_out__refused(
    world: MeetingWorld, what: str
) -> None:
    before = real(world)
    opened(world, {CARRY_OUT: targets(world)[what]})
    world.carry_out(passed(world, "openCall", 0))
    assert world.chain.storage()[FAKE, 0] == 1  # it tried, and failed
    assert real(world) == before


def test_counterfeit__carried_out_a_second_time_from_inside__refused(world: MeetingWorld) -> None:
    place(world)
    act = world.act("openCall", 0, about=FAKE)
    again = calldata("NoteholderMeeting", "execute", *Resolution(0, act, "mine", world.meeting.address).arguments)
    opened(world, {CARRY_OUT: (world.meeting.address, again)})
    resolution = passed(world, "openCall", 0)
    assert len(world.carry_out(resolution).all("CallOpened")) == 1
    assert world.chain.storage()[FAKE, 0] == 1


def test_counterfeit__says_its_holders_are_the_real_ones__they_decide_about_it_alone(world: MeetingWorld) -> None:
    """With the tokens of the real deal: whoever holds those can do to the counterfeit what its terms say, and nothing to the real one."""
    before = real(world)
    opened(world, token=world.deal.tokens[0].address)
    act = world.act("replacePayee", SERVICER, ATTACKER, about=FAKE)
    with refused("NoteholderMeeting_HoldsTooLittle"):
        world.propose(act, "attacker")
    made = world.propose(act, "senior_investor")
    resolution = Resolution(int.from_bytes(made.output, "big"), act, "resolution", world.meeting.address)
    real_one = world.convene("replacePayee", SERVICER, actor("new servicer"))
    world.open_vote(resolution)
    for role in VOTERS[:2]:
        world.vote(resolution, role)
    world.end_vote(resolution)
    world.carry_out(resolution)
    assert real(world) == before and world.tally(real_one, 0) == (0, 0, 0, 0)
    world.end_vote(real_one)
    assert world.state(real_one) == DEFEATED
