# SPDX-License-Identifier: Apache-2.0
"""Who may do what on the platform: the roles of its contracts, given and taken by their administrator."""

from __future__ import annotations

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.types import TxReceipt

from regalia.chain.deployer import contract
from regalia.chain.offices import (
    EVERY_OFFICE,
    OFFICES,
    OFFICES_OF_RIGHTS,
    OFFICES_OF_THE_ORACLE,
    Office,
    UnknownOfficeError,
    office,
)
from regalia.chain.transact import Sender, call, send
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.rights import RightsContracts

__all__ = [
    "EVERY_OFFICE",
    "OFFICES",
    "OFFICES_OF_RIGHTS",
    "OFFICES_OF_THE_ORACLE",
    "Office",
    "UnknownOfficeError",
    "appoint",
    "dismiss",
    "holds",
    "office",
    "seat",
]


def seat(deal: DealContracts, name: str) -> ChecksumAddress:
    """The contract that knows the office, as the deal uses it. Raises ``UnknownOfficeError``, and ``NoRightsError`` for an office of
    rights where the deal rests on none.
    """
    record, kind = deal.record, office(name).contract
    if kind in {"IPRegistry", "LegalOracle", "ValuationOracle", "RightsPool"}:
        rights = RightsContracts.of(deal.web3, record)
        if kind == "ValuationOracle":
            return rights.valuation_oracle.address
        places = {
            "IPRegistry": rights.registry_address,
            "LegalOracle": rights.oracle_address,
            "RightsPool": rights.pool_address,
        }
        return places[kind]
    part = {
        "InvestorRegistry": record.investor_registry,
        "TransferAgent": record.transfer_agent,
        "Supervisor": record.supervisor,
        "RoyaltyOracle": record.oracle,
    }[kind]
    return Web3.to_checksum_address(part.address)


def appoint(web3: Web3, name: str, of: ChecksumAddress, officer: ChecksumAddress, admin: Sender) -> TxReceipt:
    """Give the office to ``officer``, on the contract at ``of``. Only the contract's administrator can."""
    found = office(name)
    return send(web3, contract(web3, found.contract, of).functions.grantRole(found.role_hash, officer), admin)


def dismiss(web3: Web3, name: str, of: ChecksumAddress, officer: ChecksumAddress, admin: Sender) -> TxReceipt:
    """Take the office from ``officer``."""
    found = office(name)
    return send(web3, contract(web3, found.contract, of).functions.revokeRole(found.role_hash, officer), admin)


def holds(web3: Web3, name: str, of: ChecksumAddress, who: ChecksumAddress) -> bool:
    """Whether ``who`` has the office now."""
    found = office(name)
    return bool(call(web3, contract(web3, found.contract, of).functions.hasRole(found.role_hash, who)))
