# SPDX-License-Identifier: Apache-2.0
"""Events of plain words, read without the general decoder: a transfer is three words, and there are a million of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from regalia.chain.decoding import Entry, checksummed

_WORD = 32
_ADDRESS_PADDING = bytes(12)
_HASHED = ("string", "bytes", "tuple")


class DoubtfulError(ValueError):
    """Not quite what the type allows: the general decoder says what is wrong."""


@dataclass(frozen=True)
class Shape:
    """Where each argument of an event is, in the order of its declaration: a topic, or a place in the data."""

    fields: tuple[tuple[str, int | None, int, Callable[[bytes], Any]], ...]

    def read(self, topics: Sequence[bytes], data: bytes) -> dict[str, Any]:
        """Raises ``DoubtfulError``."""
        found = {}
        for name, topic, start, value_of in self.fields:
            word = data[start : start + _WORD] if topic is None else topics[topic]
            if len(word) != _WORD:
                raise DoubtfulError
            found[name] = value_of(word)
        return found


def shape_of(entry: Entry) -> Shape | None:
    """None where an argument in the data is longer than a word, or a type is not known here."""
    fields, topic, start = [], 0, 0
    for declared in entry["inputs"]:
        kind = declared["type"]
        if declared["indexed"]:
            topic += 1
            reader: Callable[[bytes], Any] | None = bytes if is_hashed(kind) else _READERS.get(kind)
            place: tuple[int | None, int] = (topic, 0)
        else:
            reader, place = _READERS.get(kind), (None, start)
            start += _WORD
        if reader is None:
            return None
        fields.append((declared["name"], *place, reader))
    return Shape(tuple(fields))


def is_hashed(kind: str) -> bool:
    """What a topic can't hold: only its hash is there."""
    return kind in _HASHED or kind.endswith("]")


def _address(word: bytes) -> str:
    if word[:12] != _ADDRESS_PADDING:
        raise DoubtfulError
    return checksummed(word[12:])


def _bool(word: bytes) -> bool:
    value = int.from_bytes(word)
    if value > 1:
        raise DoubtfulError
    return value == 1


def _uint(bits: int) -> Callable[[bytes], int]:
    def read(word: bytes) -> int:
        value = int.from_bytes(word)
        if value >> bits:
            raise DoubtfulError
        return value

    return read


def _bytes(size: int) -> Callable[[bytes], bytes]:
    padding = bytes(_WORD - size)

    def read(word: bytes) -> bytes:
        if word[size:] != padding:
            raise DoubtfulError
        return bytes(word[:size])

    return read


_READERS: dict[str, Callable[[bytes], Any]] = {
    "address": _address,
    "bool": _bool,
    **{f"uint{bits}": _uint(bits) for bits in range(8, 257, 8)},
    **{f"bytes{size}": _bytes(size) for size in range(1, 33)},
}
"""By type. No event has a signed number."""
