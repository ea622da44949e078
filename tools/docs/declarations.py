# SPDX-License-Identifier: Apache-2.0
"""From a compiler's tree to declarations: contracts, and of them what is seen from outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tools.docs.told import Contract, Member, Told, tell

_OUTSIDE = ("external", "public")


def contract_of(node: Mapping[str, Any], source: str) -> Contract:
    kind = "abstract contract" if node["abstract"] else node["contractKind"]
    bases = tuple(base["baseName"]["name"].rpartition(".")[2] for base in node["baseContracts"])
    return Contract(node["name"], kind, source, bases, _told(node), tuple(_members(node["nodes"])))


def _members(nodes: list[Mapping[str, Any]]) -> Iterator[Member]:
    for node in nodes:
        kind = node["nodeType"]
        if kind == "FunctionDefinition" and node["kind"] == "function" and node["visibility"] in _OUTSIDE:
            gives = f" returns ({_list(node['returnParameters'])})" if node["returnParameters"]["parameters"] else ""
            state = "" if node["stateMutability"] == "nonpayable" else f" {node['stateMutability']}"
            yield _member("function", node, f"({_list(node['parameters'])}){state}{gives}")
        elif kind == "EventDefinition":
            yield _member("event", node, f"({_list(node['parameters'])})")
        elif kind == "ErrorDefinition":
            yield _member("error", node, f"({_list(node['parameters'])})")
        elif kind == "VariableDeclaration" and node["visibility"] == "public":
            taken, given = _getter(node["typeName"])
            signature = f"{node['name']}({', '.join(taken)}) view returns ({given})"
            yield Member("getter", node["name"], tuple(taken), signature, _told(node))


def _member(kind: str, node: Mapping[str, Any], rest: str) -> Member:
    types = tuple(_type(given["typeName"]) for given in node["parameters"]["parameters"])
    return Member(kind, node["name"], types, node["name"] + rest, _told(node))


def _list(parameters: Mapping[str, Any]) -> str:
    return ", ".join(_parameter(given) for given in parameters["parameters"])


def _parameter(given: Mapping[str, Any]) -> str:
    parts = [_type(given["typeName"]), "indexed" if given.get("indexed") else "", given["name"]]
    return " ".join(part for part in parts if part)


def _type(node: Mapping[str, Any]) -> str:
    kind = node["nodeType"]
    if kind == "ArrayTypeName":
        length = node.get("length") or {}
        return f"{_type(node['baseType'])}[{length.get('value', length.get('name', ''))}]"
    if kind == "Mapping":
        return f"mapping({_type(node['keyType'])} => {_type(node['valueType'])})"
    if kind == "UserDefinedTypeName":
        return str(node["pathNode"]["name"])
    return str(node["name"])


def _getter(node: Mapping[str, Any]) -> tuple[list[str], str]:
    """What the getter of a public variable takes and gives."""
    if node["nodeType"] == "Mapping":
        taken, given = _getter(node["valueType"])
        return [_type(node["keyType"]), *taken], given
    if node["nodeType"] == "ArrayTypeName":
        taken, given = _getter(node["baseType"])
        return ["uint256", *taken], given
    return [], _type(node)


def _told(node: Mapping[str, Any]) -> Told:
    told = node.get("documentation")
    return tell(told["text"] if isinstance(told, dict) else told or "")
