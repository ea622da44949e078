# SPDX-License-Identifier: Apache-2.0
"""The quick way of reading events says what the general decoder says, of good words and of bad ones."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from eth_abi.abi import encode
from eth_utils.abi import collapse_if_tuple
from eth_utils.address import to_checksum_address

from regalia.chain.decoding import Entry, events_by_topic
from regalia.chain.event_shapes import DoubtfulError, Shape, is_hashed, shape_of
from regalia.chain.events import LogError, _decoded, decode_log

WORD = 32
QUICK = [(key, entry, shape) for key, entry in events_by_topic().items() if (shape := shape_of(entry))]


def drawn(kind: str, chance: Random) -> Any:
    """A value of a type, its ends among them."""
    if kind == "address":
        return to_checksum_address(chance.randbytes(20))
    if kind == "bool":
        return chance.random() < 0.5
    if kind.startswith("bytes"):
        return chance.randbytes(int(kind.removeprefix("bytes")))
    most = 2 ** int(kind.removeprefix("uint")) - 1
    return chance.choice((0, 1, most, chance.randint(0, most)))


def said(entry: Entry, topic: bytes, chance: Random) -> tuple[list[bytes], bytes]:
    """Topics and data of an event with drawn arguments."""
    topics, types, values = [topic], [], []
    for declared in entry["inputs"]:
        kind = "bytes32" if declared["indexed"] and is_hashed(declared["type"]) else collapse_if_tuple(dict(declared))
        value = drawn(kind, chance)
        if declared["indexed"]:
            topics.append(encode([kind], [value]))
        else:
            types.append(kind)
            values.append(value)
    return topics, encode(types, values)


def outcome(entry: Entry, shape: Shape, topics: list[bytes], data: bytes) -> tuple[object, object]:
    """Of the quick way and of the general one: arguments, or that they are refused."""
    return tried(lambda: shape.read(topics, data)), tried(lambda: _decoded(entry, topics, data, "log"))


def tried(read: Callable[[], dict[str, Any]]) -> object:
    try:
        return list(read().items())
    except (DoubtfulError, LogError):
        return "refused"


def test_shapes__most_events__have_one() -> None:
    names = {entry["name"] for _, entry, _ in QUICK}
    assert {"Transfer", "IncomeClaimed", "Subscribed", "OrderFilled", "UnitsForced", "Ordered"} <= names
    assert len(QUICK) > 90
    assert "PaymentDateExecuted" not in names  # bytes in it


@pytest.mark.parametrize("seed", range(3))
def test_read__drawn_arguments__as_the_general_decoder(seed: int) -> None:
    chance = Random(seed)
    for (topic, count), entry, shape in QUICK:
        topics, data = said(entry, topic, chance)
        assert len(topics) == count
        quick, general = outcome(entry, shape, topics, data)
        assert quick == general != "refused"
        assert decode_log(topics, data) == (entry["name"], shape.read(topics, data))
        assert [type(value) for value in shape.read(topics, data).values()] == [
            type(value) for value in _decoded(entry, topics, data, "log").values()
        ]


def test_read__one_byte_changed_anywhere__refused_where_the_general_decoder_refuses() -> None:
    chance, refused, taken = Random(7), 0, 0
    for (topic, _), entry, shape in QUICK:
        for _ in range(20):
            topics, data = said(entry, topic, chance)
            words = [bytearray(word) for word in (*topics[1:], data) if word]
            if not words:
                continue
            chosen = chance.choice(words)
            chosen[chance.randrange(len(chosen))] ^= chance.randint(1, 255)
            count = len(topics) - 1
            topics, data = [topic, *map(bytes, words[:count])], b"".join(words[count:])
            quick, general = outcome(entry, shape, topics, data)
            assert quick == general, entry["name"]
            refused, taken = refused + (general == "refused"), taken + (general != "refused")
    assert min(refused, taken) > 100


def test_read__data_cut_or_topic_short__refused() -> None:
    (topic, _), entry, shape = next(one for one in QUICK if one[1]["name"] == "IncomeClaimed")
    topics, data = said(entry, topic, Random(1))
    for short in range(len(data)):
        assert outcome(entry, shape, topics, data[:short]) == ("refused", "refused")
    assert outcome(entry, shape, topics, data + b"\x01") == outcome(entry, shape, topics, data)
    with pytest.raises(LogError, match="not a well-formed IncomeClaimed"):
        decode_log([topics[0], topics[1][:20], topics[2]], data)
