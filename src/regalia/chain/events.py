# SPDX-License-Identifier: Apache-2.0
"""One log of a contract as a named event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_typing import ChecksumAddress

from regalia.chain.decoding import Entry, decode_values, events_by_topic
from regalia.errors import RegaliaError

_HASHED = ("string", "bytes", "tuple")  # what a topic can't hold: only its hash is there


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
    entry = events_by_topic().get((topics[0], len(topics))) if topics else None
    if entry is None:
        topic = "0x" + topics[0].hex() if topics else "none"
        raise UnknownEventError(f"{where}: no known event has topic {topic}", "Use the release that made the deal.")
    indexed = [i for i in entry["inputs"] if i["indexed"]]
    try:
        found = decode_values([i for i in entry["inputs"] if not i["indexed"]], data)
        for declared, topic_value in zip(indexed, topics[1:], strict=True):
            found |= _topic_value(declared, topic_value)
    except DecodingError as error:
        raise LogError(f"{where}: not a well-formed {entry['name']}: {error}", "Use another provider.") from error
    return entry["name"], {i["name"]: found[i["name"]] for i in entry["inputs"]}


def _topic_value(declared: Entry, topic: bytes) -> dict[str, Any]:
    if declared["type"] in _HASHED or declared["type"].endswith("]"):
        return {declared["name"]: decode(["bytes32"], topic)[0]}
    return decode_values([declared], topic)
