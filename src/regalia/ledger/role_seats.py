# SPDX-License-Identifier: Apache-2.0
"""Where a deal's roles are known: contracts of the record, and the roles each of them asks for."""

from __future__ import annotations

from regalia.chain.offices import ADMINISTRATOR_ROLE, EVERY_OFFICE, ROLES_OF_CONTRACTS
from regalia.chain.record import DeploymentRecord

REGISTRY = "InvestorRegistry"
KNOWN = {(office.contract, office.role_hash): (name, office) for name, office in EVERY_OFFICE.items()} | {
    (office.contract, office.role_hash): (None, office) for office in ROLES_OF_CONTRACTS.values()
}
"""By contract and role: the office, and its name where people are appointed to it."""


def seats_of(record: DeploymentRecord) -> dict[str, str]:
    """Addresses by name of the contract. A registry of investors that is others' has roles of its own, which nobody here knows."""
    seats = {
        "RoyaltyOracle": record.oracle.address,
        "TransferAgent": record.transfer_agent.address,
        "Supervisor": record.supervisor.address,
    }
    if record.investor_registry.artefact == REGISTRY:
        seats[REGISTRY] = record.investor_registry.address
    if record.rights is not None and record.pool_facts is not None:
        seats |= {
            "IPRegistry": record.rights.registry.address,
            "LegalOracle": record.rights.oracle.address,
            "RightsPool": record.pool_facts.address,
        }
        if record.rights.valuation_oracle is not None:
            seats["ValuationOracle"] = record.rights.valuation_oracle.address
    return seats


def roles_of(contract: str) -> tuple[bytes, ...]:
    """The roles our contract of that name asks for, that of its administrator first."""
    return ADMINISTRATOR_ROLE, *(role for name, role in KNOWN if name == contract)


def due_to_contracts(record: DeploymentRecord) -> tuple[tuple[str, str, str, str], ...]:
    """Contract, role, and who must hold it: a contract, by its address and by what it is. Without it a part of the deal can't work."""
    due = [("RoyaltyOracle", "GOVERNOR_ROLE", record.noteholder_meeting.address, "the meeting of noteholders")]
    if record.rights is not None and record.pool_facts is not None:
        due += [
            ("IPRegistry", "ORACLE_ROLE", record.rights.oracle.address, "the oracle of legal events"),
            ("IPRegistry", "POOL_ROLE", record.pool_facts.address, "the pool of rights"),
        ]
        if record.rights.valuation_oracle is not None:
            valuers = record.rights.valuation_oracle.address
            due.append(("IPRegistry", "APPRAISER_ROLE", valuers, "the oracle of valuations"))
    return tuple(due)
