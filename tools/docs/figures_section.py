# SPDX-License-Identifier: Apache-2.0
"""A section of the page of figures, and how it reads what was measured."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.docs.bars import Group

NOT_YET = "Not run yet."


@dataclass(frozen=True)
class Section:
    """``words`` stand above drawing and table; ``description`` says the drawing in words."""

    name: str
    title: str
    words: str
    description: str = ""
    groups: Sequence[Group] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def measured(root: Path, name: str) -> dict[str, Any]:
    """Nothing where it was not measured yet."""
    path = root / "bench" / f"{name}.json"
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return dict(found)


def number(figure: Any) -> str:
    """With its thousands told apart."""
    return f"{figure:,}" if isinstance(figure, int | float) else str(figure)
