# SPDX-License-Identifier: Apache-2.0
"""Whether every office has a holder, who holds two that should be two persons', and who appoints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eth_typing import ChecksumAddress

from regalia.chain.code_age import first_block_with_code
from regalia.chain.issuance import NOBODY
from regalia.ledger.role_notes import CONFLICTS
from regalia.ledger.role_seats import seats_of
from regalia.oracle.stream import read_stream
from regalia.servicing.health.finding import Finding
from regalia.servicing.health.look import Look
from regalia.servicing.officers import Seat, officers
from regalia.servicing.pledging import originator_of

_APPOINT = "The administrator appoints: ape run manage appoint --role {} --officer ADDRESS"


def seats_found(look: Look) -> dict[str, Seat]:
    """Offices by name, with who holds them. Contracts of the platform are older than the deal, so where they began is found first."""
    known = first_block_with_code(look.web3, seats_of(look.record).values(), look.record.block_number)
    return officers(look.deal, known)


def look_at_roles(look: Look, seats: Mapping[str, Seat]) -> Iterator[Finding]:
    vacant = [name for name, seat in seats.items() if not seat.holders]
    if vacant:
        yield look.odd("roles.vacant", f"nobody is {', '.join(vacant)}", _APPOINT.format(vacant[0]) + ", and so on.")
    else:
        yield look.well("roles.vacant", f"each of {len(seats)} offices has a holder")
    conflicts = list(_conflicts(look, seats))
    if conflicts:
        yield look.odd("roles.conflicts", "; ".join(conflicts), "Appoint another person, then dismiss this one.")
    else:
        yield look.well("roles.conflicts", "nobody holds two offices that should be two persons'")
    yield _administrators(look, seats)


def _conflicts(look: Look, seats: Mapping[str, Seat]) -> Iterator[str]:
    held: dict[ChecksumAddress, set[str]] = {originator_of(look.deal): {"originator"}}
    for signer in read_stream(look.web3, look.deal.oracle.address, look.deal.deal.address).attestors:
        held.setdefault(signer, set()).add("attestor")
    for name, seat in seats.items():
        for who in seat.holders:
            held.setdefault(who, set()).add(name)
    for conflict in CONFLICTS:
        for who, names in held.items():
            one, other = ([name for name in side if name in names] for side in (conflict.one, conflict.other))
            if one and other:
                yield f"{who} is {' and '.join((*one, *other))}: {conflict.why}"


def _administrators(look: Look, seats: Mapping[str, Seat]) -> Finding:
    by_contract = {seat.office.contract: seat for seat in seats.values()}
    orphans = [name for name, seat in by_contract.items() if seat.administrator == NOBODY]
    if orphans:
        found = f"nobody administers {', '.join(orphans)}: its officers stay as they are"
        return look.odd("roles.administrators", found, "Nothing can be done about it; know who holds its offices.")
    people: dict[ChecksumAddress, list[str]] = {}
    for name, seat in by_contract.items():
        people.setdefault(seat.administrator, []).append(name)
    found = "; ".join(f"{who} administers {', '.join(names)}" for who, names in people.items())
    return look.well("roles.administrators", found)
