# SPDX-License-Identifier: Apache-2.0
"""A page of Markdown: what of it is prose, and the links in that."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_LINK = re.compile(r"(!?)\[([^\[\]]*)\]\(([^()\s]+)\)")
_CODE = re.compile(r"(`+)(.+?)\1")
_LIST = re.compile(r"(?:[*-]|\d+\.) ")
_FENCE = re.compile(r"( *)(```+)")


@dataclass(frozen=True)
class Line:
    """A line, and whether it is code: fenced (its fences too) or indented."""

    number: int
    text: str
    code: bool


def lines_of(page: str) -> Iterator[Line]:
    """In their order. Indented lines after a list's item belong to the item, as on GitHub."""
    fence: str | None = None
    in_list = False
    for number, text in enumerate(page.splitlines(), 1):
        mark = _FENCE.match(text)
        if fence is not None:
            yield Line(number, text, True)
            fence = None if mark and mark[2] == fence and not text[mark.end() :].strip() else fence
        elif mark:
            fence = mark[2]
            yield Line(number, text, True)
        else:
            in_list = bool(_LIST.match(text)) or (in_list and (text.startswith("  ") or not text))
            yield Line(number, text, text.startswith("    ") and not in_list)


def prose(page: str) -> Iterator[Line]:
    """The lines that are no code."""
    return (line for line in lines_of(page) if not line.code)


def links_of(page: str) -> Iterator[tuple[int, str]]:
    """Each link's line and target, pictures included."""
    for line in prose(page):
        for found in _LINK.finditer(_masked(line.text)):
            yield line.number, line.text[found.start(3) : found.end(3)]


def relinked(page: str, follow: Callable[[str], str | None]) -> str:
    """The page with each target as ``follow`` says; without the link, its words left, where that says None."""
    return "\n".join(line.text if line.code else _relinked(line.text, follow) for line in lines_of(page)) + "\n"


def _relinked(text: str, follow: Callable[[str], str | None]) -> str:
    made, at = "", 0
    for found in _LINK.finditer(_masked(text)):
        words, target = text[found.start(2) : found.end(2)], follow(text[found.start(3) : found.end(3)])
        made += text[at : found.start()] + (words if target is None else f"{found[1]}[{words}]({target})")
        at = found.end()
    return made + text[at:]


def _masked(text: str) -> str:
    """The same length, with nothing in code that could be a link."""
    return _CODE.sub(lambda code: code[1] + "x" * len(code[2]) + code[1], text)


def spaced(page: str) -> str:
    """With an empty line where Python-Markdown wants one and GitHub does not: before lists, tables and indented code."""
    made: list[str] = []
    before = Line(0, "", False)
    for line in lines_of(page):
        if before.text.strip() and line.text.strip() and _parted(_kind(before), _kind(line)):
            made.append("")
        made.append(line.text)
        before = line
    return "\n".join(made) + "\n"


def _parted(before: str, kind: str) -> bool:
    return kind != before and (kind in ("list", "table", "code") or before in ("heading", "code", "table"))


def _kind(line: Line) -> str:
    if line.code:
        return "code"
    if line.text.startswith("#"):
        return "heading"
    if line.text.startswith("|"):
        return "table"
    return "list" if _LIST.match(line.text) or line.text.startswith("  ") else "words"
