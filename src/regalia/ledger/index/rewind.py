# SPDX-License-Identifier: Apache-2.0
"""After a reorganisation: back to the last checkpoint that is still of the chain, and everything after it deleted."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from regalia.chain.asking import RawNode
from regalia.ledger.index.checkpoints import checkpoints, last_checkpoint, roll_back
from regalia.ledger.index.database import IndexDatabase
from regalia.ledger.index.follow_errors import REBUILD, NodeBehindError
from regalia.ledger.index.nodes import hash_on
from regalia.ledger.index.reader import Checkpoint


def stand(
    database: IndexDatabase, connection: Connection, deal: int, node: RawNode, head: int
) -> tuple[Checkpoint | None, bool]:
    """The last checkpoint (None at the deal's beginning), and whether anything after it had to be deleted, as the chain no longer has it.
    ``head`` is the node's latest block.

    Raises ``NodeBehindError`` when the node has less than the index, and up to there the same: nothing says then that the chain changed.
    """
    while True:
        with database.writing(connection):
            last = last_checkpoint(connection, deal)
        standing = _standing(_known(database, deal), node, head)
        if last == standing:
            return last, False
        with database.writing(connection):
            if last_checkpoint(connection, deal) == last:  # else another process was quicker
                roll_back(connection, deal, standing.block if standing else -1)
                return standing, True


def _standing(known: Iterator[Checkpoint], node: RawNode, head: int) -> Checkpoint | None:
    """Of checkpoints, the latest first."""
    beyond, changed = None, False
    for checkpoint in known:
        if checkpoint.block > head:
            beyond = beyond or checkpoint
        elif hash_on(node, checkpoint.block) != checkpoint.hash:
            changed = True
        elif beyond is None or changed:
            return checkpoint
        else:
            break
    if beyond is not None and not changed:
        raise NodeBehindError(
            f"the node has blocks up to {head}, the index was read up to {beyond.block}",
            f"Wait until the node has caught up, or use another one. A local chain that was set back: {REBUILD}",
        )
    return None


def _known(database: IndexDatabase, deal: int) -> Iterator[Checkpoint]:
    """The latest first, in pages: a node is asked between them, and no transaction stays open meanwhile."""
    below = None
    while True:
        with database.reading() as connection:
            found = checkpoints(connection, deal, below)
        yield from found
        if not found:
            return
        below = found[-1].block
