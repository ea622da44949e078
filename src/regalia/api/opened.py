# SPDX-License-Identifier: Apache-2.0
"""A deal that is open: which one it is, and as of which block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from eth_typing import ChecksumAddress

from regalia.api.opening import chain_of, database_url, terms_of
from regalia.api.source import Source
from regalia.chain.connection import connect
from regalia.chain.record import DeploymentRecord, load_record
from regalia.chain.record_folder import named_record
from regalia.domain.terms import Terms
from regalia.reports.names import Names

Labels = Mapping[str, str] | Mapping[ChecksumAddress, str]


@dataclass(frozen=True)
class AsOf:
    """The block everything is known up to."""

    block: int
    hash: str
    time: datetime

    def __repr__(self) -> str:
        return f"<block {self.block}, {self.time:%Y-%m-%d %H:%M} UTC>"


class OpenDeal:
    """As of one block; ``refresh`` goes on to the latest."""

    def __init__(self, source: Source, labels: Labels | None = None) -> None:
        self._source = source
        self._names = Names(source, {str(address): name for address, name in (labels or {}).items()})

    @classmethod
    def open(
        cls,
        record: str | Path,
        rpc: str,
        terms: str | Path | None = None,
        db: str | Path | None = None,
        labels: Labels | None = None,
    ) -> Self:
        """By its deployment record and a node. ``terms`` is the deal file: beside the record or in ``deals/`` when not given. ``db`` keeps
        what was read (a path or a database's URL); in memory when not given. ``labels`` are names for addresses.

        Raises ``RecordError``, ``ChainUnreachableError``, ``WrongNetworkError``, ``OtherTermsError``, ``LogError`` in their kinds.
        """
        path = Path(record)
        found = load_record(path)
        deal_file = terms_of(found, path, None if terms is None else Path(terms))
        web3 = connect(rpc, found.chain_id, found.genesis_hash)
        return cls(Source.open(web3, found, deal_file, database_url(db)), labels)

    @classmethod
    def named(
        cls,
        name: str,
        rpc: str,
        chain_id: int | None = None,
        folder: str | Path = "deployments",
        terms: str | Path | None = None,
        db: str | Path | None = None,
        labels: Labels | None = None,
    ) -> Self:
        """By the name of its record in ``folder/<chain id>/``; the chain is the node's when not given. Raises ``UnknownDealError``."""
        chain = chain_of(rpc) if chain_id is None else chain_id
        return cls.open(named_record(name, Path(folder), chain), rpc, terms, db, labels)

    def refresh(self) -> Self:
        """Read what the chain has said since."""
        self._source.refresh()
        return self

    def close(self) -> None:
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def id(self) -> str:
        return self.terms.id

    @property
    def terms(self) -> Terms:
        """The deal file."""
        return self._source.terms

    @property
    def record(self) -> DeploymentRecord:
        """Addresses, code and what the deal was made from."""
        return self._source.record

    @property
    def currency(self) -> str:
        return self.terms.currency.code

    @property
    def as_of(self) -> AsOf:
        at = self._source.checkpoint
        return AsOf(at.block, at.hash, datetime.fromtimestamp(at.timestamp, UTC))
