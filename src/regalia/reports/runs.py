# SPDX-License-Identifier: Apache-2.0
"""The HTML of a cell as runs of plain text, each with how it is set and where it leads: what a page on paper is made of."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

from markupsafe import Markup

from regalia.reports.page import Html

_STYLES = {"fine": "fine", "unit": "fine", "source": "source"}


@dataclass(frozen=True)
class Run:
    """``style``: empty, ``fine`` (smaller), ``code`` or ``source``. ``to`` is the name of the place it leads to, ``at`` that of the place
    it stands at.
    """

    text: str
    style: str = ""
    to: str = ""
    at: str = ""


def runs_of(cell: Html) -> tuple[Run, ...]:
    """Of text, one run as it is. Of our own HTML: the elements that cells have, and nothing else of them."""
    if not isinstance(cell, Markup):
        return (Run(cell),) if cell else ()
    reader = _Reader()
    reader.feed(str(cell))
    reader.close()
    return tuple(reader.runs)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.runs: list[Run] = []
        self._open: list[Run] = [Run("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self.runs.append(Run("\n"))
            return
        outer = self._open[-1]
        style = "code" if tag == "code" else _STYLES.get(given.get("class", ""), outer.style)
        href = given.get("href", "")
        to = href[1:] if href.startswith("#") else outer.to
        self._open.append(Run("", style, to, given.get("id", outer.at)))

    def handle_endtag(self, tag: str) -> None:
        if tag != "br":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        how = self._open[-1]
        self.runs.append(Run(data, how.style, how.to, how.at))
