# SPDX-License-Identifier: Apache-2.0
"""What takes too long to be found for each page, found anew only where something was said since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from regalia.ledger.index.deals import IndexedDeal, number_of_deal
from regalia.ledger.index.largest import Holders, holders_of, last_move
from regalia.ledger.index.reader import Checkpoint, IndexReader
from regalia.ledger.story.said import said_until
from regalia.ledger.story.story import Story, story_of
from regalia.views.seen import Marks, Seen

LARGEST = 20
"""Holders of a tranche that are named."""


@dataclass(frozen=True)
class Told:
    """What the index tells up to a block."""

    marks: Marks
    story: Story
    holders: Mapping[str, Holders]


def told_of(connection: Connection, of: IndexedDeal, until: int, before: Seen | None) -> Told:
    """Of what was seen ``before`` as much is kept as nothing changed."""
    marks = Marks(said_until(connection, of.id, until), last_move(connection, of.id, until))
    known = before.marks if before is not None else None
    story = before.story if before and known and known.said == marks.said else story_of(connection, of, until)
    if before and known and known.moved == marks.moved:
        return Told(marks, story, before.holders)
    ids = [tranche.id for tranche in of.terms.tranches]
    return Told(marks, story, {tranche: holders_of(connection, of.id, until, tranche, LARGEST) for tranche in ids})


def checkpoint_of(connection: Connection, of: IndexedDeal) -> Checkpoint | None:
    return IndexReader(connection, of).checkpoint


def reader_of(connection: Connection, seen: Seen) -> IndexReader | None:
    """None where the index no longer has what was seen: the chain was reorganised, or the deal was read anew under another number."""
    number = number_of_deal(connection, seen.deal.record.deal.address)
    reader = IndexReader(connection, seen.deal, seen.checkpoint.block)
    return reader if (number, reader.checkpoint) == (seen.deal.id, seen.checkpoint) else None
