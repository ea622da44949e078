# SPDX-License-Identifier: Apache-2.0
"""Who holds which office, as far as the index knows: whom the contracts of rights tell as appointed, and whoever acted under an order.

Appointments on contracts that serve every deal are not about one, and not in its index: ``regalia verify`` reads those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from regalia.ledger.powers_model import Power
from regalia.ledger.right_offices import ADMINISTRATOR
from regalia.ledger.role_seats import KNOWN, seats_of
from regalia.views.freezes import ActLine
from regalia.views.halts import HaltLine
from regalia.views.order_line import OrderLine, name_of
from regalia.views.seen import DealNow

APPOINTED, ACTED = "appointed", "acted"
_OFFICES = {
    Power.FREEZE_UNITS: "freezer",
    Power.FREEZE_WALLET: "freezer",
    Power.RELEASE_WALLET: "freezer",
    Power.FORCE: "enforcer",
    Power.RECOVER: "recoverer",
    Power.PAUSE: "pauser",
    Power.RESUME: "resumer",
    Power.REDEEM: "redeemer",
}


@dataclass(frozen=True)
class OfficeLine:
    """``known``: appointed, or acted, which nobody can without the office."""

    id: str
    deal: str
    contract: str
    office: str
    holder: str
    holder_name: str
    known: str


def offices_of(now: DealNow, halts: Sequence[HaltLine], acts: Sequence[ActLine]) -> tuple[OfficeLine, ...]:
    """A line a person and office."""
    found = {line.id: line for line in (*_appointed(now), *_acted(now, halts, acts))}
    return tuple(found[key] for key in sorted(found))


def _appointed(now: DealNow) -> Iterator[OfficeLine]:
    book = now.seen.story.rights
    if book is None:
        return
    seats = {address: contract for contract, address in seats_of(now.record).items()}
    for (address, role), holders in book.holders.items():
        contract = seats.get(address, "")
        name, office = KNOWN.get((contract, role), (None, None))
        known = name or (office.role if office else "0x" + role.hex())
        title = "administrator" if role == ADMINISTRATOR else known
        for holder in holders:
            yield _line(now, contract, title, holder, APPOINTED)


def _acted(now: DealNow, halts: Iterable[HaltLine], acts: Iterable[ActLine]) -> Iterator[OfficeLine]:
    for halt in halts:
        yield _line(now, "Supervisor", "supervisor", halt.order.by, ACTED)
        if isinstance(halt.lifted_by, OrderLine):
            yield _line(now, "Supervisor", "chief-supervisor", halt.lifted_by.by, ACTED)
    for act in acts:
        yield _line(now, "TransferAgent", _OFFICES[Power(act.act)], act.order.by, ACTED)


def _line(now: DealNow, contract: str, office: str, holder: str, known: str) -> OfficeLine:
    key = f"{now.terms.id}-{contract}-{office}-{holder}"
    return OfficeLine(key, now.terms.id, contract, office, holder, name_of(now, holder), known)
