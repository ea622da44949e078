# SPDX-License-Identifier: Apache-2.0
"""Signed ballots in the wrong hands: replayed, changed, of another resolution, chain or contract, of somebody else, of odd contracts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from eth_keys.constants import SECPK1_N  # the order of the curve

from tests.contracts.meeting_deal import SENIOR
from tests.contracts.meeting_world import AGAINST, FOR, MeetingWorld, Resolution, untouched, wallet
from tests.contracts.signed_ballots import hand_in, signed
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract
from tests.support.roles import actor

FUND = wallet("pension_fund")


@pytest.fixture
def world() -> Iterator[MeetingWorld]:
    yield from untouched()


@pytest.fixture
def resolution(world: MeetingWorld) -> Resolution:
    return world.voting_on("declareDefault")


def test_ballot__handed_in_twice__refused(world: MeetingWorld, resolution: Resolution) -> None:
    ballot = signed(world, resolution, FOR)
    hand_in(world, resolution, FUND, FOR, ballot)
    with refused("GovernorInvalidSignature", voter=FUND):
        hand_in(world, resolution, FUND, FOR, ballot)
    with refused("GovernorAlreadyCastVote", voter=FUND):
        hand_in(world, resolution, FUND, AGAINST, signed(world, resolution, AGAINST))
    assert world.tally(resolution, SENIOR) == (0, 300, 0, 800)


def test_ballot__voted_by_himself_before__the_signed_one_is_refused(
    world: MeetingWorld, resolution: Resolution
) -> None:
    ballot = signed(world, resolution, FOR)
    world.vote(resolution, "pension_fund", AGAINST)
    with refused("GovernorAlreadyCastVote", voter=FUND):
        hand_in(world, resolution, FUND, FOR, ballot)
    assert world.tally(resolution, SENIOR) == (300, 0, 0, 800)


def test_ballot__turned_round_by_the_relay__refused_whole(world: MeetingWorld, resolution: Resolution) -> None:
    with refused_whole(world.chain, "GovernorInvalidSignature", voter=FUND):
        hand_in(world, resolution, FUND, AGAINST, signed(world, resolution, FOR))


def test_ballot__of_another_resolution__refused(world: MeetingWorld) -> None:
    one, other = (world.convene("declareDefault", described=text) for text in ("one", "other"))
    world.open_vote(other)
    with refused("GovernorInvalidSignature", voter=FUND):
        hand_in(world, other, FUND, FOR, signed(world, one, FOR))


@pytest.mark.parametrize("nonce", [1, 2, 2**256 - 1])
def test_ballot__with_a_nonce_that_is_not_his_next__refused(
    world: MeetingWorld, resolution: Resolution, nonce: int
) -> None:
    with refused("GovernorInvalidSignature", voter=FUND):
        hand_in(world, resolution, FUND, FOR, signed(world, resolution, FOR, nonce=nonce))


@pytest.mark.parametrize(
    "domain",
    [
        {"name": "Regalia SettlementDesk"},
        {"version": "2"},
        {"chainId": 1},
        {"verifyingContract": actor("another meeting")},
    ],
    ids=lambda domain: next(iter(domain)),
)
def test_ballot__of_a_foreign_domain__refused(
    world: MeetingWorld, resolution: Resolution, domain: dict[str, Any]
) -> None:
    with refused("GovernorInvalidSignature", voter=FUND):
        hand_in(world, resolution, FUND, FOR, signed(world, resolution, FOR, domain=domain))


def test_ballot__signed_by_another_than_the_voter__refused(world: MeetingWorld, resolution: Resolution) -> None:
    senior = actor("senior_investor")
    with refused("GovernorInvalidSignature", voter=senior):
        hand_in(world, resolution, senior, FOR, signed(world, resolution, FOR, voter=senior))
    with refused("GovernorInvalidSignature", voter=senior):
        hand_in(world, resolution, senior, FOR, signed(world, resolution, FOR))


@pytest.mark.parametrize("signature", [b"", b"\0" * 65, b"\xff" * 65, b"\1" * 64], ids=["none", "zeros", "ones", "64"])
def test_ballot__with_what_is_no_signature__refused(
    world: MeetingWorld, resolution: Resolution, signature: bytes
) -> None:
    for voter in (FUND, "0x" + "00" * 20, actor("attacker")):
        with refused("GovernorInvalidSignature", voter=voter):
            hand_in(world, resolution, voter, FOR, signature)


def test_ballot__the_other_signature_of_the_same_key__refused(world: MeetingWorld, resolution: Resolution) -> None:
    """Each signature has a twin with the other half of the curve, which anybody can find."""
    ballot = signed(world, resolution, FOR)
    twin = (
        ballot[:32] + (SECPK1_N - int.from_bytes(ballot[32:64], "big")).to_bytes(32, "big") + bytes([55 - ballot[64]])
    )
    with refused("GovernorInvalidSignature", voter=FUND):
        hand_in(world, resolution, FUND, FOR, twin)


def test_ballot__reason_changed_by_the_relay__refused(world: MeetingWorld, resolution: Resolution) -> None:
    signature = signed(world, resolution, FOR, reason="because", params=b"")
    for reason, params in (("otherwise", b""), ("because", b"x")):
        with refused("GovernorInvalidSignature", voter=FUND):
            arguments = (resolution.id, FOR, FUND, reason, params, signature)
            world.meeting.send("castVoteWithReasonAndParamsBySig", *arguments, by=actor("relay"))


def test_ballot__before_the_vote_is_open__refused_and_good_later(world: MeetingWorld) -> None:
    resolution = world.convene("declareDefault")
    ballot = signed(world, resolution, FOR)
    with refused_whole(world.chain, "GovernorUnexpectedProposalState"):
        hand_in(world, resolution, FUND, FOR, ballot)
    world.open_vote(resolution)
    hand_in(world, resolution, FUND, FOR, ballot)
    assert world.tally(resolution, SENIOR) == (0, 300, 0, 800)


@pytest.mark.parametrize("mood", [1, 2, 3, 4], ids=["refusing", "garbage", "reverting", "burning"])
def test_ballot__of_a_contract_that_does_not_confirm_it__refused(world: MeetingWorld, mood: int) -> None:
    fund = Contract.deploy(world.chain, "MockContractSigner", FUND, by=actor("admin"))
    world.platform.admit(fund.address)
    world.deal.tokens[0].send("transfer", fund.address, 200, by=actor("senior_investor"))
    resolution = world.voting_on("declareDefault")
    ballot = signed(world, resolution, FOR, voter=fund.address)
    fund.send("setMood", mood, by=actor("attacker"))
    with refused("GovernorInvalidSignature", voter=fund.address):
        hand_in(world, resolution, fund.address, FOR, ballot)
    with refused("GovernorInvalidSignature", voter=fund.address):
        hand_in(world, resolution, fund.address, FOR, signed(world, resolution, FOR))  # of its owner, for himself
    assert world.tally(resolution, SENIOR) == (0, 0, 0, 800)


@pytest.mark.parametrize("role", ["originator", "attacker"])
def test_ballot__of_somebody_without_a_vote__refused(world: MeetingWorld, resolution: Resolution, role: str) -> None:
    """A contract says yes to anything; it still has to hold units that vote."""
    voter = actor("originator's contract") if role == "originator" else actor("attacker's contract")
    world.chain.place(voter, bytes.fromhex("631626ba7e60e01b5f5260205ff3"))  # answers the magic value to everything
    if role == "originator":
        world.platform.add_wallet(voter, actor("originator"))
    error = "NoteholderMeeting_OriginatorHasNoVote" if role == "originator" else "NoteholderMeeting_NoVotes"
    with refused(error):
        hand_in(world, resolution, voter, FOR, b"anything")
