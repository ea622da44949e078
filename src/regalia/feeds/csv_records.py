# SPDX-License-Identifier: Apache-2.0
"""CSV files of events, a row each: header checked, cells by their names, the bytes of each row kept."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from regalia.feeds.errors import FeedError, Problem, shown


@dataclass(frozen=True)
class Line:
    """A row: where it starts, its cells by column, and its bytes as they stand in the file."""

    number: int
    cells: dict[str, str]
    content: bytes


def header_of(content: bytes) -> tuple[str, ...]:
    """The columns of a file; nothing where it has none."""
    first = content.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    return tuple(name.strip(' "\r') for name in first.decode("utf-8", "replace").split(","))


def read_lines(content: bytes, source: str, required: Sequence[str], optional: Sequence[str]) -> list[Line]:
    """The rows after the header. FeedError when the file is no CSV with these columns."""
    raw = content.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    try:
        reader = csv.reader((line.decode("utf-8") for line in raw), strict=True)
        rows = [(reader.line_num, cells) for cells in reader]
    except UnicodeDecodeError:
        raise FeedError([Problem("", "", "is not UTF-8; save it as CSV UTF-8")], source) from None
    except csv.Error as error:
        raise FeedError([Problem("", "", f"is not CSV: {error}")], source) from None
    header = [name.strip() for name in rows[0][1]] if rows else []
    if problems := _header_problems(header, required, optional):
        raise FeedError(problems, source)
    lines, start, problems = list[Line](), rows[0][0], list[Problem]()
    for end, cells in rows[1:]:
        text, number, start = b"".join(raw[start:end]).rstrip(b"\r\n"), start + 1, end
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            rule = f"has {len(cells)} cells, and the header {len(header)} columns"
            problems.append(Problem("the row", "", rule, number))
            continue
        lines.append(Line(number, dict(zip(header, (cell.strip() for cell in cells), strict=True)), text))
    if not lines and not problems:
        problems.append(Problem("", "", "has no row after the header"))
    if problems:
        raise FeedError(problems, source)
    return lines


def _header_problems(header: Sequence[str], required: Sequence[str], optional: Sequence[str]) -> list[Problem]:
    known, problems = [*required, *optional], list[Problem]()
    for name in header:
        if name not in known:
            near = get_close_matches(name, known, 1)
            rule = f"did you mean {near[0]}?" if near else f"known columns: {', '.join(known)}"
            problems.append(Problem("the header", shown(name), rule, 1))
    problems += [Problem("the header", shown(name), "is given twice", 1) for name in known if header.count(name) > 1]
    problems += [Problem("the header", shown(name), "is missing", 1) for name in required if name not in header]
    return problems
