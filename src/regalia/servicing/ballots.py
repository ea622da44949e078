# SPDX-License-Identifier: Apache-2.0
"""A ballot that is signed (EIP-712) for somebody else to hand in, who pays for it. It counts once, for one resolution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_account.messages import encode_typed_data
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from web3.types import TxReceipt

from regalia.chain.transact import Sender, call, send
from regalia.domain.meeting.tally import Ballot
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.resolution_calls import meeting_of
from regalia.servicing.resolutions import Convened

NAME = "Regalia NoteholderMeeting"
VERSION = "1"
_FIELDS = (("proposalId", "uint256"), ("support", "uint8"), ("voter", "address"), ("nonce", "uint256"))
_DOMAIN_FIELDS = (("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address"))


@dataclass(frozen=True)
class SignedBallot:
    """``signature`` by the voter's key, or what a contract that votes takes (ERC-1271)."""

    resolution: int
    support: Ballot
    voter: ChecksumAddress
    signature: bytes


def nonce_of(deal: DealContracts, voter: ChecksumAddress) -> int:
    """What the voter's next ballot has to be signed with; each that is handed in uses one up."""
    return int(call(deal.web3, meeting_of(deal).functions.nonces(voter)))


def typed_data(
    deal: DealContracts, convened: Convened, support: Ballot, voter: ChecksumAddress, nonce: int
) -> dict[str, Any]:
    """The whole EIP-712 message (types, domain and values), as wallets take it."""
    values = (convened.number, int(support), voter, nonce)
    return {
        "types": {
            "EIP712Domain": [{"name": name, "type": kind} for name, kind in _DOMAIN_FIELDS],
            "Ballot": [{"name": name, "type": kind} for name, kind in _FIELDS],
        },
        "primaryType": "Ballot",
        "domain": {
            "name": NAME,
            "version": VERSION,
            "chainId": deal.record.chain_id,
            "verifyingContract": meeting_of(deal).address,
        },
        "message": dict(zip((name for name, _ in _FIELDS), values, strict=True)),
    }


def sign_ballot(deal: DealContracts, convened: Convened, support: Ballot, key: LocalAccount) -> SignedBallot:
    """With the voter's present nonce. Nothing is sent."""
    message = typed_data(deal, convened, support, key.address, nonce_of(deal, key.address))
    signature = bytes(key.sign_message(encode_typed_data(full_message=message)).signature)
    return SignedBallot(convened.number, support, key.address, signature)


def hand_in(deal: DealContracts, ballot: SignedBallot, sender: Sender) -> TxReceipt:
    """Cast a signed ballot. Anybody may. Raises as ``regalia.chain.transact.send`` does."""
    arguments = ballot.resolution, int(ballot.support), ballot.voter, ballot.signature
    return send(deal.web3, meeting_of(deal).functions.castVoteBySig(*arguments), sender)
