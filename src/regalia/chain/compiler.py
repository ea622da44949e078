# SPDX-License-Identifier: Apache-2.0
"""Compiles ``contracts/`` with solc 0.8.37: a native one, or the npm one behind the same command line and to the same
bytecode."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from regalia.chain.artefact import Artefact
from regalia.errors import RegaliaError

VERSION = "0.8.37"
PROJECT = Path(__file__).parents[3]
REMAPPINGS = (
    "@openzeppelin/contracts/=node_modules/@openzeppelin/contracts/",
    "solady/=node_modules/solady/src/",
)
SETTINGS: dict[str, Any] = {
    "evmVersion": "cancun",
    "viaIR": True,
    "optimizer": {"enabled": True, "runs": 200},
    # no hash of the metadata in the code: a comment or a machine's paths must not change it
    "metadata": {"bytecodeHash": "none", "appendCBOR": False},
}
_OUTPUTS = [
    "abi",
    "metadata",
    "evm.bytecode",
    "evm.deployedBytecode.object",
    "evm.deployedBytecode.immutableReferences",
]
_SIZE_WARNINGS = {
    "5574",
    "3860",
}  # deployed code, creation code: only contracts that are never deployed on a live chain may be too large


class CompilerMissingError(RegaliaError, FileNotFoundError):
    """There is no compiler, or not all the sources it needs."""


class CompileError(RegaliaError, ValueError):
    """The compiler refused a contract, or warned about one of ours."""


def compile_contracts(
    root: Path = PROJECT, optimizer: Mapping[str, Any] = SETTINGS["optimizer"], allowed: Collection[str] = ()
) -> list[Artefact]:
    """Compile every file under ``root/contracts``; one artefact for each contract with an interface, sorted by name.

    ``allowed`` are codes of warnings that count as none, for contracts that are measured and never deployed.

    Raises ``CompilerMissingError`` and ``CompileError``.
    """
    compiler = find_compiler(root)
    sources = {
        path.relative_to(root).as_posix(): {"content": path.read_text(encoding="utf-8")}
        for path in sorted((root / "contracts").rglob("*.sol"))
    }
    if not sources:
        raise CompilerMissingError(
            f"no Solidity file under {root / 'contracts'}", "Run this in a checkout of the project."
        )
    settings = {
        **SETTINGS,
        "optimizer": optimizer,
        "remappings": list(REMAPPINGS),
        "outputSelection": {"*": {"*": _OUTPUTS}},
    }
    output = _run(compiler, {"language": "Solidity", "sources": sources, "settings": settings}, root)
    _refuse_warnings(output.get("errors", []), allowed)
    found: dict[str, Artefact] = {}
    for source in sources:
        for name, contract in output["contracts"].get(source, {}).items():
            if not contract["abi"]:
                continue
            if name in found:
                raise CompileError(
                    f"{source}: there is already a contract {name} in {found[name].source}", "Rename one."
                )
            found[name] = _artefact(name, source, contract)
    return [found[name] for name in sorted(found)]


def find_compiler(root: Path = PROJECT) -> Path:
    """The solc to use: a native one of py-solc-x, else where ``SOLCX_BINARY_PATH`` says, else the npm one."""
    named = os.environ.get("SOLCX_BINARY_PATH")
    folders = [Path.home() / ".solcx", *([Path(named)] if named else []), root / "tools" / "solc"]
    for folder in folders:
        compiler = folder / f"solc-v{VERSION}"
        if compiler.exists():
            _require_npm_parts(root, node=compiler.read_bytes()[:2] == b"#!")
            return compiler
    raise CompilerMissingError(
        f"no solc {VERSION}: looked for solc-v{VERSION} in {', '.join(map(str, folders))}", _SETUP
    )


_SETUP = (
    "Run `make setup` in a checkout of the project. An installed package needs no compiler: its artefacts come with it."
)


def _require_npm_parts(root: Path, node: bool) -> None:
    packages = ["@openzeppelin/contracts", "solady", *(["solc"] if node else [])]
    for package in packages:
        if not (root / "node_modules" / package).exists():
            raise CompilerMissingError(f"the npm package {package} is missing from {root / 'node_modules'}", _SETUP)
    if node and shutil.which("node") is None:
        raise CompilerMissingError(
            "node is not on the PATH, and the npm compiler needs it", "Install Node.js 20 or later."
        )


def _run(compiler: Path, request: dict[str, Any], root: Path) -> dict[str, Any]:
    try:
        import solcx
        from solcx.exceptions import SolcError
    except ImportError as error:
        raise CompilerMissingError("the Python package py-solc-x is not installed", _SETUP) from error
    try:
        output: dict[str, Any] = solcx.compile_standard(
            request, solc_binary=compiler, base_path=root, allow_paths=root, allow_empty=True
        )
        return output
    except SolcError as error:
        refused = [e["formattedMessage"] for e in error.error_dict or [] if e["severity"] == "error"]
        message = "\n".join(refused) or (error.stderr_data or "").strip() or str(error)
        raise CompileError(f"solc {VERSION} refused the contracts:\n{message}", "Mend the Solidity.") from error


def _refuse_warnings(diagnostics: list[dict[str, Any]], allowed: Collection[str]) -> None:
    ours = [
        d["formattedMessage"]
        for d in diagnostics
        if (source := d.get("sourceLocation", {}).get("file", "contracts/")).startswith("contracts/")
        and d.get("errorCode") not in allowed
        and not (d.get("errorCode") in _SIZE_WARNINGS and source.startswith("contracts/mocks/"))
    ]
    if ours:
        raise CompileError(
            "solc warned, and a warning counts as an error here:\n" + "\n".join(ours), "Mend the Solidity."
        )


def _artefact(name: str, source: str, contract: dict[str, Any]) -> Artefact:
    evm = contract["evm"]
    if evm["bytecode"]["linkReferences"]:
        raise CompileError(f"{source}: {name} needs a library to be linked", "Make the library's functions internal.")
    metadata = json.loads(contract["metadata"]) if contract["metadata"] else {"sources": {}}
    parts = sorted((path, made["keccak256"]) for path, made in metadata["sources"].items())
    places = evm["deployedBytecode"].get("immutableReferences") or {}
    # a library of internal functions compiles to a stub that nobody can use
    usable = any(entry["type"] in ("function", "constructor", "fallback", "receive") for entry in contract["abi"])
    return Artefact(
        name=name,
        source=source,
        abi=contract["abi"],
        bytecode="0x" + (evm["bytecode"]["object"] if usable else ""),
        deployed_bytecode="0x" + (evm["deployedBytecode"]["object"] if usable else ""),
        source_hash="0x" + hashlib.sha256(json.dumps(parts).encode()).hexdigest(),
        immutables=tuple(sorted((p["start"], p["length"]) for group in places.values() for p in group)),
        settings={"version": VERSION, **SETTINGS},
    )
