# SPDX-License-Identifier: Apache-2.0
"""The facts that payment dates took, as a table: value, triggers, and why, each cause with its document and its source on chain."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from regalia.domain.program import Program
from regalia.domain.rights.cause import Cause
from regalia.ledger.model import ExecutedDate
from regalia.ledger.place import Place
from regalia.ledger.rights_book import TakenFact
from regalia.reports.rights.cause_words import document_of, what_happened
from regalia.reports.rights.fact_lines import FactLine, trigger_words, triggers_on, written_value
from regalia.reports.rights.right_numbers import written_number
from regalia.reports.sheet import Sheet
from regalia.reports.table import Column, Kind, Raw, Table, make_table

_HASH_SHOWN = 10
_NOTE = (
    "Found anew from the rights at the block of the date; the document's hash is what the registry has for the event."
)


def taken_table(sheet: Sheet, dates: Sequence[ExecutedDate], *, several: bool = False) -> Table:
    """What one date took. Of ``several`` also which date it was, and only what had a cause."""
    rows: list[tuple[Raw, ...]] = []
    for date in dates:
        program, period = date.payment.program, date.payment.report.period
        for fact in date.facts:
            if not several or fact.causes:
                rows.append((*((f"{period}",) if several else ()), *_row(sheet, program, fact)))
    heads = (*(("Period",) if several else ()), "Fact", "Value", "Triggers that look at it", "Because")
    caption = "What payment dates took of the rights" if several else "Facts this date took of the rights"
    columns = tuple(Column(head, Kind.TEXT) for head in heads)
    return make_table(sheet.currency, caption, columns, rows, note=_NOTE, empty="Nothing was the matter.")


def facts_table(sheet: Sheet, lines: Sequence[FactLine], caption: str) -> Table:
    """Facts of today and of a day to come."""
    rows: list[tuple[Raw, ...]] = [
        (
            line.label,
            written_value(sheet.currency, line.label, line.today),
            written_value(sheet.currency, line.label, line.value),
            "; ".join(line.triggers) or None,
            _causes(sheet, line.causes, line.places),
        )
        for line in lines
        if line.asked or line.causes
    ]
    heads = ("Fact", "Today", "Then", "Triggers that look at it", "Because")
    return make_table(sheet.currency, caption, tuple(map(Column, heads)), rows)


def _row(sheet: Sheet, program: Program, fact: TakenFact) -> tuple[Raw, ...]:
    triggers = (trigger_words(trigger, fact.label) for trigger in triggers_on(program, fact.label))
    return (
        fact.label,
        written_value(sheet.currency, fact.label, fact.value),
        "; ".join(triggers) or None,
        _causes(sheet, fact.causes, fact.places),
    )


def _causes(sheet: Sheet, causes: Sequence[Cause], places: Sequence[Place | None]) -> Markup | None:
    if not causes:
        return None
    return Markup("<br>").join(_cause(sheet, cause, place) for cause, place in zip(causes, places, strict=True))


def _cause(sheet: Sheet, cause: Cause, place: Place | None) -> Markup:
    found = Markup("{}, {}").format(written_number(cause.right), what_happened(cause))
    if document := document_of(cause):
        found += Markup(", document <code title='{}'>{}…</code>").format(document, document[:_HASH_SHOWN])
    if place is not None:
        found += Markup(", {}").format(sheet.links.source(place))
    return found
