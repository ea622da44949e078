# SPDX-License-Identifier: Apache-2.0
"""The payment date of one period, by running a receipts file up to it."""

from __future__ import annotations

from pathlib import Path

import click

from regalia.domain.calendar import CollectionPeriod
from regalia.domain.compile import compile_terms, opening_state
from regalia.domain.history import DealBooks, PaymentDate
from regalia.domain.terms import Terms
from regalia.errors import RegaliaError
from regalia.receipts import read_receipts


class PeriodNotThereError(RegaliaError, LookupError):
    """A period that the receipts file has no row for."""


def outcome_in(terms: Terms, receipts: Path, period: str) -> PaymentDate:
    """Run the receipts from the first to ``period``; providers of support put in what is asked of them, unless a row says otherwise."""
    wanted = _period(period)
    program = compile_terms(terms)
    rows = read_receipts(receipts, program, terms.money)
    if wanted not in (known := [row.attributed_to for row in rows]):
        raise PeriodNotThereError(
            f"--period: {period!r}: {receipts} has no such period; it goes from {known[0]} to {known[-1]}",
            "Name one of its periods, or another receipts file.",
        )
    books = DealBooks(program, opening_state(terms, program), min(rows[0].period, program.schedule.opening))
    for row in rows:
        books.skip_to(row.period)
        books.collect(row.collected)
        facts = row.pool_facts(program)
        for facility, amount in enumerate(books.demands(row.report, facts)):
            books.put_in(facility, amount)
        done = books.execute(row.report, facts)
        if row.attributed_to == wanted:
            break
    return done


def _period(text: str) -> str:
    try:
        return str(CollectionPeriod.parse(text))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--period") from None
