# SPDX-License-Identifier: Apache-2.0
"""Horizontal bars as SVG text: the same rows give the same bytes. Every bar has its figure beside it in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import log10

WIDTH, MARGIN, NAMES, FIGURES, ROW, HEAD = 760, 16, 290, 110, 20, 30
_MOST_LETTERS = 44
_STYLE = """
svg { --paper: #ffffff; --ink: #1b2330; --soft: #5a6475; --ours: #1f5fbf; --other: #a9b4c4; --limit: #b3261e; }
@media (prefers-color-scheme: dark) {
  svg { --paper: #171b22; --ink: #e8ecf2; --soft: #a3adbb; --ours: #6ea8fe; --other: #556072; --limit: #ff8a80; }
}
.paper { fill: var(--paper); } text { fill: var(--ink); font-size: 12px; } .head { font-weight: 650; font-size: 13px; }
.ours { fill: var(--ours); } .other { fill: var(--other); } .limit { stroke: var(--limit); stroke-width: 1.5; stroke-dasharray: 4 3; }
.figure { fill: var(--soft); }
"""


@dataclass(frozen=True)
class Bar:
    """``shown`` is its figure as it stands beside it; ``ours``: in our colour."""

    name: str
    value: float
    shown: str
    ours: bool = True


@dataclass(frozen=True)
class Group:
    """Bars on one scale from nothing, or ``logarithmic`` from a tenth of the least; ``limit`` is drawn across them."""

    head: str
    bars: Sequence[Bar]
    limit: float | None = None
    logarithmic: bool = False


def to_svg(title: str, description: str, groups: Sequence[Group]) -> str:
    """A whole file. ``title`` and ``description`` are read aloud in place of the drawing."""
    drawn: list[str] = []
    top = MARGIN
    for group in groups:
        drawn += _group(group, top)
        top += HEAD + ROW * len(group.bars)
    height = top + MARGIN
    lines = [
        "<!-- SPDX-License-Identifier: Apache-2.0 -->",
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" lang="en" width="{WIDTH}" '
        f'height="{height}" viewBox="0 0 {WIDTH} {height}" font-family="system-ui, sans-serif">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(description)}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height}" rx="8"/>',
        *drawn,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _group(group: Group, top: int) -> Iterator[str]:
    yield _text(MARGIN, top + 18, group.head, "head")
    values = [bar.value for bar in group.bars] + ([group.limit] if group.limit else [])
    largest, least = max(values, default=1.0), min(values, default=1.0) / 10 if group.logarithmic else 0.0
    for place, bar in enumerate(group.bars):
        y = top + HEAD + place * ROW
        width = _width(bar.value, largest, least)
        yield _text(MARGIN, y + 10, _short(bar.name))
        yield (
            f'<rect class="{"ours" if bar.ours else "other"}" x="{MARGIN + NAMES}" y="{y}" width="{width:.1f}" '
            f'height="13" rx="2"/>'
        )
        yield _text(MARGIN + NAMES + width + 6, y + 10, bar.shown, "figure")
    if group.limit:
        x = MARGIN + NAMES + _width(group.limit, largest, least)
        start, end = top + HEAD - 4, top + HEAD + ROW * len(group.bars) - 3
        yield f'<line class="limit" x1="{x:.1f}" y1="{start}" x2="{x:.1f}" y2="{end}"/>'


def _width(value: float, largest: float, least: float) -> float:
    """On a logarithmic scale where there is a least."""
    room = WIDTH - 2 * MARGIN - NAMES - FIGURES
    share = log10(value / least) / log10(largest / least) if least else value / (largest or 1.0)
    return room * share


def _text(x: float, y: float, words: str, kind: str = "") -> str:
    of = f' class="{kind}"' if kind else ""
    return f'<text{of} x="{x:.1f}" y="{y}">{escape(words)}</text>'


def _short(name: str) -> str:
    """What has room; the page's table has all of it."""
    return name if len(name) <= _MOST_LETTERS else name[: _MOST_LETTERS - 1].rstrip() + "…"
