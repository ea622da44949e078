# SPDX-License-Identifier: Apache-2.0
"""The priority of payments as a drawing."""

from __future__ import annotations

from regalia.domain.terms import Terms
from regalia.explain.diagram.layout import Column, lay_out
from regalia.explain.diagram.measure import HEAD, SMALL, TITLE
from regalia.explain.diagram.rows import Row, row
from regalia.explain.diagram.svg import to_svg
from regalia.explain.document import Document
from regalia.explain.language import Language
from regalia.explain.writer import Writer


def draw(terms: Terms, language: Language, document: Document, narrow: bool = False) -> str:
    """SVG of what ``document`` explains. ``narrow``: one column, for phones, also where there are two priorities."""
    writer = Writer(terms, language)
    sections = {section.key: section for section in document.sections}
    columns = [
        Column(writer.say(f"diagram.{key}"), writer.say("pool"), _rows(writer, document, key))
        for key in ("steps", "acceleration")
        if key in sections
    ]
    half = len(document.hash) // 2
    foot = (_legend(writer, columns), (writer.say("terms-hash"), document.hash[:half], document.hash[half:]))
    date = [(sections[key].items[0].sentences[0], HEAD) for key in ("payment-date",) if key in sections]
    head = ((document.name, TITLE), (document.notice, SMALL), *date)
    scene = lay_out(head, tuple(columns), foot, narrow)
    title = writer.say("diagram.title", name=document.name)
    return to_svg(scene, language.code, title, _description(document, columns))


def _rows(writer: Writer, document: Document, key: str) -> tuple[Row, ...]:
    steps = dict(writer.terms.step_lists())[key]
    items = next(section.items for section in document.sections if section.key == key)
    return tuple(row(writer, steps, step, item) for step, item in zip(steps, items, strict=True))


def _legend(writer: Writer, columns: list[Column]) -> tuple[str, ...]:
    """What the shapes mean, of those that are drawn."""
    rows = [row for column in columns for row in column.rows]
    forms = {named.form for row in rows for named in (row.payee, *row.supports)}
    shown = [f"legend.{form}" for form in ("account", "facility") if form in forms]
    shown += ["legend.support"] * any(row.supports for row in rows)
    shown += ["legend.guarded"] * any(row.guards for row in rows)
    return (writer.language.sentences([writer.say(key) for key in shown]),) if shown else ()


def _description(document: Document, columns: list[Column]) -> str:
    """The rows in words, for who can't see them."""
    stop = "。" if document.language == "zh" else ". "
    lines = [
        stop.join([column.title, *("; ".join((row.heading, *row.brief, row.payee.name)) for row in column.rows)])
        for column in columns
    ]
    return stop.join(lines)
