# SPDX-License-Identifier: Apache-2.0
"""The supervisor's acts: halts of a deal, a tranche or a holder, with a reason and an end, and lifting them early.

Nothing moves by them, and a halt that nobody renews ends by itself. Each raises as ``regalia.chain.transact.send`` does.
"""

from __future__ import annotations

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract import Contract
from web3.types import TxReceipt

from regalia.chain.deployer import contract
from regalia.chain.transact import Sender, send
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.orders import Order


def supervisor(deal: DealContracts) -> Contract:
    """The contract whose halts the deal heeds."""
    return contract(deal.web3, "Supervisor", Web3.to_checksum_address(deal.record.supervisor.address))


def halt_deal(deal: DealContracts, until: int, order: Order, reason: str, officer: Sender) -> TxReceipt:
    """Stop trading of every tranche, and payment dates; ``until`` is the last second, and may put off an earlier end."""
    act = supervisor(deal).functions.haltDeal(deal.deal.address, until, *order.as_tuple(), reason)
    return send(deal.web3, act, officer)


def halt_tranche(
    deal: DealContracts, tranche: str, until: int, order: Order, reason: str, officer: Sender
) -> TxReceipt:
    """Stop trading of a tranche until the second ``until``, included."""
    act = supervisor(deal).functions.haltTranche(deal.token(tranche).address, until, *order.as_tuple(), reason)
    return send(deal.web3, act, officer)


def halt_holder(
    deal: DealContracts, holder: ChecksumAddress, until: int, order: Order, reason: str, officer: Sender
) -> TxReceipt:
    """Let a holder of the deal send, receive and claim nothing until the second ``until``, included."""
    act = supervisor(deal).functions.haltHolder(deal.deal.address, holder, until, *order.as_tuple(), reason)
    return send(deal.web3, act, officer)


def resume_deal(deal: DealContracts, order: Order, officer: Sender) -> TxReceipt:
    """Lift a deal's halt before its end; halts of single tranches go on."""
    return send(deal.web3, supervisor(deal).functions.resumeDeal(deal.deal.address, *order.as_tuple()), officer)


def resume_tranche(deal: DealContracts, tranche: str, order: Order, officer: Sender) -> TxReceipt:
    """Lift a tranche's halt before its end."""
    act = supervisor(deal).functions.resumeTranche(deal.token(tranche).address, *order.as_tuple())
    return send(deal.web3, act, officer)


def resume_holder(deal: DealContracts, holder: ChecksumAddress, order: Order, officer: Sender) -> TxReceipt:
    """Lift a holder's halt before its end."""
    act = supervisor(deal).functions.resumeHolder(deal.deal.address, holder, *order.as_tuple())
    return send(deal.web3, act, officer)
