# SPDX-License-Identifier: Apache-2.0
"""Roles a wish means: what contracts of the platform are to each other, and the officers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.logs import LogReader
from regalia.chain.offices import EVERY_OFFICE, ROLES_OF_CONTRACTS
from regalia.deployment.fact import PlatformFacts
from regalia.deployment.pieces import Piece
from regalia.deployment.view import View
from regalia.deployment.wish import Wanted

SEATS = {
    "RoyaltyOracle": "oracle",
    "InvestorRegistry": "registry",
    "TransferAgent": "agent",
    "Supervisor": "supervisor",
    "IPRegistry": "rights_registry",
    "LegalOracle": "legal_oracle",
    "ValuationOracle": "valuation_oracle",
    "RightsPool": "pool",
}
"""Keys of the pieces that know roles, by their contract."""
_WIRING = (
    ("meeting", "oracle", "GOVERNOR_ROLE", "proposes attestors by resolution"),
    ("legal_oracle", "rights_registry", "ORACLE_ROLE", "reports legal events"),
    ("pool", "rights_registry", "POOL_ROLE", "holds rights"),
    ("valuation_oracle", "rights_registry", "APPRAISER_ROLE", "values rights"),
)


@dataclass(frozen=True)
class Role:
    """``holder`` is to have the role of the contract ``seat``; ``holder_key`` is set where it is a contract of the platform."""

    seat: Piece
    name: str
    holder: ChecksumAddress
    what: str
    holder_key: str | None = None

    @property
    def hash(self) -> bytes:
        return bytes(Web3.keccak(text=self.name))

    @property
    def key(self) -> str:
        return f"role:{self.holder_key}" if self.holder_key else f"role:{self.seat.key}:{self.name}:{self.holder}"

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.seat.key, self.holder_key) if self.holder_key else (self.seat.key,)


@dataclass(frozen=True)
class AlsoOfficer:
    """Somebody who holds an office, or a role that is meant for contracts, and is not wished for."""

    office: str
    role: Role


def wiring_of(wanted: Wanted) -> Iterator[Role]:
    """What the contracts are to each other."""
    for holder, seat, name, what in _WIRING:
        if holder in wanted.pieces and seat in wanted.pieces:
            yield Role(wanted.pieces[seat], name, wanted.pieces[holder].address, f"{holder} {what}", holder)


def officers_of(wanted: Wanted) -> Iterator[Role]:
    """Who is to be appointed."""
    for office, officers in wanted.wish.officers.items():
        found = EVERY_OFFICE[office]
        for officer in officers:
            yield Role(wanted.pieces[SEATS[found.contract]], found.role, officer, f"{office} {officer}")


def also_officers(view: View, wanted: Wanted, facts: PlatformFacts | None) -> list[AlsoOfficer]:
    """Whoever was ever appointed to an office, still holds it and is not wished for, from the events of the contracts."""
    seats = {p.address: p for k, p in wanted.pieces.items() if k in SEATS.values() and view.code(p.address)}
    if not seats:
        return []
    known = facts.contracts if facts else {}
    since = min(known[p.key].block if p.key in known else view.first_block(p.address) for p in seats.values())
    meant = {(role.seat.address, role.hash, role.holder) for role in (*wiring_of(wanted), *officers_of(wanted))}
    every = EVERY_OFFICE | ROLES_OF_CONTRACTS
    names = {(found.contract, found.role_hash): (office, found.role) for office, found in every.items()}
    also: dict[tuple[str, bytes, str], AlsoOfficer] = {}
    for event in LogReader(view.web3, sorted(seats), since).read(int(view.head["number"])):
        if event.name != "RoleGranted":
            continue
        seat, role, holder = seats[event.address], bytes(event.args["role"]), event.args["account"]
        office = names.get((seat.name, role))
        key = (seat.address, role, holder)
        if office and key not in meant and key not in also and view.has_role(seat.address, role, holder):
            also[key] = AlsoOfficer(office[0], Role(seat, office[1], holder, f"{office[0]} {holder}"))
    return list(also.values())
