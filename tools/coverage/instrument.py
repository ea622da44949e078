# SPDX-License-Identifier: Apache-2.0
"""Writes the contracts with their marks into a folder of their own, and compiles them there."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import solcx

from regalia.chain import artefacts, compiler
from tools.coverage.places import BASE, Place, mark

FOLDER = compiler.PROJECT / ".build" / "coverage"
ARTEFACTS = FOLDER / "abi"
PLACES = FOLDER / "places.json"
UNMARKED = ("contracts/mocks/", "contracts/interfaces/")
"""Mocks are tests, and interfaces say nothing to do."""
_OPTIMIZER = {"enabled": True, "runs": 1}
_ALLOWED = {"5574", "3860", "2018"}
"""Warnings of size, and of what could be pure."""
_IMPORT = ' import {Cov} from "contracts/Cov.sol";'
_COV = f"""// SPDX-License-Identifier: Apache-2.0
pragma solidity {compiler.VERSION};

library Cov {{
    function s(uint256 mark) internal view {{
        assembly ("memory-safe") {{ pop(staticcall(0, add({BASE}, mark), 0, 0, 0, 0)) }}
    }}

    function b(bool outcome, uint256 mark) internal view returns (bool) {{
        assembly ("memory-safe") {{ pop(staticcall(0, add({BASE}, add(mark, iszero(iszero(outcome)))), 0, 0, 0, 0)) }}
        return outcome;
    }}
}}
"""


def instrument() -> list[Place]:
    """Write, compile, and say which places there are."""
    root = FOLDER / "marked"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(compiler.PROJECT / "contracts", root / "contracts")
    for shared in ("node_modules", "tools"):
        (root / shared).symlink_to(compiler.PROJECT / shared)
    places = mark_all(root)
    artefacts.write(compiler.compile_contracts(root, _OPTIMIZER, _ALLOWED), ARTEFACTS)
    PLACES.write_text(json.dumps([asdict(place) for place in places]), encoding="utf-8")
    return places


def mark_all(root: Path) -> list[Place]:
    """Mark every file below ``root/contracts`` where it stands."""
    places: list[Place] = []
    for file, tree in trees(root).items():
        path = root / file
        marked = mark(file, path.read_bytes(), tree, len(places), _IMPORT)
        if file.startswith(UNMARKED):  # not marked, but what they call isn't pure any more
            marked.places, marked.edits = [], []
        path.write_bytes(marked.text())
        places += marked.places
    (root / "contracts" / "Cov.sol").write_text(_COV, encoding="utf-8")
    return places


def places() -> list[Place]:
    """Those of the last time."""
    return [Place(**place) for place in json.loads(PLACES.read_text(encoding="utf-8"))]


def trees(root: Path) -> dict[str, dict[str, object]]:
    """The syntax tree of every Solidity file below ``root/contracts``."""
    sources = {
        path.relative_to(root).as_posix(): {"content": path.read_text(encoding="utf-8")}
        for path in sorted((root / "contracts").rglob("*.sol"))
    }
    settings = {"stopAfter": "parsing", "outputSelection": {"*": {"": ["ast"]}}}
    request = {"language": "Solidity", "sources": sources, "settings": settings}
    told = solcx.compile_standard(
        request, solc_binary=compiler.find_compiler(), base_path=root, allow_paths=root, allow_empty=True
    )
    return {file: told["sources"][file]["ast"] for file in sources}
