# SPDX-License-Identifier: Apache-2.0
"""What was measured, and the ceilings it is held to, in ``bench/load.json``."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FILE = ROOT / "bench" / "load.json"
ROOM = 3
"""Times what was measured, where no ceiling is written down yet: machines differ, and what is quadratic passes any such factor."""
LEAST = {"seconds": 2.0, "ms": 50.0, "mb": 64.0, "kb": 64.0}
"""No ceiling is below: so little is noise."""
Figures = dict[str, dict[str, float]]


def passed(figures: Figures, ceilings: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """In words, every figure above its ceiling."""
    for part, found in figures.items():
        for name, ceiling in ceilings.get(part, {}).items():
            if name not in found:
                yield f"{part}: {name} was not measured, and has a ceiling of {ceiling:,}"
            elif found[name] > ceiling:
                yield f"{part}: {name} is {found[name]:,}, its ceiling {ceiling:,}"


def with_ceilings(figures: Figures, known: Mapping[str, Mapping[str, float]]) -> Figures:
    """Those that are known, and ``ROOM`` times what was measured for others."""
    return {
        part: {
            name: known.get(part, {}).get(name, ceiling)
            for name, figure in found.items()
            if (ceiling := _ceiling(name, figure)) is not None
        }
        for part, found in figures.items()
    }


def _ceiling(name: str, figure: float) -> float | None:
    """None for what is a count and no cost. Gas is exact: its own figure."""
    if name.startswith("gas"):
        return figure
    unit = next((word for word in name.partition(" ")[0].split("_") if word in LEAST), None)
    return None if unit is None else float(ceil(max(figure * ROOM, LEAST[unit])))


def read(file: Path = FILE) -> dict[str, Any]:
    """Nothing where nothing was measured yet."""
    found = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return {"figures": {}, "ceilings": {}, **found}


def write(figures: Figures, ceilings: Figures, file: Path = FILE) -> None:
    """With the day, the commit and the kind of machine; what was not measured this time stays."""
    before = read(file)
    whole = {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
        "machine": machine(),
        "figures": {**before["figures"], **figures},
        "ceilings": {**before["ceilings"], **ceilings},
    }
    file.write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")


def commit() -> str:
    """Of the checkout, with a plus where files differ from it; empty outside of one."""
    try:
        found = subprocess.run(
            ["git", "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    except OSError:
        return ""
    return found.stdout.strip()


def machine() -> str:
    """Its class: cores, memory, architecture."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.machine()}, Python {platform.python_version()}"
