# SPDX-License-Identifier: Apache-2.0
"""Rows of a CSV file with the lines they start on; headers; small tables whose columns are known."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from regalia.statements.problem_list import ProblemList
from regalia.statements.reencoded import damage_of

Row = tuple[int, list[str]]


def csv_rows(lines: Iterable[str], problems: ProblemList, delimiter: str = ",", skipped: int = 0) -> Iterator[Row]:
    """Line and cells of every row that is not empty. ``skipped``: how many lines of the file were taken off before."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = skipped + 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = skipped + reader.line_num + 1
    except csv.Error as error:
        problems.stop(line, _in_words(str(error)))


def _in_words(error: str) -> str:
    if "field limit" in error:
        most = f"{csv.field_size_limit():,}"
        return f"has a cell of more than {most} characters; a quotation mark that is never closed does that"
    if "unexpected end of data" in error:
        return "has a quotation mark that is never closed: the file was cut off, or the mark is not doubled"
    if "new-line character" in error:
        return "has a carriage return inside a line; lines must end in LF or CRLF"
    return f"is not CSV: {error}"


def plain_name(name: str) -> str:
    """A column's name with blanks as in a map: spreadsheets wrap and pad them."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def find_columns(header: Sequence[str], wanted: Iterable[str], line: int, problems: ProblemList) -> dict[str, int]:
    """Where each wanted column stands. What is missing or there twice is noted."""
    names, places = [plain_name(name) for name in header], dict[str, int]()
    if not names:
        problems.note(0, "the header", "", "is missing: the file is empty, or all its lines are skipped")
        return places
    for name in dict.fromkeys(wanted):
        if (count := names.count(name)) == 1:
            places[name] = names.index(name)
            continue
        if count:
            problems.note(line, "the header", name, f"stands {count} times; which one is meant can't be told")
            continue
        near = get_close_matches(name, names, 1)
        rule = f"is missing; did you mean {near[0]!r}?" if near else f"is missing; there are {', '.join(names)[:300]}"
        problems.note(line, "the header", name, rule)
    for name in names:
        if damage := damage_of(name):
            problems.note(line, "the header", name, damage)
    return places


def read_table(rows: Iterable[Row], columns: Sequence[str], problems: ProblemList) -> Iterator[tuple[int, list[str]]]:
    """Rows of a small table with exactly these columns in any order, their cells in the order of ``columns`` and without outer blanks."""
    rows = iter(rows)
    line, header = next(rows, (1, []))
    places = find_columns(header, columns, line, problems)
    for name in map(plain_name, header):
        if name not in columns:
            problems.note(line, "the header", name, f"is not known; columns are {', '.join(columns)}")
    if len(places) < len(columns):
        problems.refuse()
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            problems.note(line, "", "", f"has {len(cells)} cells, and the header {len(header)} columns")
            continue
        yield line, [cells[places[name]].strip() for name in columns]
