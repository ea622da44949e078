# SPDX-License-Identifier: Apache-2.0
"""The deals somebody looks at, kept up to date beside the looking: no page ever waits for a node."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, func, select
from web3 import Web3
from web3.exceptions import Web3Exception

from regalia.api.snapshot import Snapshot
from regalia.chain.asking import Patience
from regalia.chain.record import DeploymentRecord
from regalia.chain.transact import explained
from regalia.domain.terms import Terms
from regalia.errors import RegaliaError
from regalia.ledger.index.database import IndexDatabase
from regalia.ledger.index.deals import IndexedDeal
from regalia.ledger.index.follow import Indexer
from regalia.ledger.index.largest import Holders, holders_of, last_move
from regalia.ledger.index.moment import Moment
from regalia.ledger.index.progress import Progress
from regalia.ledger.index.reader import IndexReader
from regalia.ledger.index.schema import block, event
from regalia.ledger.story.story import NAMES, Story, story_of
from regalia.nearest import did_you_mean
from regalia.reports.names import Names
from regalia.views.errors import MovedOnError, NoSuchViewError, NotReadYetError
from regalia.views.prospects import prospect_of
from regalia.views.seen import DealNow, Seen

_PATIENCE = Patience(silent=(0.25, 1.0))
_EMPTY = (0, 0, "")
LARGEST = 20
"""Holders of a tranche that are named."""


@dataclass(frozen=True)
class Subject:
    """A deal to follow."""

    record: DeploymentRecord
    terms: Terms


@dataclass
class Standing:
    """How the following goes: ``head`` is the node's latest block, ``silent_since`` when it last failed to answer (monotonic seconds, None
    while it does), ``trouble`` in words, ``reading`` how far the first reading of a deal is, by its id.
    """

    head: int = 0
    silent_since: float | None = None
    trouble: str = ""
    reading: dict[str, Progress] | None = None

    @property
    def silent_for(self) -> int:
        """Seconds; 0 while the node answers."""
        return 0 if self.silent_since is None else int(time.monotonic() - self.silent_since)


class Followed:
    """``labels`` are names for addresses. ``once`` looks one time; ``start`` goes on in a thread until ``stop``."""

    def __init__(
        self,
        database: IndexDatabase,
        web3: Web3,
        subjects: Sequence[Subject],
        labels: Mapping[str, str] | None = None,
        pause: float = 2.0,
    ) -> None:
        self.database, self.web3, self.subjects = database, web3, tuple(subjects)
        self.standing = Standing(reading={})
        self._labels, self._pause = dict(labels or {}), pause
        self._seen: dict[str, Seen] = {}
        self._marks: dict[str, tuple[int, int, str]] = {}
        self._moved: dict[str, tuple[int, str]] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="regalia-follow", daemon=True)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(subject.terms.id for subject in self.subjects)

    def once(self) -> None:
        """Bring every deal up to the latest block. Raises as ``Indexer.catch_up`` does; what was seen before stays."""
        self._ask_head()
        for subject in self.subjects:
            self._look(subject)
        self.standing.silent_since, self.standing.trouble = None, ""

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    @contextmanager
    def now(self, deal: str) -> Iterator[DealNow]:
        """One deal. Raises ``NoSuchViewError``, ``NotReadYetError`` and ``MovedOnError``."""
        with self.database.reading() as connection:
            yield self._opened(connection, self._one(deal))

    @contextmanager
    def all_now(self) -> Iterator[tuple[DealNow, ...]]:
        """All deals of which something was read."""
        with ExitStack() as stack:
            connection = stack.enter_context(self.database.reading())
            there = (self._seen[deal] for deal in self.ids if deal in self._seen)
            yield tuple(self._opened(connection, seen) for seen in there)

    def _one(self, deal: str) -> Seen:
        if deal not in self.ids:
            raise NoSuchViewError(f"deal: {deal:.80} is none of those shown here", did_you_mean(deal, self.ids))
        if deal not in self._seen:
            progress = (self.standing.reading or {}).get(deal)
            raise NotReadYetError(deal, progress.block if progress else None, progress.head if progress else None)
        return self._seen[deal]

    def _opened(self, connection: Connection, seen: Seen) -> DealNow:
        reader = IndexReader(connection, seen.deal, seen.checkpoint.block)
        if reader.checkpoint != seen.checkpoint:
            raise MovedOnError(
                f"{seen.deal.terms.id}: block {seen.checkpoint.block} is not the chain's any more",
                "The chain was reorganised: look again in a moment.",
            )
        head = max(self.standing.head, seen.checkpoint.block)
        return DealNow(seen, Moment(connection, seen.deal, reader), head)

    def _look(self, subject: Subject) -> None:
        deal_id = subject.terms.id
        before = self._seen.get(deal_id)
        if before is not None and before.checkpoint.block == self.standing.head and self._is_there(before):
            return

        def progress(told: Progress) -> None:
            self.standing.head = max(self.standing.head, told.head)
            if self.standing.reading is not None:
                self.standing.reading[deal_id] = told

        deal = Indexer(self.database, self.web3, subject.record, subject.terms, patience=_PATIENCE).catch_up(progress)
        with self.database.reading() as connection:
            checkpoint = IndexReader(connection, deal).checkpoint
            assert checkpoint is not None  # it was caught up
            story = self._story(connection, deal, checkpoint.block)
            holders = self._holders(connection, deal, checkpoint.block)
        tranches = [tranche.id for tranche in subject.terms.tranches]
        snapshot = Snapshot.read(self.web3, subject.record, checkpoint.block, tranches)
        names = before.names if before else Names(deal, self._labels)
        prospect = before.prospect if before and before.story is story else prospect_of(story.ledger)
        self._seen[deal_id] = Seen(deal, checkpoint, snapshot, story, names, holders, prospect)

    def _is_there(self, seen: Seen) -> bool:
        """A chain of the same length may be another one."""
        with explained("eth_getBlockByNumber"):
            found = self.web3.eth.get_block(seen.checkpoint.block).get("hash")
        return found is not None and found.to_0x_hex() == seen.checkpoint.hash

    def _story(self, connection: Connection, deal: IndexedDeal, until: int) -> Story:
        """The one before, where nothing was said since."""
        mark, before = _mark(connection, deal.id, until), self._seen.get(deal.terms.id)
        if before is None or self._marks.get(deal.terms.id) != mark:
            story = story_of(connection, deal, until)
            self._marks[deal.terms.id] = mark
            return story
        return before.story

    def _holders(self, connection: Connection, deal: IndexedDeal, until: int) -> Mapping[str, Holders]:
        """Those before, where no unit moved since."""
        moved, before = last_move(connection, deal.id, until), self._seen.get(deal.terms.id)
        if before is None or self._moved.get(deal.terms.id) != moved:
            ids = [tranche.id for tranche in deal.terms.tranches]
            found = {tranche: holders_of(connection, deal.id, until, tranche, LARGEST) for tranche in ids}
            self._moved[deal.terms.id] = moved
            return found
        return before.holders

    def _ask_head(self) -> None:
        with explained("eth_blockNumber"):
            self.standing.head = self.web3.eth.block_number

    def _go_on(self) -> None:
        while not self._stopped.is_set():
            self._round()
            self._stopped.wait(self._pause)

    def _round(self) -> None:
        """A deal that can't be followed keeps nobody from the others."""
        trouble = self._tried(self._ask_head)
        for subject in self.subjects if not trouble else ():
            trouble = self._tried(partial(self._look, subject)) or trouble
        self.standing.trouble = trouble
        if not trouble:
            self.standing.silent_since = None
        elif self.standing.silent_since is None:
            self.standing.silent_since = time.monotonic()

    def _tried(self, what: Callable[[], None]) -> str:
        """Why it could not be done, empty where it could."""
        try:
            what()
        except RegaliaError as error:
            return error.message
        except (Web3Exception, OSError) as error:
            return type(error).__name__
        return ""


def _mark(connection: Connection, deal: int, until: int) -> tuple[int, int, str]:
    """Changes whenever something of a story was said, or unsaid by a reorganisation."""
    which = event.c.deal == deal, event.c.block <= until, event.c.name.in_(NAMES)
    count, last = connection.execute(select(func.count(), func.max(event.c.block)).where(*which)).one()
    if not count:
        return _EMPTY
    found = connection.scalar(select(block.c.hash).where(block.c.deal == deal, block.c.number == last))
    return int(count), int(last), str(found)
