# SPDX-License-Identifier: Apache-2.0
"""What holders do in a meeting: convene, vote, have units excused that can't vote, carry out what passed; and the supervisor's halts.

Each raises as ``regalia.chain.transact.send`` does. ``resolutions`` says where a resolution stands, ``ballots`` signs one for others.
"""

from __future__ import annotations

from typing import Any

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.logs import DISCARD
from web3.types import TxReceipt

from regalia.chain.transact import Sender, send
from regalia.domain.meeting.resolutions import Resolution
from regalia.domain.meeting.tally import Ballot
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.orders import Order
from regalia.servicing.resolution_calls import encoded, meeting_of
from regalia.servicing.resolutions import Convened


def convene(deal: DealContracts, act: Resolution, description: str, convener: Sender) -> TxReceipt:
    """Call the holders together to resolve on an act, which must be one that could be carried out now."""
    meeting = meeting_of(deal)
    proposal = [meeting.address], [0], [encoded(deal, act)], description
    return send(deal.web3, meeting.functions.propose(*proposal), convener)


def convened_in(deal: DealContracts, receipt: TxReceipt) -> int:
    """The number of the resolution that a transaction convened the holders on."""
    (event,) = meeting_of(deal).events.Convened().process_receipt(receipt, errors=DISCARD)
    return int(event["args"]["resolution"])


def withdraw(deal: DealContracts, convened: Convened, convener: Sender) -> TxReceipt:
    """Take a resolution back, as who convened it, until its record date."""
    return send(deal.web3, meeting_of(deal).functions.cancel(*_proposal(deal, convened)), convener)


def vote(deal: DealContracts, convened: Convened, support: Ballot, voter: Sender, reason: str = "") -> TxReceipt:
    """Cast one ballot for all units of the voter, in every class with a vote. It can't be changed."""
    cast = meeting_of(deal).functions
    if reason:
        return send(deal.web3, cast.castVoteWithReason(convened.number, int(support), reason), voter)
    return send(deal.web3, cast.castVote(convened.number, int(support)), voter)


def excuse(deal: DealContracts, convened: Convened, holder: ChecksumAddress, sender: Sender) -> TxReceipt:
    """Show that units of a holder can't vote, so that no quorum waits for them. Anybody may, while votes are cast."""
    return send(deal.web3, meeting_of(deal).functions.excuse(convened.number, holder), sender)


def carry_out(deal: DealContracts, convened: Convened, sender: Sender) -> TxReceipt:
    """Do what was resolved, once the delay is over. Anybody may."""
    return send(deal.web3, meeting_of(deal).functions.execute(*_proposal(deal, convened)), sender)


def halt_resolution(
    deal: DealContracts, convened: Convened, until: int, order: Order, reason: str, officer: Sender
) -> TxReceipt:
    """Let nobody carry it out up to the second ``until``, included; its time goes on after that."""
    act = meeting_of(deal).functions.haltResolution(convened.number, until, *order.as_tuple(), reason)
    return send(deal.web3, act, officer)


def resume_resolution(deal: DealContracts, convened: Convened, order: Order, officer: Sender) -> TxReceipt:
    """Lift such a halt before its end."""
    act = meeting_of(deal).functions.resumeResolution(convened.number, *order.as_tuple())
    return send(deal.web3, act, officer)


def _proposal(deal: DealContracts, convened: Convened) -> tuple[Any, ...]:
    """As the Governor finds it again."""
    return [meeting_of(deal).address], [0], [convened.data], Web3.keccak(text=convened.description)
