# SPDX-License-Identifier: Apache-2.0
"""The deals somebody looks at, kept up to date beside the looking: no page ever waits for a node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection
from web3 import Web3

from regalia.api.snapshot import Snapshot
from regalia.chain.asking import Patience
from regalia.chain.node_errors import WrongNetworkError
from regalia.chain.record import DeploymentRecord
from regalia.chain.transact import explained
from regalia.domain.terms import Terms
from regalia.errors import RegaliaError
from regalia.ledger.index.database import IndexDatabase
from regalia.ledger.index.follow import Indexer
from regalia.ledger.index.moment import Moment
from regalia.ledger.index.progress import Progress
from regalia.nearest import did_you_mean
from regalia.reports.names import Names
from regalia.views.answered import held_against
from regalia.views.errors import MovedOnError, NoSuchViewError, NotReadYetError
from regalia.views.looking import checkpoint_of, reader_of, told_of
from regalia.views.prospects import prospect_of
from regalia.views.recalled import recalled
from regalia.views.rounds import Rounds
from regalia.views.seen import DealNow, Seen
from regalia.views.standing import Standing as Standing

_PATIENCE = Patience(silent=(0.25, 1.0))


@dataclass(frozen=True)
class Subject:
    """A deal to follow."""

    record: DeploymentRecord
    terms: Terms


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
        self._labels = dict(labels or {})
        self._seen: dict[str, Seen] = {}
        looks = [partial(self._looked, subject) for subject in self.subjects]
        self._rounds = Rounds(self.standing, self._ask_head, looks, pause)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(subject.terms.id for subject in self.subjects)

    @property
    def blocks(self) -> dict[str, int]:
        """Up to which block each deal was read, of which something was."""
        return {deal: seen.checkpoint.block for deal, seen in dict(self._seen).items()}

    def recall(self) -> None:
        """What the index has, without a node; nothing where it has nothing, or nothing that can be told."""
        with self.database.reading() as connection:
            for subject in self.subjects:
                with suppress(RegaliaError):
                    seen = recalled(connection, subject.record, subject.terms, self._labels)
                    if seen is not None:
                        self._seen.setdefault(subject.terms.id, seen)

    def once(self) -> None:
        """Bring every deal up to the latest block. Raises as ``Indexer.catch_up`` does; what was seen before stays."""
        self._ask_head()
        for subject in self.subjects:
            self._look(subject)
        self.standing.goes_well()

    def start(self) -> None:
        self._rounds.start()

    def stop(self) -> None:
        """A reading under way ends after the chunk that it is at."""
        self._rounds.stop()

    @contextmanager
    def now(self, deal: str) -> Iterator[DealNow]:
        """One deal. Raises ``NoSuchViewError``, ``NotReadYetError`` and ``MovedOnError``."""
        seen = self._one(deal)
        with self.database.reading() as connection:
            yield self._opened(connection, seen)

    @contextmanager
    def all_now(self) -> Iterator[tuple[DealNow, ...]]:
        """All deals of which something was read. Raises ``MovedOnError``."""
        known = dict(self._seen)  # what is seen after its first question the database's moment may not have
        with self.database.reading() as connection:
            yield tuple(self._opened(connection, known[deal]) for deal in self.ids if deal in known)

    def _one(self, deal: str) -> Seen:
        if deal not in self.ids:
            raise NoSuchViewError(f"deal: {deal:.80} is none of those shown here", did_you_mean(deal, self.ids))
        seen = self._seen.get(deal)
        if seen is None:
            progress = (self.standing.reading or {}).get(deal)
            raise NotReadYetError(deal, progress.block if progress else None, progress.head if progress else None)
        return seen

    def _opened(self, connection: Connection, seen: Seen) -> DealNow:
        reader = reader_of(connection, seen)
        if reader is None:
            raise MovedOnError(
                f"{seen.deal.terms.id}: block {seen.checkpoint.block} is not the chain's any more",
                "The chain was reorganised: look again in a moment.",
            )
        head = max(self.standing.head, seen.checkpoint.block)
        return DealNow(seen, Moment(connection, seen.deal, reader), head)

    def _looked(self, subject: Subject) -> None:
        """What can't be seen anew and is not in the index any more is forgotten: else pages of all deals would wait for this one."""
        try:
            self._look(subject)
        except Exception:
            seen = self._seen.get(subject.terms.id)
            if seen is not None and not self._is_kept(seen):
                del self._seen[subject.terms.id]
            raise

    def _look(self, subject: Subject) -> None:
        """All of it or nothing: what was seen before stays whole where something fails."""
        deal_id, record = subject.terms.id, subject.record
        before = self._seen.get(deal_id)
        latest = before is not None and before.answered is not None and before.checkpoint.block == self.standing.head
        if before is not None and latest and self._is_there(before):
            return

        def progress(told: Progress) -> None:
            self.standing.head = max(self.standing.head, told.head)
            if self.standing.reading is not None:
                self.standing.reading[deal_id] = told
            self._rounds.check()  # what was told is committed: the next one goes on there

        deal = Indexer(self.database, self.web3, record, subject.terms, patience=_PATIENCE).catch_up(progress)
        with self.database.reading() as connection:
            checkpoint = checkpoint_of(connection, deal)
            if checkpoint is None:
                raise NotReadYetError(deal_id, None, None)  # another process made the index anew meanwhile
            told = told_of(connection, deal, checkpoint.block, before)
        tranches = [tranche.id for tranche in subject.terms.tranches]
        snapshot = Snapshot.read(self.web3, record, checkpoint.block, tranches)
        same = before is not None and before.story is told.story
        self._seen[deal_id] = Seen(
            deal,
            checkpoint,
            snapshot,
            told.story,
            before.names if before else Names(deal, self._labels),
            told.holders,
            before.prospect if before and same else prospect_of(told.story.ledger),
            told.marks,
            held_against(told.story.ledger, snapshot, checkpoint.block),
        )

    def _is_there(self, seen: Seen) -> bool:
        """A chain of the same length may be another one, and the index may have been made anew."""
        with explained("eth_getBlockByNumber"):
            found = self.web3.eth.get_block(seen.checkpoint.block).get("hash")
        return found is not None and found.to_0x_hex() == seen.checkpoint.hash and self._is_kept(seen)

    def _is_kept(self, seen: Seen) -> bool:
        with self.database.reading() as connection:
            return reader_of(connection, seen) is not None

    def _ask_head(self) -> None:
        """Of the chain that the deals are on: behind an address may be another by now. Raises ``WrongNetworkError``."""
        wanted = self.database.binding.genesis_hash
        with explained("eth_blockNumber"):
            head, genesis = self.web3.eth.block_number, self.web3.eth.get_block(0).get("hash")
        if genesis is None or genesis.to_0x_hex() != wanted:
            said = "nothing" if genesis is None else genesis.to_0x_hex()
            raise WrongNetworkError(
                f"genesis hash: expected {wanted}, the node now has {said}",
                "A local chain that was started again is another chain: make the deals and their records anew.",
            )
        self.standing.head = head
