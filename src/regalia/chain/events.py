# SPDX-License-Identifier: Apache-2.0
"""One log of a contract as a named event."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_typing import ChecksumAddress

from regalia.chain.decoding import Entry, decode_values, events_by_topic
from regalia.chain.event_shapes import DoubtfulError, Shape, is_hashed, shape_of
from regalia.errors import RegaliaError


class LogError(RegaliaError, ValueError):
    """The provider's logs can't be trusted or understood."""


class UnknownEventError(LogError):
    """A contract of the deal emitted something that no known interface declares."""


@dataclass(frozen=True)
class Event:
    """One decoded log. Hashes are ``0x…``; ``timestamp`` is the block's, in seconds since 1970.

    ``args`` has structs as dicts and arrays as tuples; an indexed string, struct or array is only its 32-byte hash.
    """

    name: str
    address: ChecksumAddress
    args: Mapping[str, Any]
    block_number: int
    block_hash: str
    transaction_hash: str
    log_index: int
    timestamp: int


def decode_log(topics: Sequence[bytes], data: bytes, where: str = "log") -> tuple[str, dict[str, Any]]:
    """The name and the arguments of an event, in the order of its declaration. Raises ``UnknownEventError``."""
    known = _known().get((topics[0], len(topics))) if topics else None
    if known is None:
        topic = "0x" + topics[0].hex() if topics else "none"
        raise UnknownEventError(f"{where}: no known event has topic {topic}", "Use the release that made the deal.")
    entry, shape = known
    if shape is not None:
        try:
            return entry["name"], shape.read(topics, data)
        except DoubtfulError:
            pass  # said in full below
    return entry["name"], _decoded(entry, topics, data, where)


def topics_of(*names: str) -> tuple[str, ...]:
    """``0x…``, what the logs of these events begin with."""
    found = ("0x" + topic.hex() for (topic, _), (entry, _) in _known().items() if entry["name"] in names)
    return tuple(dict.fromkeys(found))


@functools.cache
def _known() -> Mapping[tuple[bytes, int], tuple[Entry, Shape | None]]:
    return {key: (entry, shape_of(entry)) for key, entry in events_by_topic().items()}


def _decoded(entry: Entry, topics: Sequence[bytes], data: bytes, where: str) -> dict[str, Any]:
    indexed = [i for i in entry["inputs"] if i["indexed"]]
    try:
        found = decode_values([i for i in entry["inputs"] if not i["indexed"]], data)
        for declared, topic_value in zip(indexed, topics[1:], strict=True):
            found |= _topic_value(declared, topic_value)
    except DecodingError as error:
        raise LogError(f"{where}: not a well-formed {entry['name']}: {error}", "Use another provider.") from error
    return {i["name"]: found[i["name"]] for i in entry["inputs"]}


def _topic_value(declared: Entry, topic: bytes) -> dict[str, Any]:
    if is_hashed(declared["type"]):
        return {declared["name"]: decode(["bytes32"], topic)[0]}
    return decode_values([declared], topic)
