# SPDX-License-Identifier: Apache-2.0
"""Everything the oracle told of the deals served, in order: what is deep is kept in the journal, the rest read each time."""

from __future__ import annotations

from collections.abc import Collection

from eth_typing import ChecksumAddress

from regalia.relay.checkpoints import Checkpoint, pass_by
from regalia.relay.errors import NodeWaitError
from regalia.relay.journal import Journal
from regalia.relay.node import Log, Node
from regalia.relay.nodes import AgreedChain, View
from regalia.relay.told import Told, topic_of, topics

_CHUNK = 5_000
"""Blocks whose logs are asked for at once."""
_MOST_CHUNKS = 100
"""Asked for in one tick, so that it ends: the rest is for the next."""
_COLUMNS = 'block, log_index, block_hash, "transaction", topics, data'


class Chronicle:
    """``from_block``: in which the oldest deal was made, or one before it. A deal served since later is read from there as well."""

    def __init__(
        self,
        chain: AgreedChain,
        journal: Journal,
        oracle: ChecksumAddress,
        deals: Collection[str],
        from_block: int,
        checkpoint: Checkpoint = pass_by,
    ) -> None:
        self._chain, self._journal, self._oracle, self._from_block = chain, journal, oracle, from_block
        self.deals, self._checkpoint = tuple(deals), checkpoint
        self._deep: dict[str, list[Told]] = {}
        self._tail: dict[str, list[Told]] = {}
        self._up_to: dict[str, int] = {}

    def of(self, deal: str) -> list[Told]:
        """Up to the view that was followed last."""
        return self._deep.get(deal, []) + self._tail.get(deal, [])

    def follow(self, view: View) -> None:
        """Read on to the view. Raises ``NodeWaitError`` when that takes more than one tick, and what reading raises."""
        if not self.deals:
            return
        if not self._up_to:
            self._load()
        deep, chunks = view.height - self._chain.depth, 0
        while (start := min(self._up_to.values())) < deep:
            if chunks == _MOST_CHUNKS:
                raise NodeWaitError(f"what the oracle told is read up to block {start} of {deep}", "Wait.")
            behind = [deal for deal, up_to in self._up_to.items() if up_to == start]
            last = min([start + _CHUNK, deep, *(up_to for up_to in self._up_to.values() if up_to > start)])
            self._keep(behind, last, self._read(view, behind, start + 1, last))
            chunks += 1
        self._tail = {deal: [] for deal in self.deals}
        for deal, log in self._read(view, self.deals, start + 1, view.height):
            if log.block > self._up_to[deal]:
                self._tail[deal].append(Told.of(log))

    def forget(self) -> None:
        """The chain changed where nothing should: read all of it again."""
        with self._journal.transaction():
            self._journal.database.write("DELETE FROM told")
            self._journal.database.write("DELETE FROM followed")
        self._up_to = {}

    def _load(self) -> None:
        database = self._journal.database
        followed = dict(database.rows("SELECT deal, block FROM followed"))
        self._deep = {deal: [] for deal in self.deals}
        for deal, *row in database.rows(f"SELECT deal, {_COLUMNS} FROM told ORDER BY block, log_index"):
            if deal in self._deep:
                self._deep[deal].append(Told.of(_log(*row)))
        self._up_to = {deal: followed.get(deal, self._from_block - 1) for deal in self.deals}

    def _keep(self, deals: Collection[str], last: int, found: list[tuple[str, Log]]) -> None:
        told = [(deal, Told.of(log)) for deal, log in found]
        if told:
            self._checkpoint("before-told")
        with self._journal.transaction():
            for deal, log in found:
                statement = f"INSERT INTO told (deal, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
                values = (log.block, log.index, log.block_hash, log.transaction, b"".join(log.topics), log.data)
                self._journal.database.write(statement, deal, *values)
            for deal in deals:
                self._journal.database.write("INSERT OR REPLACE INTO followed VALUES (?, ?)", deal, last)
        if told:
            self._checkpoint("after-told")
        for deal, event in told:
            self._deep[deal].append(event)
        self._up_to.update(dict.fromkeys(deals, last))

    def _read(self, view: View, deals: Collection[str], first: int, last: int) -> list[tuple[str, Log]]:
        """In the order of the chain."""
        if first > last:
            return []
        by_topic = {topic_of(deal): deal for deal in deals}

        def ask(node: Node) -> tuple[Log, ...]:
            return node.logs(self._oracle, [topics(), tuple(by_topic)], first, last)

        found = self._chain.agreed(view, f"what the oracle told in blocks {first} to {last}", ask)
        return [
            (by_topic["0x" + log.topics[1].hex()], log) for log in sorted(found, key=lambda log: (log.block, log.index))
        ]


def _log(block: int, index: int, block_hash: str, transaction: str, topics: bytes, data: bytes) -> Log:
    split = tuple(topics[start : start + 32] for start in range(0, len(topics), 32))
    return Log(block, block_hash, transaction, index, split, data)
