# SPDX-License-Identifier: Apache-2.0
"""All deals followed by one index, as the pages' server does it: the first reading, a round with nothing new, one after a new block."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from time import process_time

from sqlalchemy import func, select

from regalia.chain.connection import connect
from regalia.chain.record import load_record
from regalia.ledger.index import schema
from regalia.ledger.index.database import IndexDatabase, open_database
from regalia.views.following import Followed, Subject
from tests.load.deals import numbered_terms


def subjects_in(folder: Path) -> list[Subject]:
    """A record for each; the terms follow from the number."""
    return [
        Subject(load_record(path), numbered_terms(int(path.stem.rpartition("-")[2]) - 1))
        for path in sorted(folder.glob("*.json"))
    ]


def following(url: str, folder: Path, database_url: str) -> dict[str, float]:
    subjects = subjects_in(folder)
    chain_id, genesis = subjects[0].record.chain_id, subjects[0].record.genesis_hash
    web3 = connect(url, chain_id, genesis, timeout=60)
    with closing(open_database(database_url, chain_id, genesis)) as database:
        site = Followed(database, web3, subjects)
        first = _seconds_of_a_round(site)
        nothing_new = _seconds_of_a_round(site)
        web3.provider.make_request("evm_mine", [])  # type: ignore[arg-type]
        new_block = _seconds_of_a_round(site)
        events = _events(database)
    return {
        "deals": len(subjects),
        "events": events,
        "first_seconds": round(first, 1),
        "nothing_new_seconds": round(nothing_new, 2),
        "new_block_seconds": round(new_block, 1),
    }


def _seconds_of_a_round(site: Followed) -> float:
    start = process_time()
    site.once()
    return process_time() - start


def _events(database: IndexDatabase) -> int:
    with database.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(schema.event)) or 0)
