# SPDX-License-Identifier: Apache-2.0
"""What only a resolution does, tried without one: the acts called directly, the deal told to carry out, the Governor's own doors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.contracts.meeting_deal import DAY, SERVICER, SPEC, THRESHOLD
from tests.contracts.meeting_world import MeetingWorld, Resolution, untouched
from tests.support.chain import refused, refused_whole
from tests.support.contract import calldata
from tests.support.deal import DealContracts
from tests.support.roles import actor, attestors

ATTACKER = actor("attacker")
EVERYBODY = (
    "attacker", "senior_investor", "originator", "servicer", "issuer", "supervisor", "chief_supervisor", "governor", "admin",
)  # fmt: skip
ACTS: dict[str, tuple[Any, ...]] = {
    "replacePayee": (SERVICER, ATTACKER),
    "replaceSigners": (1, [attestors(1, "accomplice")[0].address], [1]),
    "declareDefault": (),
    "waive": (255,),
    "amend": (THRESHOLD, 1_500_000),
    "openCall": (0,),
}


@pytest.fixture
def world() -> Iterator[MeetingWorld]:
    yield from untouched()


@pytest.mark.parametrize("name", ACTS)
def test_act__called_by_anybody_but_the_meeting_itself__refused_whole(world: MeetingWorld, name: str) -> None:
    deal = world.deal.deal.address
    for role in EVERYBODY:
        with refused("GovernorOnlyExecutor", account=actor(role)):
            world.meeting.send(name, deal, *ACTS[name], by=actor(role))
    with refused_whole(world.chain, "GovernorOnlyExecutor", account=ATTACKER):
        world.meeting.send(name, deal, *ACTS[name], by=ATTACKER)


@pytest.mark.parametrize("role", EVERYBODY)
def test_carry_out__the_deal_told_by_another_than_the_meeting__refused(world: MeetingWorld, role: str) -> None:
    with refused("Deal_OnlyMeeting", meeting=world.meeting.address, caller=actor(role)):
        world.deal.deal.send("carryOut", world.wiring(), 0, 1 << 238, by=actor(role))


def test_relay__by_anybody__refused_whole(world: MeetingWorld) -> None:
    data = calldata("Deal", "carryOut", b"", 0, 1 << 238)
    with refused_whole(world.chain, "GovernorOnlyExecutor", account=ATTACKER):
        world.meeting.send("relay", world.deal.deal.address, 0, data, by=ATTACKER)


@pytest.mark.parametrize("name", [name for name in ACTS if name != "waive"])
def test_rehearsal__of_what_can_be_done__changes_nothing(world: MeetingWorld, name: str) -> None:
    with refused_whole(world.chain, "NoteholderMeeting_Rehearsed"):
        world.meeting.send("rehearse", world.act(name, *ACTS[name]), by=ATTACKER)


def test_rehearsal__of_what_cannot_be_done__says_why(world: MeetingWorld) -> None:
    with refused("NoteholderMeeting_NothingToWaive", trigger=255):
        world.meeting.send("rehearse", world.act("waive", 255), by=ATTACKER)


@pytest.mark.parametrize(
    "what", ["relay", "rehearse", "open", "execute", "haltResolution", "nothing", "short", "unknown"]
)
def test_rehearsal__of_what_is_no_act__refused(world: MeetingWorld, what: str) -> None:
    """It would be a call by the meeting itself."""
    inner = world.act("declareDefault")
    calls = {
        "relay": calldata("NoteholderMeeting", "relay", world.deal.deal.address, 0, inner),
        "rehearse": calldata("NoteholderMeeting", "rehearse", inner),
        "open": calldata("NoteholderMeeting", "open", SPEC.meeting),
        "execute": calldata("NoteholderMeeting", "execute", [], [], [], bytes(32)),
        "haltResolution": calldata("NoteholderMeeting", "haltResolution", 1, 1, bytes(32), bytes(32), ""),
        "nothing": b"",
        "short": inner[:3],
        "unknown": b"\x12\x34\x56\x78" + bytes(64),
    }
    with refused("NoteholderMeeting_NotAnAct", selector=calls[what][:4].ljust(4, b"\0")):
        world.meeting.send("rehearse", calls[what], by=ATTACKER)


@pytest.fixture
def other(world: MeetingWorld) -> DealContracts:
    """A deal of the attacker's making, on the same terms, of which he holds every unit."""
    deadline = world.chain.now + DAY
    world.platform.admit(ATTACKER)
    spec = replace(SPEC, salt=b"\1" * 32, deadline=deadline, originator="accomplice")
    deal = world.platform.create(world.platform.money(), spec, by=ATTACKER)
    for tranche, units in enumerate((1_000, 400, 10_000)):
        deal.subscribe(ATTACKER, tranche, units)
    deal.close()
    world.chain.now += 1
    return deal


def test_holder_of_one_deal__proposes_about_another__refused(world: MeetingWorld, other: DealContracts) -> None:
    with refused("NoteholderMeeting_HoldsTooLittle", needed=500, held=0):
        world.convene("replacePayee", SERVICER, ATTACKER, by="attacker")
    about_his = world.propose(world.act("replacePayee", SERVICER, ATTACKER, about=other.deal.address), "attacker")
    assert about_his.only("Convened")["deal"] == other.deal.address


def test_holder_of_one_deal__votes_about_another__refused(world: MeetingWorld, other: DealContracts) -> None:
    assert other.units(0, "attacker") == 1_000
    resolution = world.voting_on("declareDefault")
    with refused("NoteholderMeeting_NoVotes", voter=ATTACKER, recordDate=world.chain.now - 1):
        world.vote(resolution, "attacker")


def test_passed_about_one_deal__carried_out_with_the_name_of_another__refused(
    world: MeetingWorld, other: DealContracts
) -> None:
    act = world.act("replacePayee", SERVICER, ATTACKER, about=other.deal.address)
    resolution = Resolution(0, act, "mine", world.meeting.address)
    resolution = replace(resolution, id=int.from_bytes(world.propose(act, "attacker", "mine").output, "big"))
    world.open_vote(resolution)
    world.vote(resolution, "attacker")
    world.reach(resolution)
    swapped = replace(resolution, act=world.act("replacePayee", SERVICER, ATTACKER))
    with refused_whole(world.chain, "GovernorNonexistentProposal"):
        world.carry_out(swapped)
    before = world.wiring()
    world.carry_out(resolution)
    assert world.wiring() == before and other.deal.read("parties")[4][SERVICER] == ATTACKER
