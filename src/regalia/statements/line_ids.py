# SPDX-License-Identifier: Apache-2.0
"""Ids of lines, to find one that comes twice: twelve bytes a line, the one thing here that grows with a file."""

from __future__ import annotations

from array import array

from regalia.statements.problem_list import ProblemList

_PARTS = 64


class LineIds:
    """Keeps a 64-bit hash of each id, keyed anew in every process: that two ids of a million-line file share one by chance happens once
    in thirty million files, and then a good file is refused once.
    """

    def __init__(self, column: str, place: int) -> None:
        self._column, self._place = column, place
        self._parts = [(array("q"), array("I")) for _ in range(_PARTS)]

    def take(self, line: int, cells: list[str], problems: ProblemList) -> None:
        text = cells[self._place].strip()
        if not text:
            problems.note(line, self._column, "", "is empty; the map says each line has its own id")
            return
        hashed = hash(text)
        hashes, lines = self._parts[hashed % _PARTS]
        hashes.append(hashed)
        lines.append(line)

    def check(self, problems: ProblemList) -> None:
        for hashes, lines in self._parts:
            if len(set(hashes)) < len(hashes):
                self._tell(hashes, lines, problems)

    def _tell(self, hashes: array[int], lines: array[int], problems: ProblemList) -> None:
        first: dict[int, int] = {}
        for hashed, line in zip(hashes, lines, strict=True):
            if (before := first.setdefault(hashed, line)) != line:
                problems.note(line, self._column, "", f"has the id of line {before}: the line is there twice")
