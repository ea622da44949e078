# SPDX-License-Identifier: Apache-2.0
"""Pages of the documentation: the blocks of commands in them, and every command they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.docs.markdown import lines_of

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [path for path in sorted(DOCS.rglob("*.md")) if "decisions" not in path.parts]
TYPED = re.compile(r"(?:\.venv/bin/)?(?:regalia|ape run|make|python|pip install|anvil|npx)\b")
MARK = re.compile(r"<!-- not run: (.+?) -->")
_SPAN = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Block:
    """Lines to type, as a page shows them, and the comment before them that says why nobody does."""

    line: int
    commands: tuple[str, ...]
    reason: str


def blocks_of(page: str) -> Iterator[Block]:
    """Every block, indented or fenced, with a line that is a command."""
    held: list[str] = []
    first, reason = 0, ""
    for line in [*lines_of(page), None]:
        if line is not None and line.code:
            first = first or line.number
            held.append(line.text.removeprefix("    "))
            continue
        commands = _joined(held)
        if any(TYPED.match(command) for command in commands):
            yield Block(first, tuple(commands), reason)
        if line is not None and line.text.strip():  # a reason holds until something else is said
            found = MARK.search(line.text)
            reason = found[1] if found else ""
        held, first = [], 0


def _joined(lines: list[str]) -> list[str]:
    """Lines that go on after a backslash, or that are set in below another, as one."""
    made: list[str] = []
    for text in lines:
        if made and (made[-1].endswith("\\")):
            made[-1] = made[-1][:-1] + " " + text.strip()
        elif not text.startswith("```"):
            made.append(text)
    return made


def named_in(page: str) -> Iterator[str]:
    """Every ``regalia …`` and ``ape run …`` that a page shows or names."""
    for block in blocks_of(page):
        yield from (command for command in block.commands if TYPED.match(command))
    prose = "\n".join("" if line.code else line.text for line in lines_of(page))
    for paragraph in re.split(r"\n\s*\n|\n(?=[|#*-])", prose):
        yield from (" ".join(span.split()) for span in _SPAN.findall(paragraph) if TYPED.match(" ".join(span.split())))
