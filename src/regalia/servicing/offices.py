# SPDX-License-Identifier: Apache-2.0
"""Who may do what on the platform: the roles of its contracts, given and taken by their administrator."""

from __future__ import annotations

from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.types import TxReceipt

from regalia.chain.deployer import contract
from regalia.chain.transact import Sender, call, send
from regalia.errors import RegaliaError
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.rights import RightsContracts


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
"""On the platform that every deal shares."""
OFFICES_OF_THE_ORACLE = {
    "oracle-governor": Office("RoyaltyOracle", "GOVERNOR_ROLE", "change who attests receipts, with delay"),
    "oracle-trustee": Office("RoyaltyOracle", "TRUSTEE_ROLE", "decide disputes about reports at first"),
    "oracle-supervisor": Office("RoyaltyOracle", "SUPERVISOR_ROLE", "decide such disputes in the end"),
}
"""On the oracle of receipts, which every deal shares as well."""
OFFICES_OF_RIGHTS = {
    "rights-registrar": Office(
        "IPRegistry", "REGISTRAR_ROLE", "enter rights, transfers of title, liens and licences, and end the latter two"
    ),
    "appraiser": Office("IPRegistry", "APPRAISER_ROLE", "value rights in its own name"),
    "legal-attestor": Office("LegalOracle", "ATTESTOR_ROLE", "sign reports of legal events"),
    "valuation-attestor": Office("ValuationOracle", "ATTESTOR_ROLE", "sign reports of valuations"),
    "rights-trustee": Office("RightsPool", "TRUSTEE_ROLE", "demand that a seller repurchase a right"),
}
"""Where rights are known, which not every deal rests on."""
EVERY_OFFICE = OFFICES | OFFICES_OF_THE_ORACLE | OFFICES_OF_RIGHTS


def office(name: str) -> Office:
    """The office of that name. Raises ``UnknownOfficeError``."""
    if name not in EVERY_OFFICE:
        raise UnknownOfficeError(f"role: {name!r} is not one of {', '.join(EVERY_OFFICE)}", "Name one of these.")
    return EVERY_OFFICE[name]


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
    return send(web3, contract(web3, found.contract, of).functions.grantRole(_role(found), officer), admin)


def dismiss(web3: Web3, name: str, of: ChecksumAddress, officer: ChecksumAddress, admin: Sender) -> TxReceipt:
    """Take the office from ``officer``."""
    found = office(name)
    return send(web3, contract(web3, found.contract, of).functions.revokeRole(_role(found), officer), admin)


def holds(web3: Web3, name: str, of: ChecksumAddress, who: ChecksumAddress) -> bool:
    """Whether ``who`` has the office now."""
    found = office(name)
    return bool(call(web3, contract(web3, found.contract, of).functions.hasRole(_role(found), who)))


def _role(found: Office) -> bytes:
    return bytes(Web3.keccak(text=found.role))
