# SPDX-License-Identifier: Apache-2.0
"""Whatever a contract of ours hashes for somebody to sign, by its interface: the type, a value, and all that differ in one field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from regalia.chain import artefacts
from regalia.chain.deployer import ADMIN_DELAY
from tests.support.contract import Contract, functions
from tests.support.platform import Platform
from tests.support.roles import actor

Component = Mapping[str, Any]
DOMAIN_TYPE = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
HASHED = (
    ("InvestorRegistry", "digestOf"),
    ("LegalOracle", "digestOf"),
    ("RoyaltyOracle", "digestOf"),
    ("RoyaltyOracle", "restatementDigestOf"),
    ("SettlementDesk", "hashOf"),
    ("ValuationOracle", "digestOf"),
)
"""Contracts, and what each hashes for a signature."""
WHOLE_CALLS = {"LegalOracle": "LegalReport", "ValuationOracle": "ValuationReport"}
"""Where the arguments together, and no struct, are what is signed, and its name."""


def deployed_names() -> list[str]:
    """Contracts that can be on a chain and are no mocks."""
    found = (artefacts.load(name) for name in artefacts.all_names())
    return [each.name for each in found if len(each.bytecode) > 2 and "/mocks/" not in each.source]


def named(name: str, platform: Platform) -> Contract:
    """A contract of that name among or beside those of the platform."""
    standing = {each.name: each for each in (platform.oracle, platform.registry, platform.meeting)}
    if name in standing:
        return standing[name]
    admin = actor("admin")
    arguments: tuple[Any, ...] = () if name == "SettlementDesk" else (actor("rights"), admin, ADMIN_DELAY, 2)
    return Contract.deploy(platform.chain, name, *arguments, by=admin)


def parts_of(name: str, function: str) -> Sequence[Component]:
    return list(functions(name)[function]["inputs"])


def message_type(name: str, function: str) -> tuple[str, Sequence[Component]]:
    """What is signed: its name and its fields, in the order of the interface."""
    parts = parts_of(name, function)
    if name in WHOLE_CALLS:
        return WHOLE_CALLS[name], parts
    (struct,) = parts
    return _struct_name(struct), struct["components"]


def type_text(name: str, fields: Sequence[Component]) -> str:
    """As EIP-712 spells it: the struct, then those it holds, by name."""
    spelt = ",".join(f"{type_of(field)} {field['name']}" for field in fields)
    inner = {_struct_name(field): field["components"] for field in fields if "components" in field}
    return f"{name}({spelt})" + "".join(type_text(other, inner[other]) for other in sorted(inner))


def struct_hash(name: str, fields: Sequence[Component], values: Sequence[Any]) -> bytes:
    """``hashStruct`` of EIP-712, worked out here from the fields alone."""
    words = [_word(field, value) for field, value in zip(fields, values, strict=True)]
    return keccak(keccak(text=type_text(name, fields)) + b"".join(words))


def digest(separator: bytes, hashed: bytes) -> bytes:
    return keccak(b"\x19\x01" + separator + hashed)


def separator_of(told: Sequence[Any]) -> bytes:
    """The domain separator, of what ``eip712Domain`` (EIP-5267) tells."""
    _, name, version, chain_id, verifying, _, _ = told
    kinds = ["bytes32", "bytes32", "bytes32", "uint256", "address"]
    return keccak(
        encode(kinds, [keccak(text=DOMAIN_TYPE), keccak(text=name), keccak(text=version), chain_id, verifying])
    )


def sample_of(component: Component) -> Any:
    """Some value of the type."""
    kind = component["type"]
    if kind.endswith("[]"):
        element = {**component, "type": kind[:-2]}
        return [sample_of(element), next(changed(element, sample_of(element)))]
    if kind == "tuple":
        return tuple(sample_of(part) for part in component["components"])
    return {"address": actor("somebody"), "bool": True, "bytes32": b"\x01" * 32}.get(kind, 1)


def changed(component: Component, value: Any) -> Iterator[Any]:
    """Values of the type that differ from this one in one place."""
    kind = component["type"]
    if kind.endswith("[]"):
        element = {**component, "type": kind[:-2]}
        for place, one in enumerate(value):
            for other in changed(element, one):
                yield [*value[:place], other, *value[place + 1 :]]
        yield from (value[:-1], [*value, value[0]], value[::-1])
    elif kind == "tuple":
        yield from changed_fields(component["components"], value)
    elif kind == "address":
        yield actor("somebody else")
    elif kind == "bool":
        yield not value
    elif kind == "bytes32":
        yield value[:-1] + bytes([value[-1] ^ 1])
    else:
        yield value + 1


def changed_fields(fields: Sequence[Component], values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Tuples that differ from this one in one field."""
    for place, field in enumerate(fields):
        for other in changed(field, values[place]):
            yield (*values[:place], other, *values[place + 1 :])


def _struct_name(component: Component) -> str:
    return str(component["internalType"]).removeprefix("struct ").removesuffix("[]").rpartition(".")[2]


def type_of(component: Component) -> str:
    return (
        str(component["type"]).replace("tuple", _struct_name(component))
        if "components" in component
        else str(component["type"])
    )


def _word(component: Component, value: Any) -> bytes:
    kind = component["type"]
    if kind.endswith("[]"):
        element = {**component, "type": kind[:-2]}
        return keccak(b"".join(_word(element, one) for one in value))
    if kind == "tuple":
        return struct_hash(_struct_name(component), component["components"], value)
    return bytes(encode([kind], [value]))


def plain_value(kind: str) -> Any:
    """Some value of a type that is no struct."""
    if kind.endswith("[]"):
        return [plain_value(kind[:-2])]
    return {
        "address": actor("somebody"),
        "bool": True,
        "bytes32": b"\x01" * 32,
        "bytes": b"",
        "bytes4": b"\x01" * 4,
    }.get(kind, 1)
