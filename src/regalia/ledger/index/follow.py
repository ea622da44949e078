# SPDX-License-Identifier: Apache-2.0
"""Bringing the index of a deal up to date: read a chunk, fold it, and commit it with the checkpoint it ends at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from web3 import Web3

from regalia.chain.asking import PATIENT, Patience, RawNode
from regalia.chain.logs import ChainChangedError, LogReader
from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms
from regalia.errors import RegaliaError
from regalia.ledger.index.about import DealEvents, first_block_of
from regalia.ledger.index.agree import check_agreement
from regalia.ledger.index.checkpoints import check_still_there, last_checkpoint, write_checkpoint
from regalia.ledger.index.database import IndexDatabase
from regalia.ledger.index.deals import IndexedDeal, enter_deal
from regalia.ledger.index.fitting import check_fits, check_there
from regalia.ledger.index.fold import Fold
from regalia.ledger.index.nodes import hash_on, latest, same_on_all
from regalia.ledger.index.progress import Listener, Pace, silent
from regalia.ledger.index.progress import Progress as Progress
from regalia.ledger.index.reader import Checkpoint, IndexReader
from regalia.ledger.index.rewind import stand

CHUNK = 2_000
"""Most blocks asked for at once."""
UNSETTLED = 64
"""Blocks below the head that may still be reorganised: at least every ``FINE`` of them there is a checkpoint."""
FINE = 16


class _OvertakenError(Exception):
    """Another process indexed the same deal meanwhile: go on where it is."""


class Indexer:
    """Follows one deal. ``second`` is another node, which must have the same block at each checkpoint and is the one that is asked for
    the figures the index is held against. ``check=False`` holds it against nothing: for a node that has logs and no state.
    """

    def __init__(
        self,
        database: IndexDatabase,
        web3: Web3,
        record: DeploymentRecord,
        terms: Terms,
        second: Web3 | None = None,
        *,
        check: bool = True,
        chunk: int = CHUNK,
        patience: Patience = PATIENT,
    ) -> None:
        self._database, self._web3, self._record, self._terms = database, web3, record, terms
        self._nodes = [RawNode(node, patience) for node in (web3, second) if node is not None]
        self._witness, self._check, self._chunk, self._patience = second or web3, check, chunk, patience

    def catch_up(self, progress: Listener = silent) -> IndexedDeal:
        """Read up to the latest block that all nodes have. Killed anywhere, the next one goes on after the last checkpoint.

        Raises ``LogError`` in its kinds, ``ChainUnreachableError``, ``NodeRefusedError``, ``NodesDisagreeError``, ``NodeBehindError``,
        ``IndexedRecordError``, ``OtherDealError``, ``IndexFoldError``, ``IndexDiffersError``, ``IndexBusyError`` and
        ``IndexDatabaseError``; what was committed before stays.
        """
        check_fits(self._database.binding, self._record, self._terms)
        if self._check:
            check_there(self._nodes[0], self._record, latest(self._nodes))
        with self._database.connected() as connection:
            with self._database.writing(connection):
                deal = enter_deal(connection, self._record, self._terms)
            self._until_there(connection, deal, Pace(progress))
        return deal

    def _until_there(self, connection: Connection, deal: IndexedDeal, pace: Pace) -> None:
        """The chain may change while it is read: then again, from the last checkpoint that stands; only so often without getting on."""
        pauses, furthest = iter(self._patience.silent), -1
        while True:
            try:
                head = latest(self._nodes)
                for checkpoint in self._pass(connection, deal, head, pace):
                    if checkpoint.block > furthest:
                        pauses, furthest = iter(self._patience.silent), checkpoint.block
                if latest(self._nodes) - head > UNSETTLED:
                    continue
                return self._agree(deal)
            except _OvertakenError:
                continue
            except ChainChangedError:
                if (pause := next(pauses, None)) is None:
                    raise
                self._patience.sleep(pause)

    def _pass(self, connection: Connection, deal: IndexedDeal, head: int, pace: Pace) -> Iterator[Checkpoint]:
        """Up to ``head``; each checkpoint when it is committed."""
        last, rewound = stand(self._database, connection, deal.id, self._nodes[0], head)
        first = last.block + 1 if last else first_block_of(self._record)
        if rewound:
            pace.rewound(first - 1, head)
        if first > head:
            return
        with self._writing(connection, deal, last):
            about = DealEvents.load(connection, deal.id, self._record)
            fold = Fold.load(connection, deal.id, self._record, self._terms)
        after = last.hash if last else None
        reader = LogReader(self._web3, about.addresses, first, self._chunk, after=after, patience=self._patience)
        for chunk in (chunk for stop in _stops(first, head) for chunk in reader.chunks(stop)):
            same_on_all(self._nodes, chunk.end, self._patience)
            with self._writing(connection, deal, last):
                events = about.choose(chunk.events)
                fold.take(events)
                fold.flush(connection, chunk.end.number)
                last = write_checkpoint(connection, deal.id, chunk.end)
            pace.took(len(events), last.block, head)
            yield last

    @contextmanager
    def _writing(self, connection: Connection, deal: IndexedDeal, last: Checkpoint | None) -> Iterator[None]:
        with self._database.writing(connection):
            check_still_there(connection, deal)
            if last_checkpoint(connection, deal.id) != last:
                raise _OvertakenError
            yield

    def _agree(self, deal: IndexedDeal) -> None:
        if not self._check:
            return
        with self._database.reading() as connection:
            reader = IndexReader(connection, deal)
            try:
                check_agreement(self._witness, reader)
            except RegaliaError as error:
                read = reader.checkpoint
                if read and hash_on(self._nodes[-1], read.block) != read.hash:
                    raise ChainChangedError(f"block {read.block} is another one now", "Try again.") from error
                raise


def _stops(first: int, head: int) -> Iterator[int]:
    """Blocks at which a chunk ends at the latest: the same ones wherever the reading begins."""
    settled = max(head - UNSETTLED, first)
    yield from range(-(-settled // FINE) * FINE, head, FINE)
    yield head
