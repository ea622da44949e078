# SPDX-License-Identifier: Apache-2.0
"""A deal as the index alone has it: for pages while no node has answered yet. What contracts would answer is what the story finds."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from regalia.api.snapshot import Snapshot, TrancheWord
from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms
from regalia.ledger.index.deals import deals_of
from regalia.ledger.index.reader import IndexReader
from regalia.ledger.sale_book import CLOSING_WINDOW
from regalia.ledger.story.story import Story
from regalia.reports.names import Names
from regalia.views.looking import told_of
from regalia.views.prospects import prospect_of
from regalia.views.seen import Seen


def recalled(connection: Connection, record: DeploymentRecord, terms: Terms, labels: Mapping[str, str]) -> Seen | None:
    """None where the index has nothing of the deal by this record and these terms, or not enough. Raises as ``story_of`` does."""
    deal = next((one for one in deals_of(connection) if (one.record, one.terms) == (record, terms)), None)
    reader = IndexReader(connection, deal) if deal else None
    if deal is None or reader is None or reader.checkpoint is None:
        return None
    told = told_of(connection, deal, reader.checkpoint.block, None)
    snapshot = snapshot_of(told.story, reader, reader.checkpoint.timestamp)
    if snapshot is None:
        return None
    prospect = prospect_of(told.story.ledger)
    names = Names(deal, labels)
    return Seen(deal, reader.checkpoint, snapshot, told.story, names, told.holders, prospect, told.marks)


def snapshot_of(story: Story, reader: IndexReader, second: int) -> Snapshot | None:
    ledger, program = story.ledger, story.ledger.program
    status = _status(story, second)
    if status is None:
        return None
    day = program.schedule.payment_date(ledger.deal.next_period) if status == "live" else None
    words = tuple(TrancheWord(one.coupon, one.units, one.original_balance) for one in program.tranches)
    books = [reader.state(tranche.id) for tranche in ledger.terms.tranches]
    return Snapshot(status, day, words, ledger.deal.state, tuple(book.supply - book.awaited for book in books))


def _status(story: Story, second: int) -> str | None:
    """None in the week after a sale in which it can be closed: whether enough was bid a story does not know."""
    ledger, deadline = story.ledger, story.run.sale.deadline
    if ledger.closed is not None:
        return "concluded" if ledger.concluded else "live"
    if deadline is None or second <= deadline:
        return "offered"
    return "lapsed" if second > deadline + CLOSING_WINDOW else None
