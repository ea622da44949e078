# SPDX-License-Identifier: Apache-2.0
"""Ballots that are signed for somebody else to hand in."""

from __future__ import annotations

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data

from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import send
from regalia.domain.meeting.tally import Ballot
from regalia.servicing import ballots
from regalia.servicing.resolution_calls import meeting_of
from regalia.servicing.resolutions import state_of
from tests.servicing.meeting_notes import FEE, convene, voting
from tests.servicing.notes import ELIGIBLE_UNTIL, Notes
from tests.support.roles import key_of

pytestmark = pytest.mark.devnet


def test_hand_in__ballot_signed_by_a_holder__counts_once(met: Notes) -> None:
    key, web3 = key_of("holder who signs"), met.chain.web3
    send(web3, met.deal.registry.functions.admit(key.address, 840, 2, ELIGIBLE_UNTIL), met["registrar"])
    send(web3, met.deal.token("senior").functions.transfer(key.address, 500), met["senior_investor"])
    convened = voting(met, FEE)
    ballot = ballots.sign_ballot(met.deal, convened, Ballot.AGAINST, key)
    ballots.hand_in(met.deal, ballot, met["outsider"])
    assert state_of(met.deal, convened).classes[0].count.cast == [500, 0, 0]
    assert ballots.nonce_of(met.deal, key.address) == 1
    with pytest.raises(ContractRevertedError, match="GovernorInvalidSignature") as refusal:
        ballots.hand_in(met.deal, ballot, met["outsider"])
    assert "present nonce" in refusal.value.hint


def test_hand_in__for_another_voter_or_another_answer__refused_and_nothing_counted(met: Notes) -> None:
    convened = voting(met, FEE)
    attacker = key_of("attacker")
    forged = ballots.sign_ballot(met.deal, convened, Ballot.FOR, attacker)
    turned = ballots.SignedBallot(convened.number, Ballot.AGAINST, attacker.address, forged.signature)
    stolen = ballots.SignedBallot(convened.number, Ballot.FOR, met["senior_investor"], forged.signature)
    for ballot in (turned, stolen):
        with pytest.raises(ContractRevertedError, match="GovernorInvalidSignature"):
            ballots.hand_in(met.deal, ballot, met["outsider"])
    assert state_of(met.deal, convened).classes[0].count.cast == [0, 0, 0]


def test_typed_data__of_a_ballot__signed_by_whom_it_names(met: Notes) -> None:
    convened, key = convene(met, FEE), key_of("senior investor")
    ballot = ballots.sign_ballot(met.deal, convened, Ballot.FOR, key)
    message = ballots.typed_data(met.deal, convened, Ballot.FOR, key.address, 0)
    assert Account.recover_message(encode_typed_data(full_message=message), signature=ballot.signature) == key.address
    _, name, version, chain_id, place, _, _ = meeting_of(met.deal).functions.eip712Domain().call()
    assert message["domain"] == {"name": name, "version": version, "chainId": chain_id, "verifyingContract": place}
