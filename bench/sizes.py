# SPDX-License-Identifier: Apache-2.0
"""Size of every contract that is deployed on a live chain, in bytes, and the limits of EIP-170 and EIP-3860."""

from __future__ import annotations

from regalia.chain import artefacts
from regalia.chain.artefact import Artefact

CODE_LIMIT = 24_576
CREATION_LIMIT = 49_152


def deployed() -> tuple[str, ...]:
    """Names of the contracts, without interfaces, libraries without code of their own, and what only tests deploy."""
    return tuple(name for name in artefacts.all_names() if _is_deployed(name))


def sizes() -> dict[str, dict[str, int]]:
    """By contract: the code that stays, and the code that is sent to create it, without its arguments."""
    return {name: {"code": _bytes(a.deployed_bytecode), "creation": _bytes(a.bytecode)} for name, a in _artefacts()}


def _artefacts() -> list[tuple[str, Artefact]]:
    return [(name, artefacts.load(name)) for name in deployed()]


def _is_deployed(name: str) -> bool:
    artefact = artefacts.load(name)
    functions = any(entry["type"] == "function" for entry in artefact.abi)
    return functions and _bytes(artefact.bytecode) > 0 and "/mocks/" not in artefact.source


def _bytes(code: str) -> int:
    return len(code.removeprefix("0x")) // 2
