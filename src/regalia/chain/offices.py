# SPDX-License-Identifier: Apache-2.0
"""The offices of the platform: every role of its contracts, what its holder may do, and which roles are contracts' own."""

from __future__ import annotations

from dataclasses import dataclass

from eth_utils.crypto import keccak

from regalia.errors import RegaliaError

ADMINISTRATOR_ROLE = bytes(32)
"""Appoints to every office of its contract; there is one at a time, and it hands over in two steps."""


class UnknownOfficeError(RegaliaError, LookupError):
    """There is no such office."""


@dataclass(frozen=True)
class Office:
    """A role: the contract that knows it, its name there, and what its holder may do."""

    contract: str
    role: str
    duty: str

    @property
    def role_hash(self) -> bytes:
        """As the contract has it."""
        return bytes(keccak(text=self.role))


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
ROLES_OF_CONTRACTS = {
    "legal oracle": Office("IPRegistry", "ORACLE_ROLE", "tell the registry legal events a quorum signed"),
    "pool of rights": Office("IPRegistry", "POOL_ROLE", "bind rights to deals and free them"),
}
"""Roles nobody is appointed to by hand: they are meant for contracts."""


def office(name: str) -> Office:
    """The office of that name. Raises ``UnknownOfficeError``."""
    if name not in EVERY_OFFICE:
        raise UnknownOfficeError(f"role: {name!r} is not one of {', '.join(EVERY_OFFICE)}", "Name one of these.")
    return EVERY_OFFICE[name]
