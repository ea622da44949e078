# SPDX-License-Identifier: Apache-2.0
"""Tables and values of the pack as a page shows them, in its language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from markupsafe import Markup

from regalia.domain.money import format_rate
from regalia.ledger.place import Place
from regalia.reports.page import Html
from regalia.reports.supervisor.flat import BEYOND, NO_DATA, iso_time
from regalia.reports.supervisor.pack_sheet import PackSheet
from regalia.reports.supervisor.parts import Field, Grid, Kind, NoData, Told, Value
from regalia.reports.table import Column, Raw, Table, make_table
from regalia.reports.table import Kind as Cell

_CELLS = {Kind.MONEY: Cell.MONEY, Kind.COUNT: Cell.COUNT}
_WIDE = 7
"""Columns of a table that fit on paper; those after stand in a table of their own."""
_HASH_SHOWN = 10


def field_title(sheet: PackSheet, field: Field) -> str:
    """With its code, where a published form has one."""
    title = sheet.say(field.title)
    return f"{title} ({field.code})" if field.code else title


def table_of(sheet: PackSheet, grid: Grid) -> Table:
    columns = [Column(field_title(sheet, field), _CELLS.get(field.kind, Cell.TEXT)) for field in grid.fields]
    rows = [[_cell(sheet, field, value) for field, value in zip(grid.fields, row, strict=True)] for row in grid.rows]
    words = {"note": sheet.say(grid.note), "empty": sheet.say(grid.empty)}
    made = make_table(sheet.currency, sheet.say(grid.title), columns, rows, **words)
    return replace(made, narrow_after=_WIDE if rows and len(columns) > _WIDE else 0)


def _cell(sheet: PackSheet, field: Field, value: Value) -> Raw:
    if field.kind in _CELLS and isinstance(value, int):
        return int(value)
    return None if value is None else value_html(sheet, field, value)


def value_html(sheet: PackSheet, field: Field, value: Value) -> Html:
    match value:
        case None:
            return "–"
        case NoData():
            return sheet.say(NO_DATA).format(why=sheet.say(value.why))
        case Told():
            return value.said(sheet.say)
    match field.kind, value:
        case Kind.MONEY, int():
            return sheet.money(value)
        case Kind.COUNT, int():
            return f"{value:,}"
        case Kind.SHARE, int():
            return format_rate(value)
        case Kind.FLAG, _:
            return sheet.say("yes" if value else "no")
        case Kind.TIME, int():
            return sheet.say(BEYOND) if iso_time(value) == BEYOND else iso_time(value)
        case Kind.PLACE, Place():
            return sheet.links.source(value)
        case Kind.PARTY, str():
            return sheet.links.party(value)
        case Kind.HASH, str():
            return _short(value)
        case Kind.WORD, str():
            return sheet.say(value)
        case _, date():
            return value.isoformat()
    return str(value)


def _short(word: str) -> Markup:
    if len(word) <= 2 * _HASH_SHOWN:
        return Markup("<code>{}</code>").format(word)
    return Markup("<code title='{}'>{}…</code>").format(word, word[:_HASH_SHOWN])
