# SPDX-License-Identifier: Apache-2.0
"""Restatements of a deal: handing a signed one in, and those that wait for a payment date."""

from __future__ import annotations

from dataclasses import dataclass

from web3.types import TxReceipt

from regalia.chain.transact import Sender, call, send
from regalia.domain.restating import NEVER
from regalia.oracle.restatement import Restatement
from regalia.servicing.deal_contracts import DealContracts


@dataclass(frozen=True)
class Waiting:
    """What of a restatement waits: its change of collections and of what is attested to date, in smallest units.

    ``final_at`` is in seconds since 1970, None while it is disputed.
    """

    number: int
    received: int
    attested: int
    final_at: int | None
    struck: bool


def restate(deal: DealContracts, restatement: Restatement, signatures: bytes, sender: Sender) -> TxReceipt:
    """Hand a signed restatement in; anybody may. ``signatures`` as ``Quorum.encode`` gives them."""
    return send(deal.web3, deal.oracle.functions.restate(restatement.as_tuple(), signatures), sender)


def waiting(deal: DealContracts) -> tuple[Waiting, ...]:
    """Restatements that no payment date has taken in yet, in their order."""
    functions, address = deal.oracle.functions, deal.deal.address
    accepted, taken = call(deal.web3, functions.restatementsOf(address))
    found = []
    for number in range(taken + 1, accepted + 1):
        received, attested, final_at, struck = call(deal.web3, functions.restatementAt(address, number))
        found.append(Waiting(number, received, attested, None if final_at == NEVER else final_at, struck))
    return tuple(found)
