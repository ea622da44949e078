# SPDX-License-Identifier: Apache-2.0
"""A page on paper, set by Typst: A4, its fonts embedded, the same bytes for the same page.

The page is given to the template as data (JSON) and never pasted into it: a name that looks like markup is printed as it is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from regalia.ledger.place import Place
from regalia.reports.errors import NoPdfError, PdfError
from regalia.reports.page import Block, Facts, Figures, Heading, Html, Notes, Page, Sum
from regalia.reports.runs import runs_of
from regalia.reports.table import Column, Table

TEMPLATE = "statement.typ"


def page_pdf(page: Page, as_of: Place | None) -> bytes:
    """The PDF, dated ``as_of``. NoPdfError without the package ``typst``."""
    return _compiled(page, as_of, "pdf")[0]


def page_images(page: Page, as_of: Place | None, ppi: float = 110) -> list[bytes]:
    """The same pages as PNG, to look at."""
    return _compiled(page, as_of, "png", ppi)


def page_data(page: Page, as_of: Place | None) -> dict[str, Any]:
    """What the template is given."""
    date = datetime.fromtimestamp(as_of.timestamp, UTC) if as_of else None
    return {
        "title": page.title,
        "kicker": page.kicker,
        "lead": page.lead,
        "notice": page.notice,
        "as_of": page.as_of,
        "lang": page.frame.lang.partition("-")[0],
        "frame": {"notice": page.frame.notice, "prototype": page.frame.prototype},
        "date": [date.year, date.month, date.day, date.hour, date.minute, date.second] if date else None,
        "blocks": [part for block in page.blocks for part in _block(block, page.frame.continued)],
    }


def _compiled(page: Page, as_of: Place | None, kind: Any, ppi: float | None = None) -> list[bytes]:
    try:
        import typst
    except ImportError:
        raise NoPdfError from None
    template = files("regalia.reports").joinpath("templates", TEMPLATE).read_bytes()
    # a lone surrogate, as in an argument that was no UTF-8, is no text to Typst
    data = json.dumps(page_data(page, as_of), ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
    moment = as_of.timestamp if as_of else 0
    try:
        made = typst.compile(template, format=kind, ppi=ppi, sys_inputs={"data": data}, timestamp=moment)
    except typst.TypstError as error:
        raise PdfError(page.title, error.message) from error
    return made if isinstance(made, list) else [made or b""]


def _block(block: Block, continued: str) -> list[dict[str, Any]]:
    match block:
        case Figures(items):
            return [{"block": "figures", "items": _items(items)}]
        case Facts(title, items):
            return [{"block": "facts", "title": title, "items": _items(items)}]
        case Notes(title, sentences, empty):
            return [{"block": "notes", "title": title, "sentences": sentences or [empty]}]
        case Heading(title, lead):
            return [{"block": "heading", "title": title, "lead": lead}]
        case Sum(title, left, right, total):
            sides = {"left": _items(left), "right": _items(right)}
            return [{"block": "sum", "title": title, **sides, "total": _cell(total)}]
        case Table():
            return _table(block, continued)


def _table(table: Table, continued: str) -> list[dict[str, Any]]:
    """Too wide for the paper, it becomes two: the second begins with the first column again."""
    cut = table.narrow_after
    every = range(len(table.columns))
    parts = [every[:cut], [0, *every[cut:]]] if cut else [every]
    captions = [table.caption, *(f"{table.caption}, {continued}" for _ in parts[1:])]
    return [
        {
            "block": "table",
            "caption": caption,
            "columns": [_column(table.columns[c]) for c in part],
            "rows": [_cells(row, part) for row in table.rows],
            "foot": [_cells(row, part) for row in table.foot],
            "note": table.note if part is parts[-1] else "",
            "empty": table.empty,
        }
        for caption, part in zip(captions, parts, strict=True)
    ]


def _column(column: Column) -> dict[str, Any]:
    return {"head": column.head, "number": column.kind.numeric}


def _cells(row: Sequence[Html], part: Sequence[int]) -> list[Any]:
    return [_cell(row[c]) for c in part]


def _items(items: Sequence[tuple[str, Html]]) -> list[Any]:
    return [[name, _cell(value)] for name, value in items]


def _cell(value: Html) -> list[dict[str, str]]:
    return [{"text": run.text, "style": run.style, "to": run.to, "at": run.at} for run in runs_of(value)]
