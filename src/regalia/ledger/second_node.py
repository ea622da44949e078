# SPDX-License-Identifier: Apache-2.0
"""One verification against another, of the same deal at the same block, read from another node.

Replay can't miss what a node leaves out whole, such as a resolution nobody has carried out yet. Another node, run by others, can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import NoReturn, TypeVar

from regalia.chain.events import Event
from regalia.chain.nodes_disagree import NodesDisagreeError
from regalia.ledger.role_model import RoleHolders
from regalia.ledger.verification import Verification

T = TypeVar("T")


def check_second(first: Verification, second: Verification) -> None:
    """Raises ``NodesDisagreeError`` with the first thing on which they are not at one: the block, an event, an answer, a role, cash."""
    if first.last_block_hash != second.last_block_hash:
        _disagree(f"hash of block {first.last_block}", first.last_block_hash, second.last_block_hash)
    at = f"at block {first.last_block}"
    _same("events", _events(first), _events(second), _event)
    _same(f"differences {at}", first.differences, second.differences)
    _same(f"roles {at}", _roles(first.roles), _roles(second.roles))
    if first.surplus != second.surplus:
        _disagree(f"cash that no book owes {at}", first.surplus, second.surplus)


def _same(what: str, first: Iterable[T], second: Iterable[T], words: Callable[[T], str] = str) -> None:
    for one, other in zip_longest(first, second):
        if one != other:
            _disagree(what, "no more" if one is None else words(one), "no more" if other is None else words(other))


def _disagree(what: str, first: object, second: object) -> NoReturn:
    raise NodesDisagreeError(what, first, second, "Nothing was written.")


def _events(found: Verification) -> Iterable[Event]:
    return found.ledger.events if found.ledger else ()


def _event(event: Event) -> str:
    arguments = ", ".join(f"{name} {value}" for name, value in event.args.items())
    at = f"block {event.block_number}, log {event.log_index}, transaction {event.transaction_hash}"
    return f"{event.name}({arguments}) of {event.address} in {at}"


def _roles(found: RoleHolders | None) -> list[str]:
    if found is None:
        return []
    held = [(role.contract, role.title, role.holders) for role in found.roles]
    administered = [
        (one.contract, "administration", (one.administrator,) if one.administrator else ())
        for one in found.administrations
    ]
    return [
        f"{contract}, {title}: {', '.join(one.holder for one in holders) or 'nobody'}"
        for contract, title, holders in (*held, *administered, ("InvestorRegistry", "issuers", found.issuers))
    ]
