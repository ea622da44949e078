# SPDX-License-Identifier: Apache-2.0
"""When a passed resolution is carried out, by whom, how often, and what becomes of one that the facts have overtaken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from regalia.domain.meeting.rules import MeetingProgram
from tests.contracts.meeting_deal import (
    DAY,
    FEE_RATE,
    LATER,
    MISSED_INTEREST,
    PROGRAM,
    RULES,
    SERVICER,
    SPEC,
    THRESHOLD,
    USD,
)
from tests.contracts.meeting_world import ACTIVE, EXECUTED, EXPIRED, QUEUED, MeetingWorld, untouched
from tests.support.acts import conclude
from tests.support.chain import refused, refused_whole
from tests.support.powers import halt, order, resume
from tests.support.roles import actor

WITHIN = 30 * DAY
BITMAP_OF_QUEUED = (1 << QUEUED).to_bytes(32, "big")
NEW, OTHER = actor("new servicer"), actor("other servicer")


@pytest.fixture
def world() -> Iterator[MeetingWorld]:
    yield from untouched()


@pytest.mark.parametrize("role", ["outsider", "senior_investor", "servicer", "originator", "attacker"])
def test_carry_out__by_anybody__done_and_executed(world: MeetingWorld, role: str) -> None:
    resolution = world.passed("declareDefault")
    world.reach(resolution)
    assert world.state(resolution) == QUEUED
    done = world.carry_out(resolution, by=role)
    assert done.only("ProposalExecuted") == {"proposalId": resolution.id}
    assert int.from_bytes(done.output, "big") == resolution.id
    assert world.state(resolution) == EXECUTED and world.deal.state().defaulted


@pytest.mark.parametrize("seconds", [1 - 3 * DAY, -DAY, -1])
def test_carry_out__before_the_delay_is_over__refused_whole(world: MeetingWorld, seconds: int) -> None:
    resolution = world.passed("declareDefault")
    eta = world.meeting.read("proposalEta", resolution.id)
    assert eta == world.meeting.read("proposalDeadline", resolution.id) + 3 * DAY
    world.chain.now = eta + seconds
    with refused_whole(world.chain, "NoteholderMeeting_TooEarly", **{"from": eta, "timestamp": eta + seconds}):
        world.carry_out(resolution)
    assert world.state(resolution) == QUEUED


@pytest.mark.parametrize(("seconds", "state"), [(0, QUEUED), (WITHIN, QUEUED), (WITHIN + 1, EXPIRED), (2**32, EXPIRED)])
def test_carry_out__around_its_thirty_days__until_their_last_second(
    world: MeetingWorld, seconds: int, state: int
) -> None:
    resolution = world.passed("declareDefault")
    world.chain.now = world.meeting.read("proposalEta", resolution.id) + seconds
    assert world.state(resolution) == state
    if state == QUEUED:
        world.carry_out(resolution)
        assert world.deal.state().defaulted
    else:
        arguments = {"proposalId": resolution.id, "current": EXPIRED, "expectedStates": BITMAP_OF_QUEUED}
        with refused_whole(world.chain, "GovernorUnexpectedProposalState", **arguments):
            world.carry_out(resolution)


def test_carry_out__twice__refused_the_second_time(world: MeetingWorld) -> None:
    resolution = world.passed("replacePayee", SERVICER, NEW)
    world.reach(resolution)
    world.carry_out(resolution)
    world.resolve("replacePayee", SERVICER, OTHER)  # so that it would change something again
    with refused(
        "GovernorUnexpectedProposalState", proposalId=resolution.id, current=EXECUTED, expectedStates=BITMAP_OF_QUEUED
    ):
        world.carry_out(resolution)
    assert world.deal.deal.read("parties")[4][SERVICER] == OTHER


def test_carry_out__while_votes_are_cast__refused_however_they_stand(world: MeetingWorld) -> None:
    resolution = world.voting_on("declareDefault")
    for role in ("senior_investor", "pension_fund", "mezzanine_investor"):
        world.vote(resolution, role)
    world.chain.now = world.meeting.read("proposalDeadline", resolution.id)
    assert world.state(resolution) == ACTIVE
    with refused("GovernorUnexpectedProposalState"):
        world.carry_out(resolution)


@pytest.mark.parametrize("ahead", [0, 1])
def test_carry_out__no_delay__the_second_after_the_vote(ahead: int) -> None:
    """The last second of the vote is still the vote's."""
    rules: MeetingProgram = replace(RULES, notice=0, voting=1, delay=0)
    world = MeetingWorld(replace(SPEC, meeting=rules.pack()))
    resolution = world.convene("declareDefault")
    world.chain.now += 1
    for role in ("senior_investor", "pension_fund", "mezzanine_investor"):
        world.vote(resolution, role)
    world.chain.now += ahead
    if ahead:
        world.carry_out(resolution)
        assert world.deal.state().defaulted
    else:
        with refused("GovernorUnexpectedProposalState"):
            world.carry_out(resolution)


@pytest.mark.parametrize("act", ["queue", "cancel"])
def test_passed__queued_or_cancelled_by_hand__refused(world: MeetingWorld, act: str) -> None:
    resolution = world.passed("declareDefault")
    with refused("GovernorUnexpectedProposalState" if act == "queue" else "GovernorUnableToCancel"):
        world.meeting.send(act, *resolution.arguments, by=actor("senior_investor"))
    assert world.state(resolution) == QUEUED


def test_carry_out__deal_halted__refused_and_possible_after(world: MeetingWorld) -> None:
    resolution = world.passed("declareDefault")
    world.reach(resolution)
    until = world.chain.now + DAY
    halt(world.platform, "haltDeal", world.deal.deal.address, until=until)
    for second in (world.chain.now, until):
        world.chain.now = second
        with refused_whole(world.chain, "NoteholderMeeting_DealHalted", until=until):
            world.carry_out(resolution)
    with world.chain.undone():
        world.chain.now = until + 1
        world.carry_out(resolution)
    resume(world.platform, "resumeDeal", world.deal.deal.address)
    world.carry_out(resolution)
    assert world.deal.state().defaulted


def test_carry_out__another_deal_halted__done(world: MeetingWorld) -> None:
    resolution = world.passed("declareDefault")
    world.reach(resolution)
    spec = replace(SPEC, salt=b"\1" * 32, deadline=world.chain.now + DAY)
    other = world.platform.create(world.platform.money(), spec)
    halt(world.platform, "haltDeal", other.deal.address, until=world.chain.now + DAY)
    world.carry_out(resolution)
    assert world.deal.state().defaulted and not other.state().defaulted


def test_carry_out__units_frozen_and_sold_since_the_vote__still_passed(world: MeetingWorld) -> None:
    resolution = world.passed("declareDefault")
    order(world.platform, "setAddressFrozen", world.deal.tokens[0], actor("senior_investor"), True)
    world.deal.tokens[1].send("transfer", actor("junior_investor"), 300, by=actor("mezzanine_investor"))
    world.reach(resolution)
    world.carry_out(resolution)
    assert world.state(resolution) == EXECUTED


def test_overtaken__default_came_by_itself__refused_and_not_executed(world: MeetingWorld) -> None:
    world.chain.now = world.deal.deal.read("scheduledAt", 1) - 10 * DAY
    resolution = world.passed("declareDefault")
    world.deal.pay_date(0)
    world.reach(resolution)
    with refused_whole(world.chain, "NoteholderMeeting_AlreadyDefaulted", deal=world.deal.deal.address):
        world.carry_out(resolution)
    assert world.state(resolution) == QUEUED


def test_overtaken__payee_replaced_by_the_same_already__refused_and_not_executed(world: MeetingWorld) -> None:
    first, second = (world.convene("replacePayee", SERVICER, NEW, described=text) for text in ("one", "two"))
    for resolution in (first, second):
        world.open_vote(resolution)
        for role in ("senior_investor", "pension_fund", "mezzanine_investor"):
            world.vote(resolution, role)
    world.reach(second)
    world.carry_out(first)
    with refused_whole(world.chain, "NoteholderMeeting_BadSuccessor", former=NEW, successor=NEW):
        world.carry_out(second)
    assert world.state(second) == QUEUED


@pytest.mark.parametrize(
    ("name", "arguments", "error", "named"),
    [
        ("amend", (THRESHOLD, 1_500_000), "NoteholderMeeting_NothingChanges", {"value": 1_500_000}),
        ("openCall", (LATER,), "NoteholderMeeting_NothingChanges", {"value": LATER}),
    ],
)
def test_overtaken__passed_twice__only_one_changes_anything(
    world: MeetingWorld, name: str, arguments: tuple[int, ...], error: str, named: dict[str, int]
) -> None:
    late = world.passed(name, *arguments, described="late")
    world.chain.now += 1
    with world.chain.undone():
        world.reach(late)
        world.carry_out(late)
    early = world.passed(name, *arguments, described="early")
    world.reach(early)
    world.carry_out(early)
    with refused(error, **named):
        world.carry_out(late)
    assert (world.state(early), world.state(late)) == (EXECUTED, QUEUED)


def test_overtaken__waived_already__refused_and_not_executed(world: MeetingWorld) -> None:
    world.deal.pay_date(0)
    late = world.passed("waive", MISSED_INTEREST, described="late")
    world.chain.now = world.meeting.read("proposalEta", late.id) + 5 * DAY
    early = world.passed("waive", MISSED_INTEREST, described="early")
    world.reach(early)
    world.carry_out(early)
    with refused("NoteholderMeeting_NothingToWaive", trigger=MISSED_INTEREST):
        world.carry_out(late)
    assert world.state(late) == QUEUED


def test_overtaken__deal_concluded__each_kind_refused() -> None:
    short = replace(SPEC, program=replace(PROGRAM, legal_final=date(2024, 7, 20)))
    world = MeetingWorld(short)
    world.deal.pay_date(0)
    world.chain.now = world.deal.deal.read("scheduledAt", 2) - 20 * DAY
    kinds: dict[str, tuple[Any, ...]] = {
        "replacePayee": (SERVICER, NEW),
        "amend": (FEE_RATE, 5_000),
        "openCall": (LATER,),
        "waive": (MISSED_INTEREST,),
    }
    resolutions = [world.convene(name, *arguments) for name, arguments in kinds.items()]
    for resolution in resolutions:
        world.chain.now = world.meeting.read("proposalSnapshot", resolution.id) + 1
        for role in ("senior_investor", "pension_fund", "mezzanine_investor"):
            world.vote(resolution, role)
    world.deal.pay_date(3_000_000 * USD)
    conclude(world.deal)
    world.reach(resolutions[-1])
    for resolution in resolutions:
        with refused("NoteholderMeeting_DealNotLive", status=4):
            world.carry_out(resolution)
        assert world.state(resolution) == QUEUED
    with refused("NoteholderMeeting_DealNotLive", status=4):
        world.convene("declareDefault")
