# SPDX-License-Identifier: Apache-2.0
"""Who holds which role around a deal, as a verification found it."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.ledger.role_model import RoleHolders
from regalia.reports.verification_document import Heads, Section, Sentences, Subject


def role_sections(subject: Subject) -> Iterator[Section | Sentences]:
    """None where nothing was read."""
    roles = subject.found.roles
    if roles is None:
        return
    yield _holders(subject, roles)
    if roles.issuers:
        rows = tuple((a.holder, subject.name(a.holder), subject.source(a.place)) for a in roles.issuers)
        yield Section("Issuers of attestations on investors", Heads(("issuer", "is", "appointed"), "lll"), rows)
    yield _administrators(subject, roles)
    notes = roles.notes or ("Nothing to note about who holds which role.",)
    yield Sentences("To think about", notes)


def _holders(subject: Subject, roles: RoleHolders) -> Section:
    rows: list[tuple[str, ...]] = []
    for role in roles.roles:
        said = (role.title, role.contract, role.duty)
        if not role.holders:
            rows.append((*said, "nobody", "", "–"))
        for appointed in role.holders:
            rows.append((*said, appointed.holder, subject.name(appointed.holder), subject.source(appointed.place)))
    note = (
        f"From {roles.events:,} events, the first in block {roles.since}; {roles.asked:,} addresses were held against what the contracts "
        "answer: whoever was ever appointed, parties, attestors, contracts and holders."
    )
    heads = Heads(("role", "contract", "may", "holder", "is", "appointed"), "llllll")
    return Section("Who holds which role", heads, tuple(rows), note)


def _administrators(subject: Subject, roles: RoleHolders) -> Section:
    rows = []
    for found in roles.administrations:
        now, following = found.administrator, "–"
        if found.successor is not None:
            following = f"{found.successor} from {found.successor_when}"
        who = now.holder if now else "nobody"
        rows.append((found.contract, found.address, who, subject.source(now.place if now else None), following))
    heads = Heads(("contract", "address", "administrator", "since", "to be followed by"), "lllll")
    return Section("Who appoints to the roles", heads, tuple(rows))
