# SPDX-License-Identifier: Apache-2.0
"""The supervisor halts one resolution: who, how long, renewed and ended early, and that its thirty days begin after the halt."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from eth_utils.crypto import keccak

from tests.contracts.meeting_deal import DAY
from tests.contracts.meeting_world import (
    DEFEATED,
    EXECUTED,
    EXPIRED,
    QUEUED,
    VOTERS,
    MeetingWorld,
    Resolution,
    untouched,
)
from tests.support.chain import refused, refused_whole
from tests.support.powers import EVIDENCE, REASON, REF
from tests.support.roles import actor

HALTER, RESUMER = keccak(text="HALTER_ROLE"), keccak(text="RESUMER_ROLE")
LONGEST, WITHIN = 90 * DAY, 30 * DAY
EVERYBODY = (
    *VOTERS, "chief_supervisor", "admin", "governor", "trustee", "originator", "freezer", "enforcer", "pauser", "registrar",
    "servicer", "outsider", "attacker",
)  # fmt: skip


@pytest.fixture
def world() -> Iterator[MeetingWorld]:
    yield from untouched()


@pytest.fixture
def resolution(world: MeetingWorld) -> Resolution:
    """Passed; it can be carried out in this second."""
    passed = world.passed("declareDefault")
    world.reach(passed)
    return passed


def eta(world: MeetingWorld, resolution: Resolution) -> int:
    return int(world.meeting.read("proposalEta", resolution.id))


def test_halt__passed_resolution__waits_and_is_carried_out_after(world: MeetingWorld, resolution: Resolution) -> None:
    until = world.chain.now + 10 * DAY
    told = world.halt(resolution, until).only("ResolutionHalted")
    assert told == {
        "resolution": resolution.id, "until": until, "orderReference": REF, "evidence": EVIDENCE, "reason": REASON,
        "by": actor("supervisor"),
    }  # fmt: skip
    assert world.meeting.read("resolutionAt", resolution.id) == (world.deal.deal.address, until)
    assert (eta(world, resolution), world.state(resolution)) == (until + 1, QUEUED)
    for second in (world.chain.now, until):
        world.chain.now = second
        with refused_whole(world.chain, "NoteholderMeeting_TooEarly", **{"from": until + 1, "timestamp": second}):
            world.carry_out(resolution)
    world.chain.now = until + 1
    world.carry_out(resolution)
    assert world.state(resolution) == EXECUTED


@pytest.mark.parametrize(("seconds", "state"), [(WITHIN, QUEUED), (WITHIN + 1, EXPIRED)])
def test_halt__over__thirty_days_begin(world: MeetingWorld, resolution: Resolution, seconds: int, state: int) -> None:
    world.halt(resolution, world.chain.now + LONGEST)
    world.chain.now += LONGEST + 1 + seconds
    assert world.state(resolution) == state


def test_halt__on_its_last_day__still_in_time(world: MeetingWorld, resolution: Resolution) -> None:
    world.chain.now += WITHIN
    world.halt(resolution, world.chain.now)
    assert eta(world, resolution) == world.chain.now + 1
    world.chain.now += 1
    world.carry_out(resolution)


@pytest.mark.parametrize("when", ["pending", "active", "in the delay"])
def test_halt__before_it_could_be_carried_out__vote_goes_on(world: MeetingWorld, when: str) -> None:
    resolution = world.convene("declareDefault")
    if when != "pending":
        world.open_vote(resolution)
    for role in VOTERS if when == "in the delay" else ():
        world.vote(resolution, role)
    if when == "in the delay":
        world.end_vote(resolution)
    until = world.chain.now + 60 * DAY
    world.halt(resolution, until)
    if when == "pending":
        world.open_vote(resolution)
    for role in () if when == "in the delay" else VOTERS:
        world.vote(resolution, role)
    world.end_vote(resolution)
    assert (world.state(resolution), eta(world, resolution)) == (QUEUED, until + 1)


def test_halt__over_before_the_delay_is__changes_nothing(world: MeetingWorld) -> None:
    resolution = world.convene("declareDefault")
    before = eta(world, resolution)
    world.halt(resolution, before - 1)
    assert eta(world, resolution) == before
    world.halt(resolution, before)
    assert eta(world, resolution) == before + 1


def test_halt__renewed__until_then(world: MeetingWorld, resolution: Resolution) -> None:
    world.halt(resolution, world.chain.now + LONGEST)
    world.chain.now += 50 * DAY
    world.halt(resolution, world.chain.now + LONGEST)
    assert eta(world, resolution) == world.chain.now + LONGEST + 1


@pytest.mark.parametrize("shorter", [1, DAY, 10 * DAY])
def test_halt__shortened__refused_whole(world: MeetingWorld, resolution: Resolution, shorter: int) -> None:
    until, latest = world.chain.now + 10 * DAY, world.chain.now + LONGEST
    world.halt(resolution, until)
    arguments = {"earliest": until, "latest": latest, "until": until - shorter}
    with refused_whole(world.chain, "NoteholderMeeting_BadExpiry", **arguments):
        world.halt(resolution, until - shorter)


@pytest.mark.parametrize("seconds", [-1, LONGEST + 1, 2**47])
def test_halt__expiry_past_or_too_far__refused(world: MeetingWorld, resolution: Resolution, seconds: int) -> None:
    now = world.chain.now
    with refused("NoteholderMeeting_BadExpiry", earliest=now, latest=now + LONGEST, until=now + seconds):
        world.halt(resolution, now + seconds)


@pytest.mark.parametrize("role", EVERYBODY)
def test_halt__by_another_than_who_halts__refused_whole(world: MeetingWorld, resolution: Resolution, role: str) -> None:
    with refused_whole(world.chain, "NoteholderMeeting_OnlySupervisor", role=HALTER, caller=actor(role)):
        world.halt(resolution, world.chain.now + DAY, by=role)


@pytest.mark.parametrize(("reference", "evidence"), [(bytes(32), EVIDENCE), (REF, bytes(32)), (bytes(32), bytes(32))])
def test_halt_and_resume__without_an_order__refused(
    world: MeetingWorld, resolution: Resolution, reference: bytes, evidence: bytes
) -> None:
    world.halt(resolution, world.chain.now + DAY)
    order = {"orderReference": reference, "evidence": evidence}
    with refused("NoteholderMeeting_NoOrder", **order):
        until = world.chain.now + 2 * DAY
        arguments = (resolution.id, until, reference, evidence, REASON)
        world.meeting.send("haltResolution", *arguments, by=actor("supervisor"))
    with refused("NoteholderMeeting_NoOrder", **order):
        world.meeting.send("resumeResolution", resolution.id, reference, evidence, by=actor("chief_supervisor"))


def test_halt__without_a_reason__refused(world: MeetingWorld, resolution: Resolution) -> None:
    with refused("NoteholderMeeting_NoReason"):
        arguments = (resolution.id, world.chain.now + DAY, REF, EVIDENCE, "")
        world.meeting.send("haltResolution", *arguments, by=actor("supervisor"))


@pytest.mark.parametrize("state", [DEFEATED, EXECUTED, EXPIRED])
def test_halt__of_what_is_over__refused(world: MeetingWorld, state: int) -> None:
    resolution = world.voting_on("declareDefault") if state == DEFEATED else world.passed("declareDefault")
    world.reach(resolution)
    if state == EXECUTED:
        world.carry_out(resolution)
    if state == EXPIRED:
        world.chain.now += WITHIN + 1
    assert world.state(resolution) == state
    with refused("GovernorUnexpectedProposalState"):
        world.halt(resolution, world.chain.now + DAY)


def test_halt__of_nothing__refused(world: MeetingWorld) -> None:
    nothing = Resolution(7, b"", "", world.meeting.address)
    with refused("GovernorNonexistentProposal", proposalId=7):
        world.halt(nothing, world.chain.now + DAY)
    with refused("NoteholderMeeting_NotHalted", resolution=7):
        world.resume(nothing)


def test_resume__halted__can_be_carried_out_at_once_and_for_thirty_days(
    world: MeetingWorld, resolution: Resolution
) -> None:
    world.halt(resolution, world.chain.now + LONGEST)
    world.chain.now += 40 * DAY
    told = world.resume(resolution).only("ResolutionResumed")
    by = actor("chief_supervisor")
    assert told == {"resolution": resolution.id, "orderReference": REF, "evidence": EVIDENCE, "by": by}
    assert eta(world, resolution) == world.chain.now
    with world.chain.undone():
        world.carry_out(resolution)
        assert world.state(resolution) == EXECUTED
    world.chain.now += WITHIN
    assert world.state(resolution) == QUEUED
    world.chain.now += 1
    assert world.state(resolution) == EXPIRED


def test_resume__during_the_delay__the_delay_goes_on(world: MeetingWorld) -> None:
    resolution = world.convene("declareDefault")
    before = eta(world, resolution)
    world.halt(resolution, before + DAY)
    world.resume(resolution)
    assert eta(world, resolution) == before


@pytest.mark.parametrize("passed", [0, 1])
def test_resume__around_the_end_of_the_halt__not_halted_any_more(
    world: MeetingWorld, resolution: Resolution, passed: int
) -> None:
    world.halt(resolution, world.chain.now + DAY)
    world.chain.now += DAY + passed
    if passed:
        with refused("NoteholderMeeting_NotHalted", resolution=resolution.id):
            world.resume(resolution)
    else:
        world.resume(resolution)
        world.carry_out(resolution)


def test_resume__twice__refused(world: MeetingWorld, resolution: Resolution) -> None:
    world.halt(resolution, world.chain.now + DAY)
    world.resume(resolution)
    with refused("NoteholderMeeting_NotHalted", resolution=resolution.id):
        world.resume(resolution)


@pytest.mark.parametrize("role", [*(role for role in EVERYBODY if role != "chief_supervisor"), "supervisor", "resumer"])
def test_resume__by_another_than_who_resumes__refused_whole(
    world: MeetingWorld, resolution: Resolution, role: str
) -> None:
    world.halt(resolution, world.chain.now + DAY)
    with refused_whole(world.chain, "NoteholderMeeting_OnlySupervisor", role=RESUMER, caller=actor(role)):
        world.resume(resolution, by=role)


def test_halt__of_one__another_of_the_same_deal_goes_on(world: MeetingWorld, resolution: Resolution) -> None:
    world.halt(resolution, world.chain.now + LONGEST)
    world.resolve("openCall", 0)
    assert world.state(resolution) == QUEUED and not world.deal.state().defaulted
