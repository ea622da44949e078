# SPDX-License-Identifier: Apache-2.0
"""Parts as CSV and JSON, each beginning with what it is shaped after.

A CSV stays a table with one header row: the head of its first column is that sentence, and under it the rows are numbered. So it is there
also where there is no row, and no reader trips over a line of comment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from regalia.printing import to_json
from regalia.reports.csv_text import Cell, csv_text
from regalia.reports.supervisor.flat import NO_DATA, Flat, Plain
from regalia.reports.supervisor.parts import Grid, NoData, Part
from regalia.reports.supervisor.shaped import begins


def grid_csv(name: str, grid: Grid, flat: Flat, as_published: bool = False) -> str:
    """One row of the table a line. ``as_published``: the heads are the titles, as the form has them, and each field is one column."""
    codes = flat.codes(grid.fields)
    keys = [f"{codes[key]} {key}" if key in codes else key for field in grid.fields for key in flat.keys(field)]
    header = [begins(name), *([field.title for field in grid.fields] if as_published else keys)]
    rows = [
        [number, *(_cell(plain) for plain in flat.row(grid.fields, row).values())]
        for number, row in enumerate(grid.rows, 1)
    ]
    return csv_text(header, rows)


def figures_csv(name: str, parts: Iterable[Part], flat: Flat) -> str:
    """One figure a line: for files of several parts. Codes stand in a column of their own, where there are any."""
    figures = [figure for part in parts for figure in flat.figures(part)]
    coded = any(code for *_, code in figures)
    header = (begins(name), "section", "item", "measure", "value", "unit", *(("code",) if coded else ()))
    rows: Sequence[Sequence[Cell]] = [
        (number, part, item, measure, _cell(plain), unit, *((code,) if coded else ()))
        for number, (part, item, measure, plain, unit, code) in enumerate(figures, 1)
    ]
    return csv_text(header, rows)


def json_text(name: str, facts: dict[str, Any]) -> str:
    return to_json({"shaped_after": begins(name)} | facts) + "\n"


def parts_json(name: str, head: dict[str, Any], parts: Iterable[Part], flat: Flat) -> str:
    return json_text(name, head | {part.key: flat.part(part) for part in parts})


def _cell(plain: Plain) -> Cell:
    if isinstance(plain, NoData):
        return NO_DATA.format(why=plain.why)
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    assert plain is None or isinstance(plain, str | int | Decimal)
    return plain
