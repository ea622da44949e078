# SPDX-License-Identifier: Apache-2.0
"""Events of the index as the engine's handlers know them: whole numbers, bytes and tuples instead of text."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select
from web3 import Web3

from regalia.chain.decoding import Entry, events_by_topic
from regalia.chain.events import Event
from regalia.ledger.index.event_args import from_json
from regalia.ledger.index.schema import block, event


def events_of(connection: Connection, deal: int, until: int, names: Sequence[str]) -> list[Event]:
    """Those of the given names up to a block, in the order of the chain.

    A question a name: for all names at once a database may rather look through all events, of which holders make a million.
    """
    found = [told for name in names for told in _named(connection, deal, until, name)]
    return sorted(found, key=lambda told: (told.block_number, told.log_index))


def _named(connection: Connection, deal: int, until: int, name: str) -> list[Event]:
    query = select(event, block.c.hash, block.c.timestamp)
    query = query.join(block, (block.c.deal == event.c.deal) & (block.c.number == event.c.block))
    query = query.where(event.c.deal == deal, event.c.block <= until, event.c.name == name)
    return [
        Event(
            row.name,
            Web3.to_checksum_address(row.address),
            typed(row.name, from_json(row.args)),
            row.block,
            row.hash,
            row.transaction_hash,
            row.log_index,
            row.timestamp,
        )
        for row in connection.execute(query)
    ]


def typed(name: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of an event as ``chain.events.Event`` has them. Raises ``LookupError`` where no contract declares such an event."""
    inputs = _inputs(name, frozenset(args))
    return {i["name"]: _value(i["type"], i.get("components", ()), args[i["name"]]) for i in inputs}


@functools.cache
def _inputs(name: str, arguments: frozenset[str]) -> Sequence[Entry]:
    for entry in events_by_topic().values():
        if entry["name"] == name and {i["name"] for i in entry["inputs"]} == arguments:
            return [dict(i) for i in entry["inputs"]]
    raise LookupError(f"event {name}: no contract declares it with {', '.join(sorted(arguments))}")


def _value(kind: str, components: Sequence[Entry], value: Any) -> Any:
    if kind.endswith("]") and isinstance(value, list):
        return tuple(_value(kind[: kind.rindex("[")], components, element) for element in value)
    if kind == "tuple" and isinstance(value, Mapping):
        return {c["name"]: _value(c["type"], c.get("components", ()), value[c["name"]]) for c in components}
    if kind.startswith(("uint", "int")):
        return int(value)
    # an indexed string, struct or array is only its hash
    if kind.startswith("bytes") or (kind != "address" and isinstance(value, str) and kind not in ("string", "bool")):
        return bytes.fromhex(value[2:])
    return value
