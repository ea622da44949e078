# SPDX-License-Identifier: Apache-2.0
"""Bytes of the contract interface turned into named values, over the union of every committed interface."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from eth_abi.abi import decode
from eth_typing import ChecksumAddress
from eth_utils.abi import collapse_if_tuple
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from regalia.chain import artefacts

Entry = Mapping[str, Any]


@functools.cache
def errors_by_selector() -> Mapping[bytes, Entry]:
    """Every custom error of every artefact, by the first 4 bytes of its data."""
    return {keccak(text=signature(entry))[:4]: entry for entry in _entries("error")}


@functools.cache
def events_by_topic() -> Mapping[tuple[bytes, int], Entry]:
    """Every event of every artefact, by first topic and number of topics: ERC-20 and ERC-721 share ``Transfer``."""
    return {
        (keccak(text=signature(entry)), 1 + sum(i["indexed"] for i in entry["inputs"])): entry
        for entry in _entries("event")
    }


def signature(entry: Entry) -> str:
    """The canonical form: ``Name(type,type)``."""
    return f"{entry['name']}({','.join(_types(entry['inputs']))})"


def decode_values(inputs: Sequence[Entry], data: bytes) -> dict[str, Any]:
    """The values of ``data`` by name: structs as dicts, arrays as tuples, addresses in checksum form.

    A value without a name is ``_0``, ``_1`` … by its position. Raises ``eth_abi.exceptions.DecodingError`` when the
    data is not of these types.
    """
    return _named(inputs, decode(_types(inputs), data))


def _entries(kind: str) -> list[Entry]:
    return [entry for name in artefacts.all_names() for entry in artefacts.load(name).abi if entry["type"] == kind]


def _types(inputs: Sequence[Entry]) -> list[str]:
    return [collapse_if_tuple(dict(i)) for i in inputs]


def _named(inputs: Sequence[Entry], values: Sequence[Any]) -> dict[str, Any]:
    return {
        i["name"] or f"_{position}": _value(i["type"], i.get("components", ()), value)
        for position, (i, value) in enumerate(zip(inputs, values, strict=True))
    }


def _value(kind: str, components: Sequence[Entry], value: Any) -> Any:
    if kind.endswith("]"):
        return tuple(_value(kind[: kind.rindex("[")], components, element) for element in value)
    if kind == "tuple":
        return _named(components, value)
    return checksummed(value) if kind == "address" else value


@functools.lru_cache(maxsize=2**17)
def checksummed(address: str | bytes) -> ChecksumAddress:
    """The checksum form: it takes a hash, and the same holders come again and again."""
    return to_checksum_address(address)
