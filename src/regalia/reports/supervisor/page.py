# SPDX-License-Identifier: Apache-2.0
"""Sections of the pack as pages to read and to print, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from markupsafe import Markup

from regalia.domain.money import format_rate
from regalia.ledger.place import Place
from regalia.reports.links import link
from regalia.reports.page import Block, Facts, Frame, Heading, Html, Notes, Page
from regalia.reports.sheet import DealSheet
from regalia.reports.supervisor.chinese import CHINESE
from regalia.reports.supervisor.flat import iso_time
from regalia.reports.supervisor.language import Language, Say, say_in
from regalia.reports.supervisor.parts import Card, Field, Grid, Kind, Part, Section, Value
from regalia.reports.supervisor.shaped import BEGINS, RULES, begins
from regalia.reports.supervisor.subject import Subject
from regalia.reports.table import Column, Raw, Table, make_table
from regalia.reports.table import Kind as Cell

_CELLS = {Kind.MONEY: Cell.MONEY, Kind.COUNT: Cell.COUNT}
_WIDE = 7
"""Columns of a table that fit on paper; those after stand in a table of their own."""
_HASH_SHOWN = 10


class PackSheet(DealSheet):
    """A page of the pack: its frame is in the language, its notice says what it is shaped after."""

    def __init__(self, subject: Subject, language: Language, name: str) -> None:
        super().__init__(subject.ledger, subject.names)
        self.subject, self.language, self.name = subject, language, name
        self.say: Say = say_in(language)

    def page(self, title: str, lead: str, up: str, blocks: Iterable[Block]) -> Page:
        made = super().page(title, lead, up, blocks)
        told = self.say("What the deal file says")
        notice = f"{self._shaped()}. {told}: {self.terms.notice}"
        return replace(made, notice=notice, frame=frame_of(self.language, self.say))

    def _shaped(self) -> str:
        """In the language of the page, and as every file has it."""
        own, every = self.say(BEGINS).format(rule=RULES[self.name]), begins(self.name)
        return every if own == every else f"{own} ({every})"

    def _as_of(self) -> str:
        as_of = self.subject.as_of
        told = self.say("As of block {block} ({hash}), {time}, verified by {count} comparisons.")
        compared = f"{sum(as_of.compared.values()):,}"
        time = iso_time(as_of.timestamp)
        return told.format(block=as_of.block, hash=as_of.block_hash, time=time, count=compared)


def frame_of(language: Language, say: Say) -> Frame:
    english = Frame()
    return english if language is Language.EN else Frame(
        lang="zh-CN",
        up=say("The whole pack"),
        notice=say(english.notice),
        prototype=say(english.prototype),
        rebuilt=say(english.rebuilt),
        continued=say(english.continued),
    )  # fmt: skip


def page_of(subject: Subject, language: Language, name: str, sections: Sequence[Section], up: str = "") -> Page:
    """``name`` says what the page is shaped after; ``up`` is the page that leads to it."""
    sheet = PackSheet(subject, language, name)
    title = sheet.say({"annual": "Annual report", "distribution": "Distribution report"}.get(name, "Supervisor’s pack"))
    if name == "annual":
        title = f"{title} {subject.year}"
    return sheet.page(title, sheet.say(_LEADS[name]), up, tuple(_blocks(sheet, sections)))


_LEADS = {
    "supervisor": "Everything that was made of this deal for its supervisors, on one page.",
    "annual": "What happened in the year, UTC; states and balances are those of the block.",
    "distribution": "One payment date: when its report is due, what stands behind it, what is foreseen or was paid.",
}


def _blocks(sheet: PackSheet, sections: Sequence[Section]) -> Iterator[Block]:
    both = sheet.name == "annual"
    for section in sections:
        title = f"{section.title} · {CHINESE[section.title]}" if both else sheet.say(section.title)
        yield Heading(title)
        for part in section.parts:
            yield _block(sheet, part)
        if section.files:
            links = Markup(", ").join(link(name, name) for name in section.files)
            yield Facts("", ((sheet.say("Files"), links),))
    if sheet.links.used:
        listed = sheet.links.sources(sheet.currency)
        columns = tuple(replace(column, head=sheet.say(column.head)) for column in listed.columns)
        yield replace(listed, caption=sheet.say(listed.caption), columns=columns)


def _block(sheet: PackSheet, part: Part) -> Block:
    match part:
        case Grid():
            return _table(sheet, part)
        case Card():
            columns = (Column(sheet.say("Fact")), Column(sheet.say("Content")))
            rows = [(sheet.say(field.title), _html(sheet, field, value)) for field, value in part.items]
            return make_table(sheet.currency, sheet.say(part.title), columns, rows)
        case _:
            told = tuple(sheet.say(told.template).format(**told.values) for told in part.sentences)
            return Notes(sheet.say(part.title), told, sheet.say("Nothing to note."))


def _table(sheet: PackSheet, grid: Grid) -> Table:
    columns = [Column(sheet.say(field.title), _CELLS.get(field.kind, Cell.TEXT)) for field in grid.fields]
    rows = [[_cell(sheet, field, value) for field, value in zip(grid.fields, row, strict=True)] for row in grid.rows]
    words = {"note": sheet.say(grid.note), "empty": sheet.say(grid.empty)}
    made = make_table(sheet.currency, sheet.say(grid.title), columns, rows, **words)
    return replace(made, narrow_after=_WIDE if rows and len(columns) > _WIDE else 0)


def _cell(sheet: PackSheet, field: Field, value: Value) -> Raw:
    if field.kind in _CELLS and isinstance(value, int):
        return int(value)
    return None if value is None else _html(sheet, field, value)


def _html(sheet: PackSheet, field: Field, value: Value) -> Html:
    if value is None:
        return "–"
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
            return iso_time(value)
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
