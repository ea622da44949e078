# SPDX-License-Identifier: Apache-2.0
"""What the commands of the noteholders' meeting say, held against the meeting's own answers and events."""

from __future__ import annotations

import json
from typing import Any

from eth_account import Account
from eth_account.messages import encode_typed_data

from tests.cli.json_world import Asked, equal
from tests.ledger.life import DAY
from tests.support.roles import key_of

STAGES = ("pending", "active", "cancelled", "defeated", "succeeded", "queued", "expired", "executed")
QUORUM, MAJORITY = 5_000, 7_500
"""Of the senior class, in hundredths of a per cent: the deal file's."""


def meeting_of(asked: Asked) -> Any:
    named = asked.market.life.record.noteholder_meeting
    assert named is not None
    return asked.contract("NoteholderMeeting", named.address)


def resolution(asked: Asked, place: int = -1) -> dict[str, Any]:
    """As commands say it, from the event of its making."""
    meeting = meeting_of(asked)
    made = meeting.events.ProposalCreated().get_logs(from_block=0)[place]["args"]
    call, given = meeting.decode_function_input(made["calldatas"][0])
    assert (call.fn_name, given["deal"]) == ("amend", asked.market.life.record.deal.address)
    number = made["proposalId"]
    assert meeting.functions.proposalSnapshot(number).call() == made["voteStart"]
    assert meeting.functions.proposalDeadline(number).call() == made["voteEnd"]
    return {
        "resolution": str(number),
        "act": {"kind": "Amend", "field": given["field"], "value": given["value"]},
        "description": made["description"],
        "convened_by": made["proposer"],
        "record_date": made["voteStart"],
        "ends": made["voteEnd"],
    }


def vote_convene(asked: Asked) -> None:
    typed = ("vote", "convene", "--amend", "servicer-fee.rate=0.9%", "--description", "Less")
    found, sent = asked.sending(lambda: asked.of_market(*typed, *asked.market.by("senior_investor"), "--yes"))
    made = resolution(asked)
    kept = {name: made[name] for name in ("act", "description", "record_date", "resolution")}
    equal(found, {**kept, "convener": made["convened_by"], "sent": True, "transactions": sent})


def vote_show(asked: Asked) -> None:
    """With the votes of somebody who has not voted yet."""
    meeting, made, voter = meeting_of(asked).functions, resolution(asked), key_of("buyer").address
    number = int(made["resolution"])
    due, (_, halted) = meeting.proposalEta(number).call(), meeting.resolutionAt(number).call()
    against, favour, abstain, could = meeting.tallyOf(number, 0).call()
    quorate = (against + favour + abstain) * 10_000 >= QUORUM * could
    carries = quorate and favour * 10_000 >= MAJORITY * (favour + against)
    senior = {"tranche": "senior", "for": favour, "against": against, "abstain": abstain, "could_vote": could}
    expected = {
        **made,
        "stage": STAGES[meeting.state(number).call()],
        "due": due,
        "lapses": due + meeting.CARRY_OUT_WITHIN().call(),
        "halted_until": halted if halted >= asked.now else None,
        "passes": carries,
        "classes": [{**senior, "quorate": quorate, "carries": carries}],
        "votes": {"senior": meeting.votesOf(number, voter, 0).call()},
        "voted": meeting.hasVoted(number, voter).call(),
    }
    found = asked.of_market("vote", "show", "--voter", voter)
    equal(found, {"deal": asked.market.life.record.deal_id, "resolutions": [expected]})


def vote_cast(asked: Asked) -> None:
    typed = ("vote", "cast", "1", "--against", "--reason", "It earns enough", *asked.market.by("buyer"), "--yes")
    found, sent = asked.sending(lambda: asked.of_market(*typed))
    cast = _cast(asked)
    ballot = {"voter": cast["voter"], "ballot": ("against", "for")[cast["support"]], "reason": cast["reason"]}
    equal(found, {**resolution(asked), **ballot, "sent": True, "transactions": sent})


def _cast(asked: Asked) -> Any:
    (event,) = meeting_of(asked).events.VoteCast().get_logs(from_block=asked.head)
    return event["args"]


def vote_sign(asked: Asked) -> None:
    """Nothing is sent; the signature is the voter's over the meeting's own struct."""
    out = asked.folder / "ballot.json"
    typed = ("vote", "sign", "1", "--against", "--out", str(out), *asked.market.by("buyer"), "--yes")
    found, sent = asked.sending(lambda: asked.of_market(*typed))
    voter = key_of("buyer").address
    assert sent == []
    ballot = {"voter": voter, "ballot": "against", "file": str(out)}
    equal(found, {**resolution(asked), **ballot, "sent": True, "transactions": sent})
    assert _signer(asked, json.loads(out.read_text(encoding="utf-8")), voter) == voter


def _signer(asked: Asked, file: dict[str, Any], voter: str) -> str:
    meeting = meeting_of(asked)
    _, name, version, chain_id, place, _, _ = meeting.functions.eip712Domain().call()
    domain = {"name": name, "version": version, "chainId": chain_id, "verifyingContract": place}
    fields = (("proposalId", "uint256"), ("support", "uint8"), ("voter", "address"), ("nonce", "uint256"))
    message = {
        "proposalId": int(file["resolution"]),
        "support": ("against", "for").index(file["ballot"]),
        "voter": voter,
        "nonce": meeting.functions.nonces(voter).call(),
    }
    types = {"Ballot": [{"name": field, "type": kind} for field, kind in fields]}
    signable = encode_typed_data(domain, types, message)
    found: str = Account.recover_message(signable, signature=file["signature"])
    return found


def vote_hand_in(asked: Asked) -> None:
    out = str(asked.folder / "ballot.json")
    assert asked.market.run("vote", "sign", "1", "--against", "--out", out, *asked.market.by("buyer"), "--yes") == 0
    typed = ("vote", "hand-in", out, *asked.market.by("outsider"), "--yes")
    found, sent = asked.sending(lambda: asked.of_market(*typed))
    cast = _cast(asked)
    ballot = {"voter": cast["voter"], "ballot": ("against", "for")[cast["support"]]}
    equal(found, {**resolution(asked), **ballot, "sent": True, "transactions": sent})


def vote_excuse(asked: Asked) -> None:
    """The supervisor halted the buyer: its units are no more waited for."""
    life, holder = asked.market.life, key_of("buyer").address
    supervisor, admin = asked.contract("Supervisor", life.record.supervisor.address), life.chain.accounts[0]
    life.send(supervisor.functions.grantRole(asked.web3.keccak(text="HALTER_ROLE"), admin), admin)
    order = b"order".ljust(32, b"\0"), b"\1" * 32, "an inquiry"
    life.send(supervisor.functions.haltHolder(life.record.deal.address, holder, asked.now + 30 * DAY, *order), admin)
    typed = ("vote", "excuse", "1", holder, *asked.market.by("outsider"), "--yes")
    found, sent = asked.sending(lambda: asked.of_market(*typed))
    (event,) = meeting_of(asked).events.Excused().get_logs(from_block=asked.head)
    equal(found, {**resolution(asked), "holder": event["args"]["holder"], "sent": True, "transactions": sent})


def vote_carry_out(asked: Asked) -> None:
    asked.market.warp(asked.now + 10 * DAY)
    meeting, number = meeting_of(asked).functions, int(resolution(asked)["resolution"])
    stage = STAGES[meeting.state(number).call()]
    typed = ("vote", "carry-out", "1", *asked.market.by("outsider"), "--yes")
    found, sent = asked.sending(lambda: asked.of_market(*typed))
    equal(found, {**resolution(asked), "stage": stage, "sent": True, "transactions": sent})
    assert (stage, STAGES[meeting.state(number).call()]) == ("queued", "executed")
