# SPDX-License-Identifier: Apache-2.0
"""What the contracts say of themselves: declarations and their NatSpec. The compiler parses and compiles nothing: three seconds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from regalia.chain.compiler import REMAPPINGS, CompilerMissingError, _run, find_compiler
from tools.docs.declarations import contract_of
from tools.docs.told import Contract, Member, Told


@cache
def read_contracts(root: Path) -> tuple[Contract, ...]:
    """All of ``contracts/`` but its mocks, by source and place. Raises ``CompilerMissingError`` and ``CompileError``."""
    paths = [path for path in sorted((root / "contracts").rglob("*.sol")) if "mocks" not in path.parts]
    if not paths:
        raise CompilerMissingError(f"no Solidity file under {root / 'contracts'}", "Run this in a checkout.")
    sources = {path.relative_to(root).as_posix(): {"content": path.read_text(encoding="utf-8")} for path in paths}
    settings = {
        "remappings": list(REMAPPINGS),
        "stopAfter": "parsing",
        "outputSelection": {"*": {"": ["ast"]}},
    }
    output = _run(find_compiler(root), {"language": "Solidity", "sources": sources, "settings": settings}, root)
    contracts = [
        contract_of(node, source)
        for source in sources
        for node in output["sources"][source]["ast"]["nodes"]
        if node["nodeType"] == "ContractDefinition"
    ]
    return tuple(_inherited(contract, {other.name: other for other in contracts}) for contract in contracts)


def _inherited(contract: Contract, others: Mapping[str, Contract]) -> Contract:
    """With the words of a base where a member says that they are its own, or says nothing."""
    members = tuple(
        member
        if member.told.notice or member.kind != "function"
        else Member(member.kind, member.name, member.types, member.signature, _words(contract, member, others))
        for member in contract.members
    )
    return Contract(contract.name, contract.kind, contract.source, contract.bases, contract.told, members)


def _words(contract: Contract, member: Member, others: Mapping[str, Contract]) -> Told:
    named = member.told.inherits
    for base in [named] if named else contract.bases:
        if base not in others:
            continue
        for found in others[base].members:
            if (found.kind, found.name, len(found.types)) == (member.kind, member.name, len(member.types)):
                told = found.told if found.told.notice else _words(others[base], found, others)
                if told.notice:
                    return Told(told.notice, member.told.dev or told.dev, told.params, told.returns, base)
        if not named:
            told = _words(others[base], member, others)
            if told.notice:
                return told
    if named and named not in others:
        return Told(notice=f"As in OpenZeppelin's `{named}`.", dev=member.told.dev, inherits=named)
    return member.told
