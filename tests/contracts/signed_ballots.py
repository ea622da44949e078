# SPDX-License-Identifier: Apache-2.0
"""Ballots that a holder signs and somebody else hands in (EIP-712, as OpenZeppelin's Governor has them)."""

from __future__ import annotations

from typing import Any

from tests.contracts.meeting_world import MeetingWorld, Resolution
from tests.support.chain import Answer
from tests.support.roles import actor, key_of

BALLOT = [("proposalId", "uint256"), ("support", "uint8"), ("voter", "address"), ("nonce", "uint256")]
WITH_REASON = [*BALLOT, ("reason", "string"), ("params", "bytes")]


def signed(
    world: MeetingWorld,
    resolution: Resolution,
    support: int,
    *,
    voter: str | None = None,
    by: str = "pension_fund",
    nonce: int | None = None,
    domain: dict[str, Any] | None = None,
    **more: Any,
) -> bytes:
    """The key's own ballot, or that of the voter named; ``domain`` differs from the contract's in what it names, ``more`` is the reason."""
    key, kind = key_of(by), "ExtendedBallot" if more else "Ballot"
    voter = voter or key.address
    known = world.meeting.read("nonces", voter) if nonce is None else nonce
    message = {"proposalId": resolution.id, "support": support, "voter": voter, "nonce": known, **more}
    whole = {
        "name": "Regalia NoteholderMeeting",
        "version": "1",
        "chainId": world.chain.chain_id,
        "verifyingContract": world.meeting.address,
        **(domain or {}),
    }
    fields = [{"name": name, "type": type_} for name, type_ in (WITH_REASON if more else BALLOT)]
    return bytes(key.sign_typed_data(whole, {kind: fields}, message).signature)


def hand_in(world: MeetingWorld, resolution: Resolution, voter: str, support: int, signature: bytes) -> Answer:
    return world.meeting.send("castVoteBySig", resolution.id, support, voter, signature, by=actor("relay"))
