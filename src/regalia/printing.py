# SPDX-License-Identifier: Apache-2.0
"""Printing for people (aligned plain tables, the same in a terminal and in a pipe) and for programs (JSON)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

GAP = "  "


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], align: str, indent: str = "") -> str:
    """Lines of columns; ``align`` has a letter a column: ``l`` for words, ``r`` for figures."""
    lines = [list(headings), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]

    def aligned(line: Sequence[str]) -> str:
        cells = (
            cell.ljust(width) if side == "l" else cell.rjust(width)
            for cell, width, side in zip(line, widths, align, strict=True)
        )
        return (indent + GAP.join(cells)).rstrip()

    return "\n".join(map(aligned, lines))


def to_json(value: object) -> str:
    """One indented JSON value; a Decimal becomes a string in plain notation, never a binary fraction."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(f"{type(value).__name__} has no JSON form")
