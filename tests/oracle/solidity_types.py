# SPDX-License-Identifier: Apache-2.0
"""EIP-712 types as Solidity has them: as written in the sources, as the compiler understands the structs, and as forge derives them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import solcx

from regalia.chain.compiler import PROJECT, REMAPPINGS, find_compiler

CONTRACTS = PROJECT / "contracts"
_WRITTEN = re.compile(r'TYPEHASH\s*=\s*keccak256\(\s*"([^"]+)"\s*\)')


def written_types() -> dict[str, str]:
    """What stands in the constants of ``contracts/oracle``, by the name of the struct."""
    texts = [
        text for path in (CONTRACTS / "oracle").glob("*.sol") for text in _WRITTEN.findall(path.read_text("utf-8"))
    ]
    assert len({name_of(text) for text in texts}) == len(texts)
    return {name_of(text): text for text in texts}


def name_of(text: str) -> str:
    return text.partition("(")[0]


def compiled_types() -> dict[str, str]:
    """From the compiler's syntax tree: every struct of ``contracts/types``; and reports on rights, which are no structs but the
    arguments of ``digestOf``. No code is made, so this takes the compiler a moment.
    """
    reports = {"LegalReport": "ILegalOracle", "ValuationReport": "IValuationOracle"}
    paths = [*(CONTRACTS / "types").glob("*.sol"), *(CONTRACTS / "interfaces" / f"{i}.sol" for i in reports.values())]
    request = {
        "language": "Solidity",
        "sources": {p.relative_to(PROJECT).as_posix(): {"content": p.read_text("utf-8")} for p in paths},
        "settings": {"remappings": list(REMAPPINGS), "outputSelection": {"*": {"": ["ast"]}}},
    }
    output = solcx.compile_standard(request, solc_binary=find_compiler(), base_path=PROJECT, allow_paths=PROJECT)
    trees = {Path(path).stem: source["ast"] for path, source in output["sources"].items()}
    structs = {node["name"]: node["members"] for tree in trees.values() for node in _nodes(tree, "StructDefinition")}
    for report, interface in reports.items():
        functions = _nodes(trees[interface], "FunctionDefinition")
        (digest_of,) = (function for function in functions if function["name"] == "digestOf")
        structs[report] = digest_of["parameters"]["parameters"]
    return {name: _encoded(name, structs) for name in structs}


def forge_types(folder: Path) -> dict[str, str]:
    """From ``forge eip712``, offline, over a copy of ``contracts/types``. Not the launcher of npm: that one exits 0 whatever happens."""
    types = shutil.copytree(CONTRACTS / "types", folder / "src")
    imports = "".join(f'import "./{path.name}";\n' for path in sorted(types.glob("*.sol")))
    (types / "All.sol").write_text(f"// SPDX-License-Identifier: Apache-2.0\npragma solidity 0.8.37;\n{imports}")
    libraries = [each.replace("=", f"={PROJECT}/") for each in REMAPPINGS]
    lines = ("[profile.default]", "offline = true", f'solc = "{find_compiler()}"', f"remappings = {libraries}")
    (folder / "foundry.toml").write_text("\n".join((*lines, f'allow_paths = ["{PROJECT}"]', "")))
    (forge, *_) = sorted((PROJECT / "node_modules" / "@foundry-rs").glob("forge-*/bin/forge*"))
    command = [str(forge), "eip712", str(types / "All.sol"), "--root", str(folder), "--json"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    return {name_of(entry["type"]): entry["type"] for entry in json.loads(printed[printed.index("[") :])}


def _nodes(tree: Any, kind: str) -> Iterator[dict[str, Any]]:
    if isinstance(tree, list):
        for node in tree:
            yield from _nodes(node, kind)
    elif isinstance(tree, dict):
        if tree.get("nodeType") == kind:
            yield tree
        for node in tree.values():
            yield from _nodes(node, kind)


def _encoded(name: str, structs: Mapping[str, Any]) -> str:
    """The struct itself, then those it has, by name."""
    members = [(_type(member), member["name"]) for member in structs[name]]
    own = f"{name}({','.join(f'{type_} {field}' for type_, field in members)})"
    inner = {type_.removesuffix("[]") for type_, _ in members} & set(structs)
    return own + "".join(_encoded(other, structs) for other in sorted(inner))


def _type(member: Mapping[str, Any]) -> str:
    text = re.sub(r" (calldata|memory|storage)( ref| pointer| slice)?", "", member["typeDescriptions"]["typeString"])
    if text.startswith("enum "):
        return "uint8"
    return re.sub(r"^contract \w+", "address", text).removeprefix("struct ")
