# SPDX-License-Identifier: Apache-2.0
"""Whether the index of a deal is of this chain, of this release, and how far behind it is. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.chain.transact import explained
from regalia.errors import RegaliaError
from regalia.servicing.health.finding import Finding
from regalia.servicing.health.look import Look

if TYPE_CHECKING:
    from regalia.ledger.index.database import IndexDatabase
    from regalia.ledger.index.reader import Checkpoint

BEHIND = 100
"""Blocks: twenty minutes of Ethereum, three of its faster networks."""
_WAIT = 5
"""Seconds for a process that writes."""
_CATCH_UP = "Bring it up to date: regalia index."


def look_at_index(look: Look, db: str) -> Iterator[Finding]:
    # here and not above: who has no index needs no database
    from regalia.ledger.index.follow_errors import NoIndexError, WrongDatabaseError
    from regalia.ledger.index.read_only import read_index

    try:
        database = read_index(db, look.record.chain_id, look.record.genesis_hash, wait=_WAIT)
    except NoIndexError as error:
        yield look.odd("index", _line(error), error.hint, "index")
        return
    except WrongDatabaseError as error:
        older = "--rebuild" in error.hint
        yield look.broken("index", _line(error), error.hint, "index-anew" if older else None)
        return
    try:
        yield _of(look, database)
    finally:
        database.close()


def _of(look: Look, database: IndexDatabase) -> Finding:
    from regalia.ledger.index.checkpoints import last_checkpoint
    from regalia.ledger.index.deals import deals_of

    with database.reading() as connection:
        known = next((one for one in deals_of(connection) if one.record.deal.address == look.record.deal.address), None)
        last = last_checkpoint(connection, known.id) if known else None
    if known is None or last is None:
        return look.odd(
            "index", f"the index at {database.place} has nothing of {look.record.deal_id}", _CATCH_UP, "index"
        )
    if known.record != look.record:
        found = f"the index at {database.place} has {look.record.deal_id} by another record"
        return look.broken("index", found, "Build it anew: regalia index --rebuild.", "index-anew")
    return _age(look, database.place, last)


def _age(look: Look, place: str, last: Checkpoint) -> Finding:
    behind, found = look.block - last.block, f"the index at {place} is as of block {last.block}"
    if behind < 0:
        return look.odd("index", f"{found}, {-behind:,} after the node's", "Wait for the node, or use another one.")
    with explained("eth_getBlockByNumber"):
        stands = look.web3.eth.get_block(last.block)["hash"].to_0x_hex() == last.hash
    if not stands:
        return look.odd("index", f"{found}, which is no longer part of the chain", _CATCH_UP, "index")
    if behind > BEHIND:
        return look.odd("index", f"{found}, {behind:,} blocks behind", _CATCH_UP, "index")
    return look.well("index", f"{found}, {behind} block{'' if behind == 1 else 's'} behind")


def _line(error: RegaliaError) -> str:
    return " ".join(error.message.split())
