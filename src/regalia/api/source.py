# SPDX-License-Identifier: Apache-2.0
"""Where a deal's figures come from: the index, brought up to the latest block when it is asked to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from web3 import Web3

from regalia.api.errors import RolledBackError
from regalia.api.snapshot import Snapshot
from regalia.chain.asking import Patience
from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms
from regalia.ledger.index.database import IndexDatabase, open_database
from regalia.ledger.index.follow import Indexer
from regalia.ledger.index.moment import Moment
from regalia.ledger.index.reader import Checkpoint, IndexReader

_PATIENCE = Patience(silent=(0.25, 1.0))
"""Somebody waits for an answer."""


class Source:
    """What is known of one deal. Nothing changes between one ``refresh`` and the next, also when somebody else follows the chain."""

    def __init__(self, web3: Web3, record: DeploymentRecord, terms: Terms, database: IndexDatabase) -> None:
        self.web3, self.record, self.terms = web3, record, terms
        self._database = database
        self._snapshot: Snapshot | None = None
        self.refresh()

    @classmethod
    def open(cls, web3: Web3, record: DeploymentRecord, terms: Terms, url: str) -> Source:
        """Raises as ``open_database`` does, and as ``refresh``."""
        database = open_database(url, record.chain_id, record.genesis_hash)
        try:
            return cls(web3, record, terms, database)
        except BaseException:
            database.close()
            raise

    def refresh(self) -> None:
        """Go on to the latest block. Raises ``LogError`` in its kinds, ``ChainUnreachableError``, ``IndexDiffersError`` and others of the
        index; what was known before is then still known.
        """
        deal = Indexer(self._database, self.web3, self.record, self.terms, patience=_PATIENCE).catch_up()
        with self._database.reading() as connection:
            checkpoint = IndexReader(connection, deal).checkpoint
        assert checkpoint is not None  # it was caught up
        self.checkpoint: Checkpoint = checkpoint
        self._deal, self._snapshot = deal, None

    @property
    def snapshot(self) -> Snapshot:
        """Raises ``ChainUnreachableError`` and ``NodeRefusedError``."""
        if self._snapshot is None:
            tranches = [tranche.id for tranche in self.terms.tranches]
            self._snapshot = Snapshot.read(self.web3, self.record, self.checkpoint.block, tranches)
        return self._snapshot

    @contextmanager
    def moment(self) -> Iterator[Moment]:
        """To read by, as of the checkpoint. Raises ``RolledBackError``."""
        with self._database.reading() as connection:
            reader = IndexReader(connection, self._deal, self.checkpoint.block)
            if reader.checkpoint != self.checkpoint:
                raise RolledBackError(
                    f"{self.terms.id}: block {self.checkpoint.block} is not the chain's any more",
                    "The chain was reorganised: deal.refresh() reads what it says now.",
                )
            yield Moment(connection, self._deal, reader)

    def close(self) -> None:
        self._database.close()
