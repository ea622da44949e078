# SPDX-License-Identifier: Apache-2.0
"""Lives of deals as a site sees them, without a node: their events in an index, and a stand-in for what contracts answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, insert

from regalia.api.snapshot import Snapshot, TrancheWord
from regalia.ledger.index import schema
from regalia.ledger.index.database import IndexDatabase, open_database
from regalia.ledger.index.deals import IndexedDeal, enter_deal
from regalia.ledger.index.fold import Fold
from regalia.ledger.index.moment import Moment
from regalia.ledger.index.reader import IndexReader
from regalia.ledger.story.story import Story
from regalia.reports.names import Names
from regalia.views.errors import NoSuchViewError
from regalia.views.following import Followed, Standing
from regalia.views.looking import told_of
from regalia.views.prospects import prospect_of
from regalia.views.seen import DealNow, Seen
from tests.index.lives import Lived, lived


@cache
def once(name: str) -> Lived:
    """Of one of ``tests.index.lives``, lived once a process."""
    return lived(name)


@dataclass
class LivedSite:
    """What pages ask of ``Followed``."""

    database: IndexDatabase
    seen: list[Seen]
    standing: Standing = field(default_factory=lambda: Standing(reading={}))

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(seen.deal.terms.id for seen in self.seen)

    @contextmanager
    def now(self, deal: str) -> Iterator[DealNow]:
        with self.all_now() as all_now:
            found = [now for now in all_now if now.terms.id == deal]
            if not found:
                raise NoSuchViewError(f"deal: {deal:.80} is none of those shown here")
            yield found[0]

    @contextmanager
    def all_now(self) -> Iterator[tuple[DealNow, ...]]:
        with self.database.reading() as connection:
            yield tuple(_opened(connection, seen) for seen in self.seen)

    @property
    def blocks(self) -> dict[str, int]:
        return {seen.deal.terms.id: seen.checkpoint.block for seen in self.seen}

    def as_followed(self) -> Followed:
        return cast(Followed, self)


def lived_site(folder: Path, *lives: Lived) -> LivedSite:
    """Its index is a file in the folder."""
    return site_in(f"sqlite:///{folder}/lived.db", *lives)


def site_in(url: str, *lives: Lived) -> LivedSite:
    """Deals get numbers of their own, as two lives may be of the same terms."""
    first = lives[0].record
    database = open_database(url, first.chain_id, first.genesis_hash)
    with database.connected() as connection, database.writing(connection):
        deals = [_enter(connection, life) for life in lives]
    with database.reading() as connection:
        seen = [_seen(connection, deal) for deal in deals]
    return LivedSite(database, seen)


def _enter(connection: Connection, life: Lived) -> IndexedDeal:
    deal = enter_deal(connection, life.record, life.terms)
    fold = Fold.load(connection, deal.id, deal.record, deal.terms)
    fold.take(life.events)
    last = life.events[-1]
    fold.flush(connection, last.block_number)
    words = {"hash": last.block_hash, "timestamp": last.timestamp, "checkpoint": True}
    connection.execute(insert(schema.block), {"deal": deal.id, "number": last.block_number, **words})
    return deal


def _seen(connection: Connection, deal: IndexedDeal) -> Seen:
    checkpoint = IndexReader(connection, deal).checkpoint
    assert checkpoint is not None
    told = told_of(connection, deal, checkpoint.block, None)
    prospect = prospect_of(told.story.ledger)
    return Seen(deal, checkpoint, _snapshot(told.story), told.story, Names(deal, {}), told.holders, prospect)


def _snapshot(story: Story) -> Snapshot:
    """What contracts would answer, as the story has it."""
    ledger = story.ledger
    status = "concluded" if ledger.concluded else "live" if ledger.closed else "offered"
    schedule, period = ledger.program.schedule, ledger.deal.next_period
    words = tuple(TrancheWord(t.coupon, t.units, t.original_balance) for t in ledger.program.tranches)
    day = schedule.payment_date(period) if status == "live" else None
    return Snapshot(status, day, words, ledger.deal.state, tuple(t.units for t in ledger.program.tranches))


def _opened(connection: Connection, seen: Seen) -> DealNow:
    return DealNow(seen, Moment(connection, seen.deal, IndexReader(connection, seen.deal)), seen.checkpoint.block)
