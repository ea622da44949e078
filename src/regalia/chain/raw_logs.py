# SPDX-License-Identifier: Apache-2.0
"""Logs and heads of blocks as a node tells them, checked and made into events."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from regalia.chain.asking import NodeSilentError
from regalia.chain.decoding import checksummed
from regalia.chain.events import Event, LogError, decode_log

_MOST = 2**63 - 1
_LAST_SECOND = 253_402_300_799
"""Of the year 9999: no time after it can be said."""
_MOST_LOGS = 2**31 - 1
RawLog = tuple[int, Mapping[str, Any]]
"""With the number of its block."""


class ChainChangedError(LogError):
    """The chain was rewritten, or two nodes that disagree answered, while it was read."""


class BlockMissingError(NodeSilentError):
    """The node has not got the block."""


@dataclass(frozen=True)
class Header:
    """Of a block: ``hash`` is ``0x…``, ``timestamp`` in seconds since 1970; ``bloom`` as ``chain.bloom`` has it, 0 where it is not told."""

    number: int
    hash: str
    timestamp: int
    bloom: int = 0


def header_of(answer: Any) -> Header:
    """Raises ``BlockMissingError``; ``KeyError``, ``TypeError`` or ``ValueError`` for what is no block."""
    if answer is None:
        raise BlockMissingError("no such block")
    number, timestamp = int(answer["number"], 16), int(answer["timestamp"], 16)
    if number > _MOST or timestamp > _LAST_SECOND:
        raise ValueError("a block beyond all time")
    bloom = int(answer.get("logsBloom") or "0x0", 16)
    return Header(number, answer["hash"].lower(), timestamp, bloom)


def logs_of(answer: Any) -> list[RawLog]:
    """With the number of its block each. Raises ``NodeSilentError``; ``KeyError``, ``TypeError`` or ``ValueError`` for other things."""
    if not isinstance(answer, list):
        raise NodeSilentError(f"logs: {type(answer).__name__} instead of a list")
    return [(int(log["blockNumber"], 16), log) for log in answer]


class Asked(NamedTuple):
    """Whose logs were asked for, and what they begin with (``0x…``): anybody's and anything where it is empty."""

    addresses: Collection[str]
    topics: Collection[str]


def event_of(number: int, log: Mapping[str, Any], header: Header, blocks: tuple[int, int], asked: Asked) -> Event:
    """``blocks`` is the range that was asked for. Raises ``LogError``."""
    try:
        index, given, block_hash = int(log["logIndex"], 16), log["address"], log["blockHash"].lower()
        where = f"log {index} of block {number}"
        if index > _MOST_LOGS:
            raise ValueError(f"it is log {index}")
        topics = [bytes.fromhex(topic[2:]) for topic in log["topics"]]
        address, data = checksummed(given), bytes.fromhex(log["data"][2:])
        transaction = log["transactionHash"].lower()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        rule = f"a log of block {number} is not well-formed: {type(error).__name__} {error}"
        raise LogError(rule, "Use another provider.") from error
    if log.get("removed"):
        raise ChainChangedError(f"{where} was removed by a reorganisation", "Read again from the start.")
    if not blocks[0] <= number <= blocks[1]:
        raise LogError(f"{where} was not asked for: the range was {blocks[0]} to {blocks[1]}", "Use another provider.")
    if asked.addresses and address not in asked.addresses:
        raise LogError(f"{where} was not asked for: it is of {address}", "Use another provider.")
    if asked.topics and not (topics and "0x" + topics[0].hex() in asked.topics):
        raise LogError(f"{where} was not asked for: it is of another event", "Use another provider.")
    if block_hash != header.hash:
        raise ChainChangedError(
            f"{where} is of block {block_hash}, the chain has {header.hash}",
            "The chain was reorganised or another node answered: read again.",
        )
    name, args = decode_log(topics, data, where + " of " + address)
    return Event(name, address, args, number, block_hash, transaction, index, header.timestamp)
