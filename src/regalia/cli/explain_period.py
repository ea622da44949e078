# SPDX-License-Identifier: Apache-2.0
"""The payment date of one period: by running a receipts file up to it, or as a chain tells it."""

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
    """A period that the receipts file has no row for, or the chain no payment date."""


class NotVerifiedError(RegaliaError, ValueError):
    """What the chain tells of a deal is not what it should be, so none of it is explained."""


def outcome_in(terms: Terms, receipts: Path, period: str) -> PaymentDate:
    """Run the receipts from the first to ``period``; providers of support put in what is asked of them, unless a row says otherwise."""
    wanted = _period(period)
    program = compile_terms(terms)
    rows = read_receipts(receipts, program, terms.money, limits=terms.number_of_limits)
    if wanted not in (known := [row.attributed_to for row in rows]):
        raise PeriodNotThereError(
            f"--period: {period!r}: {receipts} has no such period; it goes from {known[0]} to {known[-1]}",
            "Name one of its periods, or another receipts file.",
        )
    books = DealBooks(program, opening_state(terms, program), min(rows[0].period, program.schedule.opening))
    for row in rows:
        books.skip_to(row.period)
        books.collect(row.collected)
        done, _ = books.execute_supported(row.report, row.pool_facts(program))
        if row.attributed_to == wanted:
            break
    return done


def outcome_on_chain(terms: Terms, record_file: Path, rpc: str, period: str) -> PaymentDate:
    """As the deal of a record executed it, once everything on that chain was verified."""
    from regalia.chain.connection import connect
    from regalia.chain.record import load_record
    from regalia.ledger.verify import verify

    wanted, record = _period(period), load_record(record_file)
    found = verify(connect(rpc, record.chain_id, record.genesis_hash), record, terms)
    if not found.ok or found.ledger is None:
        raise NotVerifiedError(
            f"record {record_file.name}: {len(found.differences)} figures on the chain differ from what they should be",
            "See which: regalia verify.",
        )
    schedule = found.ledger.program.schedule
    dates = {str(schedule.collection_period(done.payment.report.period)): done.payment for done in found.ledger.dates}
    if wanted not in dates:
        executed = f"executed are {', '.join(dates)}" if dates else "no payment date was executed yet"
        raise PeriodNotThereError(f"--period: {period!r}: {executed}", "Name one of these periods.")
    return dates[wanted]


def _period(text: str) -> str:
    try:
        return str(CollectionPeriod.parse(text))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--period") from None
