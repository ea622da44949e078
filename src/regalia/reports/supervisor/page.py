# SPDX-License-Identifier: Apache-2.0
"""Sections of the pack as pages to read and to print, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from markupsafe import Markup

from regalia.reports.links import link
from regalia.reports.page import Block, Facts, Heading, Notes, Page
from regalia.reports.supervisor.cells import field_title, table_of, value_html
from regalia.reports.supervisor.chinese import CHINESE
from regalia.reports.supervisor.language import Language
from regalia.reports.supervisor.pack_sheet import PackSheet
from regalia.reports.supervisor.parts import Card, Grid, Part, Section
from regalia.reports.supervisor.subject import Subject
from regalia.reports.table import Column, make_table


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
            return table_of(sheet, part)
        case Card():
            columns = (Column(sheet.say("Fact")), Column(sheet.say("Content")))
            rows = [(field_title(sheet, field), value_html(sheet, field, value)) for field, value in part.items]
            return make_table(sheet.currency, sheet.say(part.title), columns, rows)
        case _:
            told = tuple(told.said(sheet.say) for told in part.sentences)
            return Notes(sheet.say(part.title), told, sheet.say("Nothing to note."))
