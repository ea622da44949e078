# SPDX-License-Identifier: Apache-2.0
"""``docs/figures.md`` and its drawings: what ``make bench``, ``make load`` and the deep tier measured, from ``bench/*.json``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.docs.bars import to_svg
from tools.docs.figures_deep import deep_tier
from tools.docs.figures_gas import gas, sizes
from tools.docs.figures_load import load, ratios
from tools.docs.figures_section import Section
from tools.docs.filling import fill, filled

PAGE = Path("docs") / "figures.md"
FOLDER = Path("docs") / "figures"
BEGIN = "<!-- made by `python -m tools.docs figures` from bench/*.json and tools/docs/peers.yaml -->"
MAKERS = (gas, sizes, ratios, load, deep_tier)


@dataclass(frozen=True)
class Made:
    """The part of the page that is made, and the drawings by name."""

    page: str
    drawings: dict[str, str]


def made_of(root: Path) -> Made:
    sections = [maker(root) for maker in MAKERS]
    drawings = {f"{one.name}.svg": to_svg(one.title, one.description, one.groups) for one in sections if one.groups}
    return Made("\n".join(line for one in sections for line in _lines(one)), drawings)


def fill_figures(root: Path) -> bool:
    """Write page and drawings; whether that changed anything."""
    made = made_of(root)
    changed = fill(root, PAGE, BEGIN, made.page)
    (root / FOLDER).mkdir(exist_ok=True)
    for path in (root / FOLDER).glob("*.svg"):
        if path.name not in made.drawings:
            path.unlink()
            changed = True
    for name, text in made.drawings.items():
        path = root / FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed = True
    return changed


def differs(root: Path) -> list[str]:
    """What is not as the generator would write it, by path."""
    made, page = made_of(root), (root / PAGE).read_text(encoding="utf-8")
    there = {path.name: path.read_text(encoding="utf-8") for path in (root / FOLDER).glob("*.svg")}
    wrong = [
        str(FOLDER / name) for name in sorted({*there, *made.drawings}) if there.get(name) != made.drawings.get(name)
    ]
    return ([str(PAGE)] if filled(page, PAGE, BEGIN, made.page) != page else []) + wrong


def _lines(section: Section) -> Iterator[str]:
    yield from (f"## {section.title}", section.words, "")
    if section.groups:
        yield from (f"![{section.description}]({FOLDER.name}/{section.name}.svg)", "")
    if section.rows:
        yield "| " + " | ".join(section.heads) + " |"
        yield "|---" + "|---:" * (len(section.heads) - 1) + "|"
        yield from ("| " + " | ".join(row) + " |" for row in section.rows)
        yield ""
