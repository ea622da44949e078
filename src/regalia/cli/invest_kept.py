# SPDX-License-Identifier: Apache-2.0
"""What the index has of deals while no node is asked."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from regalia.cli.index_open import FOLDER, Followed
from regalia.domain.terms import terms_hash
from regalia.files import is_folder, is_there
from regalia.ledger.index.checkpoints import last_checkpoint
from regalia.ledger.index.database import IndexDatabase
from regalia.ledger.index.database_url import database_url, sqlite_file
from regalia.ledger.index.deals import IndexedDeal, OtherDealError, deals_of
from regalia.ledger.index.follow_errors import NoIndexError
from regalia.ledger.index.reader import IndexReader

_HOW = "Leave --offline out, or bring the index up to date: regalia index."


def existing_database(given: str | None, chain_id: int) -> str:
    """Its address: the one given, or the usual one; none is made. Raises ``NoIndexError``, and ``DatabaseUrlError``."""
    url = given or f"sqlite:///{FOLDER}/{chain_id}.db"
    usual = given is None and not is_folder(FOLDER)
    file = None if usual else sqlite_file(database_url(url))
    if usual or (file is not None and not is_there(file)):
        raise NoIndexError(f"db: there is no index in {file or url.removeprefix('sqlite:///')}", _HOW)
    return url


def kept_deals(database: IndexDatabase, deals: Sequence[Followed]) -> list[IndexedDeal]:
    """Raises ``NoIndexError``, and ``OtherDealError`` where a deal was read by another record or other terms."""
    with database.reading() as connection:
        by_address = {deal.record.deal.address: deal for deal in deals_of(connection)}
        found = [by_address.get(one.record.deal.address) for one in deals]
        for one, kept in zip(deals, found, strict=True):
            if kept is None or last_checkpoint(connection, kept.id) is None:
                raise NoIndexError(f"db {database.place}: nothing of {one.record.deal_id} was read yet", _HOW)
            _check_same(one, kept)
        return [kept for kept in found if kept]


def known_wallets(connection: Connection) -> list[str]:
    """Everybody who has anything in any deal of the index."""
    return [wallet for deal in deals_of(connection) for wallet in IndexReader(connection, deal).wallets()]


def _check_same(given: Followed, kept: IndexedDeal) -> None:
    record, terms = kept.record == given.record, terms_hash(kept.terms) == terms_hash(given.terms)
    if not (record and terms):
        what = "terms" if record else "record"
        raise OtherDealError(
            f"{what} of {given.record.deal_id}: not what the deal at {given.record.deal.address} was indexed by",
            "Give the one it was indexed by, or build it anew: regalia index --rebuild.",
        )
