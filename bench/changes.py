# SPDX-License-Identifier: Apache-2.0
"""What is dearer or bigger than in the last commit."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
NAMED = 0.01
"""A rise by more is named."""


class Change(NamedTuple):
    """``before`` is None for what is new, ``now`` for what is gone."""

    key: str
    before: int | None
    now: int | None

    @property
    def rise(self) -> float:
        return (self.now - self.before) / self.before if self.before and self.now is not None else 0.0

    def __str__(self) -> str:
        if self.before is None or self.now is None:
            return f"{self.key}: {'new' if self.before is None else 'gone'}"
        return f"{self.key}: {self.before:,} -> {self.now:,} ({self.rise:+.2%})"


def committed(name: str, root: Path = ROOT) -> dict[str, int]:
    """A file of ``bench/`` as it is in the last commit, flat; nothing outside of a checkout or where it is new."""
    try:
        said = subprocess.run(
            ["git", "show", f"HEAD:bench/{name}"], cwd=root, capture_output=True, text=True, timeout=30, check=False
        )
    except OSError:
        return {}
    return flat(json.loads(said.stdout)) if said.returncode == 0 else {}


def flat(figures: Mapping[str, object], head: str = "") -> dict[str, int]:
    """``{"Deal": {"code": 1}}`` as ``{"Deal code": 1}``: whole numbers only."""
    found: dict[str, int] = {}
    for key, value in figures.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{head}{key} ")
        elif isinstance(value, int):
            found[f"{head}{key}"] = value
    return found


def changes(before: Mapping[str, int], now: Mapping[str, int]) -> Iterator[Change]:
    """By key; what is equal is left out."""
    for key in sorted({*before, *now}):
        change = Change(key, before.get(key), now.get(key))
        if change.before != change.now:
            yield change


def told(name: str, before: Mapping[str, int], now: Mapping[str, int]) -> Iterator[str]:
    """In words: what changed since the last commit, and then once more what rose by more than a hundredth."""
    found = list(changes(before, now))
    yield f"{name}: {len(found)} figures changed since the last commit" + (":" if found else "")
    yield from (f"  {change}" for change in found)
    yield from (f"ROSE by more than {NAMED:.0%}: {change}" for change in found if change.rise > NAMED)
