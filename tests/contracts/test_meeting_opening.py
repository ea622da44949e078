# SPDX-License-Identifier: Apache-2.0
"""A deal opens its meetings when it is made: what terms are taken, which are refused and why, and what tools ask of a Governor."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace
from operator import xor
from typing import Any

import pytest
from eth_utils.crypto import keccak

from regalia.chain.decoding import signature
from regalia.domain.meeting.fields import AmendableField
from regalia.domain.meeting.rules import MeetingProgram, VoteRule
from regalia.domain.program_fields import Place
from tests.contracts.meeting_deal import DAY, KEPT, PROGRAM, RULES, SPEC
from tests.contracts.meeting_world import MeetingWorld, untouched
from tests.support.chain import RefusedError, refused
from tests.support.contract import functions
from tests.support.deal import DealContracts
from tests.support.platform import OPEN_RULES
from tests.support.roles import actor

WORDS = len(PROGRAM.pack()) // 32
SHARE = "MeetingTerms_NoShare"
FIELD = RULES.amendable[0]
GOVERNOR = (
    "hashProposal", "getProposalId", "state", "proposalThreshold", "proposalSnapshot", "proposalDeadline", "proposalProposer",
    "proposalEta", "proposalNeedsQueuing", "votingDelay", "votingPeriod", "quorum", "getVotes", "getVotesWithParams", "hasVoted",
    "propose", "queue", "execute", "cancel", "castVote", "castVoteWithReason", "castVoteWithReasonAndParams", "castVoteBySig",
    "castVoteWithReasonAndParamsBySig", "COUNTING_MODE", "name", "version",
)  # fmt: skip
"""Functions of OpenZeppelin's IGovernor."""


@pytest.fixture
def world() -> Iterator[MeetingWorld]:
    yield from untouched()


def made(world: MeetingWorld, **changes: Any) -> DealContracts:
    """Another deal on the chain of the first."""
    later = world.chain.now + DAY
    return world.platform.create(world.platform.money(), replace(SPEC, salt=b"\1" * 32, deadline=later, **changes))


def at(word: int, lowest: int, bits: int, lowest_value: int = 0, highest: int = 0) -> MeetingProgram:
    """Terms with a field in that place."""
    return replace(
        RULES, amendable=(FIELD, AmendableField("", FIELD.field, Place(word, lowest, bits), lowest_value, highest))
    )


def classes(*shares: tuple[int, int]) -> MeetingProgram:
    return replace(RULES, classes=tuple(VoteRule(*share) for share in shares))


def test_open__with_the_deal__its_terms_are_announced_and_read_back(world: MeetingWorld) -> None:
    deal = made(world)
    opened = [event.args for event in world.chain.log if event.name == "MeetingOpened"][-1]
    assert opened == {"deal": deal.deal.address, "terms": RULES.pack()}
    assert world.meeting.read("termsOf", deal.deal.address) == RULES.pack()


def test_open__deal_without_terms__has_no_meeting(world: MeetingWorld) -> None:
    deal = made(world, meeting=b"")
    assert world.meeting.read("termsOf", deal.deal.address) == b""
    with refused("NoteholderMeeting_NoMeeting", deal=deal.deal.address):
        world.propose(world.act("declareDefault", about=deal.deal.address))


TERMS = RULES.pack()
BAD: dict[str, tuple[bytes, str, dict[str, Any]]] = {
    "short of a class": (TERMS[:33], "MeetingTerms_WrongLength", {"least": 34, "given": 33}),
    "one byte": (b"\1", "MeetingTerms_WrongLength", {"least": 34, "given": 1}),
    "part of a field": (TERMS[:-1], "MeetingTerms_WrongLength", {"least": 34, "given": 105}),
    "a byte too many": (TERMS + b"\0", "MeetingTerms_WrongLength", {"least": 34, "given": 107}),
    "no time to vote": (replace(RULES, voting=0).pack(), "MeetingTerms_NoVoting", {}),
    "convened by none": (replace(RULES, convene=0).pack(), SHARE, {"whole": 10_000, "given": 0}),
    "convened by more than all": (replace(RULES, convene=10_001).pack(), SHARE, {"whole": 10_000, "given": 10_001}),
    "quorum above all": (classes((10_001, 5_000), (0, 0), (0, 0)).pack(), SHARE, {"whole": 10_000, "given": 10_001}),
    "majority of none": (classes((0, 0), (1, 0), (0, 0)).pack(), SHARE, {"whole": 10_000, "given": 0}),
    "majority above all": (classes((1, 65_535), (0, 0), (0, 0)).pack(), SHARE, {"whole": 10_000, "given": 65_535}),
    "nobody votes": (classes((0, 7_500), (0, 0), (0, 0)).pack(), "MeetingTerms_NobodyVotes", {}),
    "no such word": (at(WORDS, 0, 32).pack(), "MeetingTerms_BadField", {"field": 1, "words": WORDS}),
    "no bits": (at(1, 0, 0).pack(), "MeetingTerms_BadField", {"field": 1, "words": WORDS}),
    "beyond the word": (at(1, 250, 7).pack(), "MeetingTerms_BadField", {"field": 1, "words": WORDS}),
    "from above to": (at(1, 0, 32, 2, 1).pack(), "MeetingTerms_BadField", {"field": 1, "words": WORDS}),
    "to wider than the field": (at(1, 0, 8, 0, 256).pack(), "MeetingTerms_BadField", {"field": 1, "words": WORDS}),
}


@pytest.mark.parametrize("case", BAD)
def test_open__terms_by_which_nothing_could_be_decided__refused(world: MeetingWorld, case: str) -> None:
    terms, error, arguments = BAD[case]
    with refused(error, **arguments):
        made(world, meeting=terms)


GOOD = {
    "everything at once": replace(RULES, notice=0, voting=1, delay=0),
    "years": replace(RULES, notice=2**32 - 1, voting=2**32 - 1, delay=2**32 - 1),
    "all convene": replace(RULES, convene=10_000, replaceable=2**64 - 1),
    "everybody must be for it": classes((10_000, 10_000), (1, 1), (0, 0)),
    "nothing can be amended": replace(RULES, amendable=()),
    "the last bits of the last word": at(WORDS - 1, 128, 128, 0, 2**128 - 1),
    "a whole word": at(1, 0, 255, 2**128 - 1, 2**128 - 1),
    "to as wide as the field": at(1, 248, 8, 0, 255),
}


@pytest.mark.parametrize("case", GOOD)
def test_open__terms_at_their_limits__taken(world: MeetingWorld, case: str) -> None:
    deal = made(world, meeting=GOOD[case].pack())
    assert world.meeting.read("termsOf", deal.deal.address) == GOOD[case].pack()


@pytest.mark.parametrize("tranche", [0, 1])
def test_open__class_with_a_vote_keeps_no_record_dates__refused(world: MeetingWorld, tranche: int) -> None:
    rules = (*(OPEN_RULES if t == tranche else KEPT for t in range(2)), OPEN_RULES)
    with refused("NoteholderMeeting_NoRecordDates") as refusal:
        made(world, transfer_rules=rules)
    assert isinstance(refusal.value, RefusedError) and refusal.value.revert.arguments["tranche"] == tranche


def test_open__by_somebody_who_is_no_deal__refused(world: MeetingWorld) -> None:
    with refused("NoReason"):
        world.meeting.send("open", TERMS, by=actor("attacker"))
    assert world.meeting.read("termsOf", actor("attacker")) == b""


def test_open__deal_wired_a_second_time__refused_and_terms_stay(world: MeetingWorld) -> None:
    easier = replace(RULES, convene=1).pack()
    with refused("Deal_AlreadyWired"):
        world.deal.deal.send("initialize", world.wiring(), b"", easier, by=actor("attacker"))
    assert world.meeting.read("termsOf", world.deal.deal.address) == TERMS


def test_views__of_a_governor__say_what_tools_need(world: MeetingWorld) -> None:
    read = world.meeting.read
    assert (read("name"), read("version")) == ("Regalia NoteholderMeeting", "1")
    assert (read("clock"), read("CLOCK_MODE")) == (world.chain.now, "mode=timestamp")
    assert read("COUNTING_MODE") == "support=bravo&quorum=for,against,abstain&by=class"
    assert read("proposalNeedsQueuing", 1) is True
    for nothing in ("proposalThreshold", "votingDelay", "votingPeriod"):
        assert read(nothing) == 0
    senior = actor("senior_investor")
    assert read("quorum", world.chain.now - 1) == read("getVotes", senior, world.chain.now - 1) == 0
    domain = read("eip712Domain")
    assert domain[1:5] == ("Regalia NoteholderMeeting", "1", world.chain.chain_id, world.meeting.address)
    assert (read("ORACLE"), read("SUPERVISOR"), read("CHECKER")) == (
        world.platform.oracle.address,
        world.platform.supervisor.address,
        world.platform.checker.address,
    )


def test_supports__interfaces_of_a_governor__and_no_other(world: MeetingWorld) -> None:
    selectors = {name: keccak(text=signature(entry))[:4] for name, entry in functions("NoteholderMeeting").items()}
    ids = [int.from_bytes(selectors[name], "big") for name in GOVERNOR]
    governor = functools.reduce(xor, ids).to_bytes(4, "big")
    for known in (governor, bytes.fromhex("01ffc9a7"), bytes.fromhex("4e2312e0")):
        assert world.meeting.read("supportsInterface", known)
    for unknown in (b"\xff" * 4, bytes(4), selectors["propose"]):
        assert not world.meeting.read("supportsInterface", unknown)


def test_views__of_what_was_never_convened__nothing_or_refused(world: MeetingWorld) -> None:
    read = world.meeting.read
    for unknown in (0, 1, 2**256 - 1):
        assert (read("proposalEta", unknown), read("proposalSnapshot", unknown)) == (0, 0)
        assert read("resolutionAt", unknown) == ("0x" + "00" * 20, 0)
        with refused("GovernorNonexistentProposal", proposalId=unknown):
            read("state", unknown)
        with refused("GovernorNonexistentProposal", proposalId=unknown):
            world.meeting.send("castVote", unknown, 1, by=actor("senior_investor"))
