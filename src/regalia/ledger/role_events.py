# SPDX-License-Identifier: Apache-2.0
"""What contracts told of their roles: who was appointed and dismissed, and who is to administer them next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from regalia.chain.events import Event, topics_of
from regalia.chain.offices import ADMINISTRATOR_ROLE
from regalia.ledger.comparison import Tally
from regalia.ledger.place import Place

GROUP = "roles"
Role = tuple[str, bytes]
"""The address of a contract, and the role as it has it."""


@dataclass
class RoleBook:
    """``holders`` of each role with where they were appointed; ``ever`` everybody who was appointed to any, once; ``issuers`` of
    attestations on investors; ``pending``, by contract, who administers it next, and from which second on he can take over. ``told`` is how
    many events that comes from, ``first`` the block of the first of them.
    """

    holders: dict[Role, dict[str, Place]] = field(default_factory=lambda: defaultdict(dict))
    ever: dict[str, None] = field(default_factory=dict)
    issuers: dict[str, Place] = field(default_factory=dict)
    pending: dict[str, tuple[str, int]] = field(default_factory=dict)
    told: int = 0
    first: int | None = None


def role_topics() -> tuple[str, ...]:
    """What logs that matter here begin with: shared contracts tell much else."""
    return topics_of(*_HANDLERS)


def read_roles(events: Iterable[Event], names: Mapping[str, str], tally: Tally) -> RoleBook:
    """Everything in order, each event compared with what was told before. ``names`` are the contracts', by address."""
    book = RoleBook()
    for event in events:
        handler = _HANDLERS.get(event.name)
        if handler is not None:
            tally.turn_to(event.block_number, event.transaction_hash)
            handler(book, event, f"block {event.block_number}, {event.name} of {names[event.address]}", tally)
            book.told, book.first = book.told + 1, event.block_number if book.first is None else book.first
    return book


def _granted(book: RoleBook, event: Event, where: str, tally: Tally) -> None:
    role, who = event.args["role"], event.args["account"]
    _by_administrator(book, event, where, tally)
    holders = book.holders[event.address, role]
    tally.holds(who not in holders, GROUP, where, "appointed", "somebody who was not", who)
    holders[who] = Place.of(event)
    book.ever[who] = None
    if role == ADMINISTRATOR_ROLE:  # whoever takes over is awaited no more
        book.pending.pop(event.address, None)


def _revoked(book: RoleBook, event: Event, where: str, tally: Tally) -> None:
    role, who = event.args["role"], event.args["account"]
    if event.args["sender"] != who:
        _by_administrator(book, event, where, tally)
    found = book.holders[event.address, role].pop(who, None)
    tally.holds(found is not None, GROUP, where, "dismissed", "who held the role", who)
    book.ever[who] = None
    if role == ADMINISTRATOR_ROLE:
        book.pending.pop(event.address, None)


def _by_administrator(book: RoleBook, event: Event, where: str, tally: Tally) -> None:
    """The administrator's own role is given at first by whoever made the contract, and later taken by who follows."""
    if event.args["role"] != ADMINISTRATOR_ROLE:
        known = book.holders[event.address, ADMINISTRATOR_ROLE]
        tally.holds(event.args["sender"] in known, GROUP, where, "said by", "the administrator", event.args["sender"])


def _scheduled(book: RoleBook, event: Event, where: str, tally: Tally) -> None:
    book.pending[event.address] = event.args["newAdmin"], event.args["acceptSchedule"]


def _cancelled(book: RoleBook, event: Event, where: str, tally: Tally) -> None:
    awaited = book.pending.pop(event.address, None)
    tally.holds(awaited is not None, GROUP, where, "called off", "a change of administrator", "none was under way")


def _issuer_added(book: RoleBook, event: Event, where: str, tally: Tally) -> None:
    who = event.args["issuer"]
    tally.holds(who not in book.issuers, GROUP, where, "appointed", "somebody who was not", who)
    book.issuers[who] = Place.of(event)
    book.ever[who] = None


def _issuer_removed(book: RoleBook, event: Event, where: str, tally: Tally) -> None:
    who = event.args["issuer"]
    tally.holds(book.issuers.pop(who, None) is not None, GROUP, where, "dismissed", "an issuer", who)
    book.ever[who] = None


_HANDLERS: dict[str, Callable[[RoleBook, Event, str, Tally], None]] = {
    "RoleGranted": _granted,
    "RoleRevoked": _revoked,
    "DefaultAdminTransferScheduled": _scheduled,
    "DefaultAdminTransferCanceled": _cancelled,
    "IssuerAdded": _issuer_added,
    "IssuerRemoved": _issuer_removed,
}
