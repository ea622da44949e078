# SPDX-License-Identifier: Apache-2.0
"""What is behind the deal, for the annual report: who paid what in the year, and how the rights stand."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.rights.day import to_date
from regalia.domain.rights.look import Look
from regalia.domain.rights.words import word
from regalia.reports.rights.pool_lines import limit_lines, sums_of
from regalia.reports.rights.right_numbers import written_number
from regalia.reports.supervisor.annexes import exposures_short
from regalia.reports.supervisor.concentrations import is_of_debtor
from regalia.reports.supervisor.parts import Card, Field, Grid, Kind, Part
from regalia.reports.supervisor.subject import Subject


def asset_parts(subject: Subject) -> tuple[Part, ...]:
    return (_payers(subject), *(_rights(subject) if subject.holdings else ()))


def _payers(subject: Subject) -> Grid:
    sums: dict[str, int] = {}
    for receipt in subject.ledger.receipts:
        if subject.in_year(receipt.place) and is_of_debtor(subject, receipt):
            sums[receipt.payer] = sums.get(receipt.payer, 0) + receipt.amount
    rows = tuple(sorted(sums.items(), key=lambda item: (-item[1], item[0])))
    fields = (Field("payer", "Payer", Kind.PARTY), Field("amount", "Paid in the year", Kind.MONEY))
    return Grid("payers", "Receipts of the year by payer", fields, rows)


def _rights(subject: Subject) -> Iterator[Part]:
    assert subject.holdings is not None
    look = Look(subject.holdings, subject.today)
    sums = sums_of(look)
    yield Card(
        "pool",
        "Pool of rights",
        (
            (Field("rights", "Rights", Kind.COUNT), sums.rights),
            (Field("value", "Value", Kind.MONEY), sums.value),
            (Field("base", "Base after haircuts", Kind.MONEY), sums.base),
            (Field("value_at_closing", "Value at closing", Kind.MONEY), sums.value_at_closing),
            (Field("replaced", "Of it replaced", Kind.MONEY), sums.replaced),
        ),
    )
    fields = (
        Field("limit", "Limit", Kind.WORD),
        Field("most", "Most", Kind.SHARE),
        Field("share", "Now", Kind.SHARE),
        Field("broken", "Broken", Kind.FLAG),
    )
    yield Grid(
        "limits", "Limits of the pool", fields, tuple((x.label, x.most, x.share, x.broken) for x in limit_lines(look))
    )
    yield _events(subject)
    yield exposures_short(subject)


def _events(subject: Subject) -> Grid:
    """Legal events that took effect in the year."""
    assert subject.holdings is not None
    rows = tuple(
        (
            written_number(held.right.id),
            step.event.number,
            word(step.event.act),
            to_date(step.event.effective),
            "0x" + step.event.document.hex(),
        )
        for held in subject.holdings.rights
        for step in held.right.steps
        if step.event.effective // 10_000 == subject.year
    )
    fields = (
        Field("right", "Right"), Field("event", "Legal event", Kind.COUNT), Field("act", "What happened", Kind.WORD),
        Field("effective", "Effective", Kind.DAY), Field("document", "Document", Kind.HASH),
    )  # fmt: skip
    return Grid("legal_events", "Legal events of the year", fields, rows)
