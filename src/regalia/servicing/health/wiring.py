# SPDX-License-Identifier: Apache-2.0
"""Whether the contracts of a deal point to each other as recorded, and hold the roles they need."""

from __future__ import annotations

from collections.abc import Iterator

from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from regalia.chain.issuance import NOBODY
from regalia.chain.many_calls import Question, ask_many
from regalia.chain.record import DeploymentRecord
from regalia.ledger.role_seats import due_to_contracts, seats_of
from regalia.servicing.health.finding import Finding
from regalia.servicing.health.look import Look
from regalia.servicing.officers import hold_roles

_WORD = 32
_PLAN = "`regalia deploy plan` compares the platform with what was wished for."
LINKS = {
    ("factory", "infrastructure"): ("oracle", "investor_registry", "transfer_agent", "supervisor"),
    ("factory", "CHECKER"): ("program_checker",),
    ("deal", "parties"): ("escrow", "oracle", "offering"),
    ("deal", "sources"): ("support_facility", "pool_facts"),
    ("deal", "LENS"): ("deal_lens",),
    ("deal", "MEETING"): ("noteholder_meeting",),
    ("deal", "SUPERVISOR"): ("supervisor",),
    ("support_facility", "LENS"): ("deal_lens",),
    ("noteholder_meeting", "ORACLE"): ("oracle",),
    ("noteholder_meeting", "SUPERVISOR"): ("supervisor",),
    ("noteholder_meeting", "CHECKER"): ("program_checker",),
    ("escrow", "DEAL"): ("deal",),
    ("escrow", "PAYMENT_TOKEN"): ("payment_token",),
    ("escrow", "REGISTRY"): ("investor_registry",),
    ("escrow", "SUPERVISOR"): ("supervisor",),
}
"""A contract of the record, a view of it, and which contracts of the record it answers first. Payees come after them, and change."""
LINKS_OF_TOKENS = {
    "deal": "deal",
    "escrow": "escrow",
    "identityRegistry": "investor_registry",
    "agent": "transfer_agent",
    "haltedBy": "supervisor",
}
"""The same of every token."""


def look_at_wiring(look: Look) -> Iterator[Finding]:
    yield _links(look)
    yield _roles(look)
    desk = look.record.settlement_desk
    if desk is None:
        yield look.well("wiring.desk", "the record names no settlement desk", "To trade, name one: --desk ADDRESS.")
    else:
        yield look.well("wiring.desk", f"units are traded at the settlement desk {desk.address}")


def _links(look: Look) -> Finding:
    links = list(_expected(look.record))
    questions = [Question(address, keccak(text=f"{view}()")[:4]) for _, address, view, _ in links]
    wrong = []
    for (part, _, view, expected), answer in zip(links, ask_many(look.web3, questions, look.block), strict=True):
        found = _addresses(answer, len(expected))
        if found != expected:
            wrong.append(f"{part}.{view} is {', '.join(found) or 'not answered'}, not {', '.join(expected)}")
    if wrong:
        return look.broken("wiring.links", "; ".join(wrong), f"Don't use this deal: verify it. {_PLAN}", "verify")
    return look.well("wiring.links", f"{len(links)} links between contracts are as recorded")


def _expected(record: DeploymentRecord) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Contract by its place in the record, its address, the view, and the addresses it must answer."""

    def at(part: str) -> str:
        found = getattr(record, part)
        return str(found.address) if found else NOBODY

    for (part, view), parts in LINKS.items():
        yield part, at(part), view, tuple(map(at, parts))
    for tranche, token in record.tokens.items():
        for view, part in LINKS_OF_TOKENS.items():
            yield f"tokens.{tranche}", token.address, view, (at(part),)


def _addresses(answer: bytes | None, count: int) -> tuple[str, ...]:
    """The first words of an answer; none where there are too few."""
    if answer is None or len(answer) < count * _WORD:
        return ()
    return tuple(to_checksum_address(answer[_WORD * i + 12 : _WORD * (i + 1)]) for i in range(count))


def _roles(look: Look) -> Finding:
    """Without one a part of the deal can't work."""
    seats, due = seats_of(look.record), due_to_contracts(look.record)
    asked = [(look.address(seats[name]), keccak(text=role), look.address(who)) for name, role, who, _ in due]
    lacking = [
        f"{what} ({who}) has not got {role} of {name}"
        for (name, role, who, what), held in zip(due, hold_roles(look.web3, asked), strict=True)
        if not held
    ]
    if lacking:
        return look.broken(
            "wiring.roles", "; ".join(lacking), f"Have the administrator of the contract grant it. {_PLAN}"
        )
    names = ", ".join(what for _, _, _, what in due)
    return look.well("wiring.roles", f"contracts that need a role have it: {names}")
