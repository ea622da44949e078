# SPDX-License-Identifier: Apache-2.0
"""Gas beside others': ``docs/comparison.md`` has a table that is made from ``bench/gas.json``, never typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tools.docs.errors import PageError
from tools.docs.filling import fill, filled

PAGE = Path("docs") / "comparison.md"
PEERS = Path("tools") / "docs" / "peers.yaml"
MEASURED = Path("bench") / "gas.json"
BEGIN = "<!-- made by `python -m tools.docs figures` from bench/gas.json and tools/docs/peers.yaml -->"


def fill_page(root: Path) -> bool:
    """Write the table into its page; whether that changed anything."""
    return fill(root, PAGE, BEGIN, gas_table(root))


def filled_page(page: str, table: str) -> str:
    """The page with the table between its two marks. Raises ``PageError`` where they are missing."""
    return filled(page, PAGE, BEGIN, table)


def gas_table(root: Path) -> str:
    """One row an operation that others were measured at too."""
    measured: dict[str, int] = json.loads((root / MEASURED).read_text(encoding="utf-8"))
    operations = yaml.safe_load((root / PEERS).read_text(encoding="utf-8"))["operations"]
    return "\n".join(_rows(operations, measured)) + "\n"


def _rows(operations: list[dict[str, Any]], measured: dict[str, int]) -> Iterator[str]:
    yield "| operation | Regalia | others | bound |"
    yield "|---|---:|---|---:|"
    for operation in operations:
        key = operation["key"]
        if key not in measured:
            raise PageError(f"{PEERS}: key: {key} is not measured in {MEASURED}", "Run `make bench`, or correct it.")
        others = "; ".join(f"{peer['name']} {_number(peer['gas'])}" for peer in operation["peers"])
        bound = operation.get("bound")
        yield f"| {operation['what']} (`{key}`) | {_number(measured[key])} | {others} | {_number(bound) if bound else '–'} |"


def _number(gas: int) -> str:
    return f"{gas:,}"
