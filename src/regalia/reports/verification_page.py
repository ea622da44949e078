# SPDX-License-Identifier: Apache-2.0
"""The report of a verification as a page."""

from __future__ import annotations

from markupsafe import Markup

from regalia.domain.money import Currency
from regalia.domain.terms import Terms
from regalia.reports.page import Block, Facts, Notes, Page, render
from regalia.reports.table import Column, Kind, make_table
from regalia.reports.verification_document import Document, Section, Sentences


def page_of(document: Document, terms: Terms) -> str:
    """The HTML document."""
    blocks = tuple(_block(part, terms.money) for part in document.parts)
    page = Page("Verification", terms.name, document.verdict, document.notice, document.as_of, "", blocks)
    return render(page)


def _block(part: Section | Sentences, currency: Currency) -> Block:
    if isinstance(part, Sentences):
        return Notes(part.title, part.items, "")
    if part.heads is None:
        rows = part.rows or ((part.empty, ""),)
        return Facts(part.title, tuple((name.capitalize(), _cell(value)) for name, value in rows))
    sides = zip(part.heads.names, part.heads.align, strict=True)
    columns = tuple(Column(_capital(name), Kind.COUNT if side == "r" else Kind.TEXT) for name, side in sides)
    rows_ = [[_cell(cell) for cell in row] for row in part.rows]
    return make_table(currency, part.title, columns, rows_, note=part.note, empty=part.empty)


def _cell(text: str) -> Markup:
    """Addresses and hashes in a face in which every letter can be told from the next."""
    words = (
        Markup("<code>{}</code>").format(word) if word.startswith("0x") else Markup.escape(word)
        for word in text.split(" ")
    )
    return Markup(" ").join(words)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
