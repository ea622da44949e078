# SPDX-License-Identifier: Apache-2.0
"""The syntax trees of the contracts, as slither reads them.

Slither would have the contracts compiled to bytecode, of which it reads nothing: it takes the npm compiler minutes, and the trees seconds.
So they are handed over in the form in which crytic-compile exports a project it compiled.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import solcx

from regalia.chain import compiler

EXPORT = compiler.PROJECT / ".build" / "static" / "regalia_export.json"
"""Slither knows this kind of file by the end of its name."""
_SOLC_STANDARD_JSON = 10
"""crytic-compile's number for where the trees come from."""


def write_export(root: Path = compiler.PROJECT, export: Path = EXPORT) -> int:
    """Write the trees of all contracts but the mocks, with what they import. Returns how many files of ours that is."""
    sources = {
        path.relative_to(root).as_posix(): {"content": path.read_text(encoding="utf-8")}
        for path in sorted((root / "contracts").rglob("*.sol"))
        if "mocks" not in path.relative_to(root).parts
    }
    settings = {"remappings": list(compiler.REMAPPINGS), "outputSelection": {"*": {"": ["ast"]}}}
    told = solcx.compile_standard(
        {"language": "Solidity", "sources": sources, "settings": settings | {"evmVersion": "cancun"}},
        solc_binary=compiler.find_compiler(root),
        base_path=root,
        allow_paths=root,
        allow_empty=True,
    )
    export.parent.mkdir(parents=True, exist_ok=True)
    export.write_text(json.dumps(_as_exported(root, told["sources"])), encoding="utf-8")
    return len(sources)


def _as_exported(root: Path, sources: dict[str, Any]) -> dict[str, Any]:
    names = {file: {"absolute": str(root / file), "used": file, "short": file, "relative": file} for file in sources}
    unit = {
        "compiler": {"compiler": "solc", "version": compiler.VERSION, "optimized": True},
        "source_units": {
            file: {"ast": made["ast"], "contracts": _contracts(made["ast"], names[file])}
            for file, made in sources.items()
        },
        "filenames": list(names.values()),
    }
    return {
        "compilation_units": {"contracts": unit},
        "package": None,
        "working_dir": str(root),
        "type": _SOLC_STANDARD_JSON,
        "unit_tests": [],
        "crytic_version": "0.0.2",
    }


def _contracts(tree: dict[str, Any], name: dict[str, str]) -> dict[str, Any]:
    """Of a contract, slither is told only whether it is ours."""
    nothing: dict[str, Any] = {
        "abi": [],
        "bin": "",
        "bin-runtime": "",
        "srcmap": "",
        "srcmap-runtime": "",
        "libraries": {},
    }
    told = {**nothing, "filenames": name, "is_dependency": not name["used"].startswith("contracts/")}
    return {node["name"]: told for node in tree["nodes"] if node["nodeType"] == "ContractDefinition"}
