# SPDX-License-Identifier: Apache-2.0
"""Who may do what on the platform: the roles of its contracts, given and taken by their administrator."""

from __future__ import annotations

from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.types import TxReceipt

from regalia.chain.deployer import contract
from regalia.chain.transact import Sender, send
from regalia.errors import RegaliaError


class UnknownOfficeError(RegaliaError, LookupError):
    """There is no such office."""


@dataclass(frozen=True)
class Office:
    """A role: the contract that knows it, its name there, and what its holder may do."""

    contract: str
    role: str
    duty: str


OFFICES = {
    "registrar": Office("InvestorRegistry", "AGENT_ROLE", "admit and remove investors, add and close wallets"),
    "freezer": Office("TransferAgent", "FREEZER_ROLE", "freeze and release"),
    "enforcer": Office("TransferAgent", "ENFORCER_ROLE", "force transfers"),
    "recoverer": Office("TransferAgent", "RECOVERER_ROLE", "recover lost wallets"),
    "pauser": Office("TransferAgent", "PAUSER_ROLE", "pause trading"),
    "resumer": Office("TransferAgent", "RESUMER_ROLE", "let trading go on"),
    "redeemer": Office("TransferAgent", "REDEEMER_ROLE", "burn units of redeemed tranches"),
    "supervisor": Office("Supervisor", "HALTER_ROLE", "halt deals, tranches and holders"),
    "chief-supervisor": Office("Supervisor", "RESUMER_ROLE", "lift a halt before its end"),
}


def office(name: str) -> Office:
    """The office of that name. Raises ``UnknownOfficeError``."""
    if name not in OFFICES:
        raise UnknownOfficeError(f"role: {name!r} is not one of {', '.join(OFFICES)}", "Name one of these.")
    return OFFICES[name]


def appoint(web3: Web3, name: str, of: ChecksumAddress, officer: ChecksumAddress, admin: Sender) -> TxReceipt:
    """Give the office to ``officer``, on the contract at ``of``. Only the contract's administrator can."""
    found = office(name)
    return send(web3, contract(web3, found.contract, of).functions.grantRole(_role(found), officer), admin)


def dismiss(web3: Web3, name: str, of: ChecksumAddress, officer: ChecksumAddress, admin: Sender) -> TxReceipt:
    """Take the office from ``officer``."""
    found = office(name)
    return send(web3, contract(web3, found.contract, of).functions.revokeRole(_role(found), officer), admin)


def _role(found: Office) -> bytes:
    return bytes(Web3.keccak(text=found.role))
