# SPDX-License-Identifier: Apache-2.0
"""The floors of the house: what may import what."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "regalia"
FLOORS = {
    "errors": 0,
    "printing": 0,
    "nearest": 0,
    "files": 0,
    "domain": 1,
    "receipts": 2,
    "feeds": 2,
    "chain": 2,
    "explain": 2,
    "statements": 2,
    "reconciliation": 3,
    "projection": 3,
    "oracle": 4,
    "ledger": 4,
    "servicing": 5,
    "relay": 5,
    "reports": 5,
    "market": 5,
    "deployment": 6,
    "api": 6,
    "demo": 6,
    "views": 7,
    "web": 8,
    "cli": 9,
}
MODULES = sorted(SOURCE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Full names of everything a module imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
    return found


def package(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def test_floors__every_package__has_one() -> None:
    found = {package(path) for path in MODULES} - {"__init__", "__main__"}
    assert found == set(FLOORS)


@pytest.mark.parametrize("path", [p for p in MODULES if package(p) in FLOORS], ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports__of_a_module__only_from_its_floor_down(path: Path) -> None:
    own = package(path)
    for name in imports(path):
        if name.startswith("regalia."):
            other = name.split(".")[1]
            below = FLOORS[other] < FLOORS[own]
            assert other == own or below, f"{own} imports {name}"


def test_imports__domain__standard_library_pydantic_and_yaml_only() -> None:
    allowed = set(sys.stdlib_module_names) | {"pydantic", "pydantic_core", "yaml", "regalia"}
    for path in (SOURCE / "domain").rglob("*.py"):
        assert {name.split(".")[0] for name in imports(path)} <= allowed, path


def test_imports__runtime_code__never_ape() -> None:
    for path in MODULES:
        assert not {name for name in imports(path) if name.split(".")[0] in ("ape", "ape_foundry")}, path


def test_imports__of_the_investors_commands__no_tables_of_pandas() -> None:
    """The Python interface brings them along, and they take longer to import than a portfolio takes to be made."""
    names = [f"regalia.cli.{path.stem}" for path in (SOURCE / "cli").glob("invest*.py")]
    asked = f"import sys, {', '.join(names)}; print(sorted({{'pandas', 'regalia.api'}} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_money_path__no_float() -> None:
    for folder in ("domain", "receipts", "feeds", "statements", "reconciliation", "oracle", "ledger", "market"):
        for path in (SOURCE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                is_literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
                is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
                assert not is_literal and not is_call, f"{path}:{getattr(node, 'lineno', 0)}"


def test_floats__of_projections__only_in_statistics_and_charts() -> None:
    """What a deal pays is projected in whole numbers; doubles only read it off (the vectorised quotients are corrected to the unit)."""
    reading = {"measures.py", "summary.py", "figures.py", "text.py", "tables.py"}
    for path in (SOURCE / "projection").rglob("*.py"):
        if path.name in reading or path.parent.name == "charts":
            continue
        text, tree = path.read_text(encoding="utf-8"), ast.parse(path.read_text(encoding="utf-8"))
        assert not [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, float)], path
        assert "float64" not in text or path.name == "integers.py", path


def test_sources__every_file__says_its_licence() -> None:
    root = SOURCE.parents[1]
    for pattern in ("src/**/*.py", "tests/**/*.py", "scripts/*.py", "bench/*.py", "tools/*.py", "contracts/**/*.sol"):
        for path in root.glob(pattern):
            text = path.read_text(encoding="utf-8")
            assert not text or "SPDX-License-Identifier: Apache-2.0" in text.splitlines()[0], path
