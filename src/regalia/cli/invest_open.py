# SPDX-License-Identifier: Apache-2.0
"""The books of one wallet in all deals that were asked for: the index brought up to date and held against the chain, or as it is."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial

import click
from eth_typing import ChecksumAddress
from sqlalchemy import Connection
from web3 import Web3

from regalia.chain.asking import Patience, RawNode
from regalia.chain.connection import ChainUnreachableError, connect
from regalia.chain.logs import ChainChangedError
from regalia.cli.index_open import Followed, default_database
from regalia.cli.index_text import ProgressLine
from regalia.cli.invest_agree import HolderTax, hold_against
from regalia.cli.invest_deals import deals_of
from regalia.cli.invest_kept import existing_database, kept_deals, known_wallets
from regalia.cli.invest_options import Where
from regalia.cli.invest_view import View
from regalia.cli.invest_wallet import checked
from regalia.deployment.networks import node_of
from regalia.errors import RegaliaError
from regalia.ledger.index.database import IndexDatabase, open_database
from regalia.ledger.index.deals import IndexedDeal
from regalia.ledger.index.follow import Indexer
from regalia.ledger.index.moment import Moment
from regalia.ledger.index.nodes import hash_on
from regalia.ledger.index.progress import Progress
from regalia.ledger.index.read_only import read_index
from regalia.ledger.index.reader import IndexReader
from regalia.nearest import which_address
from regalia.reports.errors import UnknownHolderError
from regalia.reports.statement import statement_for

_PATIENCE = Patience(silent=(0.25, 1.0))
"""Somebody waits for an answer."""
_TIMEOUT = 30
"""Seconds for a question, as for ``regalia index``."""
_LONG_NS = 2 * 10**9
_TRIES = 3
"""A chain that is reorganised again and again while it is looked at is given up on."""
_OFFLINE = "What is known already: regalia invest portfolio --offline."


@dataclass(frozen=True)
class Visit:
    """``views`` are of the deals in which the wallet ever had anything, at least one; they can be asked for as long as ``visited`` is open.
    ``web3`` is None offline.
    """

    wallet: ChecksumAddress
    views: tuple[View, ...]
    web3: Web3 | None


@contextmanager
def visited(where: Where, typed: str, offline: bool = False, quiet: bool = False) -> Iterator[Visit]:
    """``typed`` is the wallet's address as somebody typed it. How far a long reading is goes to standard error, unless ``quiet``.

    Raises as ``deals_of``, ``connect``, ``open_database``, ``Indexer.catch_up`` and ``hold_against`` do, and ``NoIndexError``,
    ``UnknownHolderError`` and click's ``BadParameter``.
    """
    if offline and where.rpc is not None:
        raise click.UsageError("--offline asks no node: leave --rpc out")
    with _other_ways():
        deals = deals_of(where)
    chain = deals[0].record.chain_id, deals[0].record.genesis_hash
    web3 = None if offline else _connected(where.rpc, *chain)
    place = existing_database(where.db, chain[0]) if offline else where.db or default_database(chain[0])
    with closing((read_index if offline else open_database)(place, *chain)) as database:
        with database.reading() as connection:
            wallet = checked(typed, partial(known_wallets, connection))
        for tries_left in reversed(range(_TRIES)):
            known = kept_deals(database, deals) if web3 is None else _caught_up(database, web3, deals, quiet)
            with database.reading() as connection:
                try:
                    visit = _visit(connection, known, wallet, web3)
                except ChainChangedError:
                    if not tries_left:
                        raise
                    continue
                yield visit
            return


def _connected(rpc: str | None, chain_id: int, genesis_hash: str) -> Web3:
    with _other_ways():
        return connect(node_of(chain_id, rpc), chain_id, genesis_hash, timeout=_TIMEOUT)


@contextmanager
def _other_ways() -> Iterator[None]:
    """Where no node answers, what is known can still be looked at."""
    try:
        yield
    except ChainUnreachableError as error:
        error.hint = f"{error.hint} {_OFFLINE}".strip()
        raise


def _caught_up(database: IndexDatabase, web3: Web3, deals: Sequence[Followed], quiet: bool) -> list[IndexedDeal]:
    try:
        with _other_ways():
            return [
                Indexer(database, web3, one.record, one.terms, patience=_PATIENCE).catch_up(
                    _AfterAWhile(one.record.deal_id, quiet)
                )
                for one in deals
            ]
    except KeyboardInterrupt:
        click.echo("what was read is kept: the same command goes on there", err=True)
        raise


class _AfterAWhile:
    """Tells nothing of a reading that is soon done."""

    def __init__(self, deal: str, quiet: bool) -> None:
        self._line, self._began = ProgressLine(deal, quiet), time.monotonic_ns()

    def __call__(self, progress: Progress) -> None:
        if progress.rewound or time.monotonic_ns() - self._began > _LONG_NS:
            self._line(progress)


def _visit(connection: Connection, known: Sequence[IndexedDeal], wallet: ChecksumAddress, web3: Web3 | None) -> Visit:
    views = []
    for deal in known:
        reader = IndexReader(connection, deal)
        tax = None if web3 is None else _agreed(web3, reader, wallet)
        views.append(View(Moment(connection, deal, reader), statement_for(reader, wallet), tax))
    having = tuple(view for view in views if view.statement.positions)
    if not having:
        deals = ", ".join(deal.record.deal_id for deal in known)
        hint = which_address(wallet, known_wallets(connection)) or "Name the wallet that bid for units, or got them."
        raise UnknownHolderError(f"address: {wallet} never had units of {deals}", hint)
    return Visit(wallet, having, web3)


def _agreed(web3: Web3, reader: IndexReader, wallet: ChecksumAddress) -> HolderTax:
    """Raises ``ChainChangedError`` where the block is not the chain's any more, so that what differs means nothing."""
    try:
        return hold_against(web3, reader, wallet)
    except RegaliaError as error:
        read = reader.checkpoint
        if read and hash_on(RawNode(web3), read.block) != read.hash:
            raise ChainChangedError(f"block {read.block} is another one now", "Try again.") from error
        raise
