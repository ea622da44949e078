# SPDX-License-Identifier: Apache-2.0
"""A contract as an object: names and values in, names and values out, by its committed interface."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from eth_abi.abi import decode, encode
from eth_typing import ChecksumAddress
from eth_utils.abi import collapse_if_tuple
from eth_utils.crypto import keccak

from regalia.chain import artefacts
from regalia.chain.decoding import decode_values, signature
from tests.support.chain import Answer, Chain
from tests.support.roles import actor

NOBODY = actor("nobody")
_KEPT = 2**15
"""Calls and answers that are remembered: laws put the same questions after every act."""


class Contract:
    """``send`` is a transaction ``by`` somebody, ``read`` a call that changes nothing."""

    def __init__(self, chain: Chain, name: str, address: ChecksumAddress) -> None:
        self.chain = chain
        self.name = name
        self.address = address
        chain.interfaces[address] = _event_names(name)

    @classmethod
    def deploy(cls, chain: Chain, name: str, *arguments: Any, by: str) -> Contract:
        artefact = artefacts.load(name)
        inputs: list[Any] = next((entry["inputs"] for entry in _entries(name) if entry["type"] == "constructor"), [])
        code = bytes.fromhex(artefact.bytecode.removeprefix("0x")) + encode(_types(inputs), arguments)
        return cls(chain, name, chain.deploy(by, code))

    def send(self, function: str, *arguments: Any, by: str) -> Answer:
        return self.chain.send(by, self.address, calldata(self.name, function, *arguments))

    def read(self, function: str, *arguments: Any, by: str = NOBODY) -> Any:
        """One value as it is, several as a tuple, a struct as a dict."""
        output = self.chain.read(by, self.address, calldata(self.name, function, *arguments))
        return returned(self.name, function, output)


def calldata(name: str, function: str, *arguments: Any) -> bytes:
    """The bytes of a call."""
    simple = all(type(argument) in (str, int, bool, bytes) for argument in arguments)
    return (_simple_calldata if simple else _calldata)(name, function, *arguments)


def returned(name: str, function: str, output: bytes) -> Any:
    """The values of what a call returned."""
    plain, outputs = _outputs(name, function)
    values = _plain_values(name, function, output) if plain else tuple(decode_values(outputs, output).values())
    return values[0] if len(values) == 1 else values


def _calldata(name: str, function: str, *arguments: Any) -> bytes:
    selector, types = _selector(name, function)
    return selector + (encode(types, arguments) if types else b"")


_simple_calldata = functools.lru_cache(maxsize=_KEPT, typed=True)(_calldata)


@functools.lru_cache(maxsize=_KEPT)
def _plain_values(name: str, function: str, output: bytes) -> tuple[Any, ...]:
    return decode(_outputs(name, function)[0], output)


@functools.cache
def functions(name: str) -> Mapping[str, Mapping[str, Any]]:
    """The functions of an interface, by name."""
    return {entry["name"]: entry for entry in _entries(name) if entry["type"] == "function"}


@functools.cache
def _selector(name: str, function: str) -> tuple[bytes, list[str]]:
    entry = functions(name)[function]
    return keccak(text=signature(entry))[:4], _types(entry["inputs"])


@functools.cache
def _outputs(name: str, function: str) -> tuple[list[str], Sequence[Mapping[str, Any]]]:
    """The types when plain decoding is enough, else none: addresses and structs need names and checksums."""
    outputs = functions(name)[function]["outputs"]
    plain = all(not o["type"].startswith(("tuple", "address")) for o in outputs)
    return (_types(outputs) if plain else []), outputs


@functools.cache
def _event_names(name: str) -> frozenset[str]:
    return frozenset(entry["name"] for entry in _entries(name) if entry["type"] == "event")


@functools.cache
def _entries(name: str) -> list[Any]:
    return list(artefacts.load(name).abi)


def _types(inputs: Sequence[Mapping[str, Any]]) -> list[str]:
    return [collapse_if_tuple(dict(i)) for i in inputs]
