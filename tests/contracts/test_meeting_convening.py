# SPDX-License-Identifier: Apache-2.0
"""Who convenes a meeting, on what, and that a proposal which could never be carried out is refused at once, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from eth_utils.crypto import keccak

from tests.contracts.meeting_deal import (
    COVERAGE,
    DAY,
    FEE_RATE,
    LATER,
    MISSED_INTEREST,
    OPEN,
    SERVICER,
    THRESHOLD,
    TRUSTEE,
)
from tests.contracts.meeting_world import CANCELED, PENDING, MeetingWorld, untouched, wallet
from tests.support.chain import refused, refused_whole
from tests.support.powers import halt
from tests.support.roles import actor, attestors

NEW_SERVICER = actor("new servicer")
SIGNERS = [key.address for key in attestors(3, "new attestor")]
POSSIBLE: dict[str, tuple[Any, ...]] = {
    "replacePayee": (SERVICER, NEW_SERVICER),
    "replaceSigners": (2, SIGNERS, [1, 1, 1]),
    "declareDefault": (),
    "amend": (THRESHOLD, 1_500_000),
    "openCall": (LATER,),
}
"""What could be carried out at once; nothing has happened yet that could be waived."""


@pytest.fixture
def world() -> Iterator[MeetingWorld]:
    yield from untouched()


@pytest.mark.parametrize("name", POSSIBLE)
def test_convene__each_kind_that_can_be_carried_out__announced_and_pending(world: MeetingWorld, name: str) -> None:
    before, now = world.wiring(), world.chain.now
    act = world.act(name, *POSSIBLE[name])
    made = world.propose(act, description="replace him")
    resolution = int.from_bytes(made.output, "big")
    proposal = ([world.meeting.address], [0], [act], keccak(text="replace him"))
    assert resolution == world.meeting.read("getProposalId", *proposal)
    senior, deal = actor("senior_investor"), world.deal.deal.address
    assert made.only("Convened") == {"resolution": resolution, "deal": deal, "convener": senior}
    created = made.only("ProposalCreated")
    assert (created["voteStart"], created["voteEnd"]) == (now + 7 * DAY, now + 21 * DAY)
    assert [event.name for event in made.events] == ["ProposalCreated", "Convened"]
    read = world.meeting.read
    assert (read("proposalSnapshot", resolution), read("proposalDeadline", resolution)) == (
        now + 7 * DAY,
        now + 21 * DAY,
    )
    assert (read("proposalEta", resolution), read("proposalProposer", resolution)) == (now + 24 * DAY, senior)
    assert read("resolutionAt", resolution) == (deal, 0)
    assert (read("state", resolution), read("tallyOf", resolution, 0)) == (PENDING, (0, 0, 0, 0))
    assert world.wiring() == before and not world.deal.state().defaulted  # what was rehearsed was undone
    assert world.platform.oracle.read("proposalReadyAt", deal) == 0


def test_convene__what_a_date_brought__can_be_waived(world: MeetingWorld) -> None:
    world.deal.pay_date(0)
    for trigger in (COVERAGE, MISSED_INTEREST):
        resolution = world.convene("waive", trigger, described=f"waive {trigger}")
        assert world.state(resolution) == PENDING
    assert world.deal.state().active[COVERAGE] and world.deal.state().defaulted


REFUSED: dict[str, tuple[str, tuple[Any, ...], str, dict[str, Any]]] = {
    "payee": ("replacePayee", (TRUSTEE, NEW_SERVICER), "NoteholderMeeting_NotReplaceable", {"payee": TRUSTEE}),
    "no payee": ("replacePayee", (3, NEW_SERVICER), "NoteholderMeeting_NotReplaceable", {"payee": 3}),
    "far payee": ("replacePayee", (257, NEW_SERVICER), "NoteholderMeeting_NotReplaceable", {"payee": 257}),
    "default": ("waive", (MISSED_INTEREST,), "NoteholderMeeting_NothingToWaive", {"trigger": 255}),
    "quiet trigger": ("waive", (COVERAGE,), "NoteholderMeeting_NothingToWaive", {"trigger": COVERAGE}),
    "no trigger": ("waive", (2,), "NoteholderMeeting_NothingToWaive", {"trigger": 2}),
    "far trigger": ("waive", (2**256 - 1,), "NoteholderMeeting_NothingToWaive", {"trigger": 2**256 - 1}),
    "no field": ("amend", (2, 1), "NoteholderMeeting_NotAmendable", {"fields": 2, "given": 2}),
    "far field": ("amend", (2**255, 1), "NoteholderMeeting_NotAmendable", {"fields": 2, "given": 2**255}),
    "below": (
        "amend", (THRESHOLD, 1_099_999), "NoteholderMeeting_OutOfBounds",
        {"from": 1_100_000, "to": 1_500_000, "value": 1_099_999},
    ),
    "above": (
        "amend", (FEE_RATE, 20_001), "NoteholderMeeting_OutOfBounds", {"from": 5_000, "to": 20_000, "value": 20_001}
    ),
    "wide": (
        "amend", (FEE_RATE, 2**32 + 5_000), "NoteholderMeeting_OutOfBounds",
        {"from": 5_000, "to": 20_000, "value": 2**32 + 5_000},
    ),
    "the same": ("amend", (THRESHOLD, 1_200_000), "NoteholderMeeting_NothingChanges", {"value": 1_200_000}),
    "no call": ("openCall", (3,), "NoteholderMeeting_NoCall", {"calls": 3, "given": 3}),
    "far call": ("openCall", (2**256 - 1,), "NoteholderMeeting_NoCall", {"calls": 3, "given": 2**256 - 1}),
    "open call": ("openCall", (OPEN,), "NoteholderMeeting_NothingChanges", {"value": OPEN}),
    "no threshold": ("replaceSigners", (0, SIGNERS, [1, 1, 1]), "RoyaltyOracle_BadThreshold", {}),
    "threshold too high": ("replaceSigners", (4, SIGNERS, [1, 1, 1]), "RoyaltyOracle_BadThreshold", {}),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_convene__on_what_could_not_be_carried_out__refused_with_its_reason(world: MeetingWorld, case: str) -> None:
    name, arguments, error, named = REFUSED[case]
    with refused(error, **named):
        world.convene(name, *arguments)


@pytest.mark.parametrize("successor", ["0x" + "00" * 20, "servicer", "the deal"])
def test_convene__successor_who_is_none__refused(world: MeetingWorld, successor: str) -> None:
    named = {"servicer": actor("servicer"), "the deal": world.deal.deal.address}.get(successor, successor)
    with refused("NoteholderMeeting_BadSuccessor", former=actor("servicer"), successor=named):
        world.convene("replacePayee", SERVICER, named)


def test_convene__default_declared_already__refused(world: MeetingWorld) -> None:
    world.deal.pay_date(0)
    with refused("NoteholderMeeting_AlreadyDefaulted", deal=world.deal.deal.address):
        world.convene("declareDefault")


@pytest.mark.parametrize(("units", "share"), [(49, 490), (50, 500)])
def test_convene__around_a_twentieth_of_a_class__only_from_there_on(
    world: MeetingWorld, units: int, share: int
) -> None:
    world.deal.tokens[0].send("transfer", actor("junior_investor"), units, by=actor("senior_investor"))
    world.chain.now += 1
    if share >= 500:
        assert world.state(world.convene("declareDefault", by="junior_investor")) == PENDING
    else:
        with refused("NoteholderMeeting_HoldsTooLittle", needed=500, held=share):
            world.convene("declareDefault", by="junior_investor")


@pytest.mark.parametrize(
    ("role", "held"), [("junior_investor", 0), ("attacker", 0), ("supervisor", 0), ("governor", 0), ("admin", 0)]
)
def test_convene__holder_of_no_class_with_a_vote__refused_whole(world: MeetingWorld, role: str, held: int) -> None:
    with refused_whole(world.chain, "NoteholderMeeting_HoldsTooLittle", needed=500, held=held):
        world.convene("declareDefault", by=role)


def test_convene__holder_of_one_class_alone__may(world: MeetingWorld) -> None:
    assert world.state(world.convene("declareDefault", by="mezzanine_investor")) == PENDING


def test_convene__twice_the_same__refused_and_another_reason_is_another_resolution(world: MeetingWorld) -> None:
    first = world.convene("declareDefault", described="one")
    with refused("GovernorUnexpectedProposalState", proposalId=first.id, current=PENDING, expectedStates=bytes(32)):
        world.convene("declareDefault", described="one", by="pension_fund")
    assert world.convene("declareDefault", described="two").id != first.id


def test_convene__proposal_marked_for_its_proposer__nobody_can_hand_it_in_first(world: MeetingWorld) -> None:
    marked = f"mine #proposer={actor('senior_investor').lower()}"
    with refused("GovernorRestrictedProposer", proposer=wallet("pension_fund")):
        world.convene("declareDefault", by="pension_fund", described=marked)
    assert world.state(world.convene("declareDefault", described=marked)) == PENDING


def test_cancel__before_the_record_date__by_the_convener_alone(world: MeetingWorld) -> None:
    resolution = world.convene("declareDefault")
    for other in ("pension_fund", "supervisor", "admin"):
        with refused("GovernorUnableToCancel", proposalId=resolution.id, account=wallet(other)):
            world.meeting.send("cancel", *resolution.arguments, by=wallet(other))
    with world.chain.undone():
        world.meeting.send("cancel", *resolution.arguments, by=actor("senior_investor"))
        assert world.state(resolution) == CANCELED
        world.chain.now += 8 * DAY
        with refused("GovernorUnexpectedProposalState"):
            world.vote(resolution, "senior_investor")
    world.open_vote(resolution)
    with refused("GovernorUnableToCancel", proposalId=resolution.id, account=actor("senior_investor")):
        world.meeting.send("cancel", *resolution.arguments, by=actor("senior_investor"))


def test_convene__deal_halted__may_be_but_waits(world: MeetingWorld) -> None:
    halt(world.platform, "haltDeal", world.deal.deal.address, until=world.chain.now + DAY)
    assert world.state(world.convene("declareDefault")) == PENDING


def test_convene__meetings_at_the_same_time__each_has_its_own_times(world: MeetingWorld) -> None:
    first = world.convene("declareDefault")
    world.chain.now += 5 * DAY
    second = world.convene("amend", FEE_RATE, 5_000)
    starts = [world.meeting.read("proposalSnapshot", resolution.id) for resolution in (first, second)]
    assert starts[1] - starts[0] == 5 * DAY
