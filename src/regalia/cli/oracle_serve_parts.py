# SPDX-License-Identifier: Apache-2.0
"""What ``regalia oracle serve`` is given, made into what a relay needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from eth_typing import ChecksumAddress

from regalia.chain.record import DeploymentRecord
from regalia.errors import RegaliaError
from regalia.oracle.exchange import DocumentExchange
from regalia.oracle.folder_exchange import FolderExchange
from regalia.oracle.http_exchange import HttpStore
from regalia.oracle.typed_data import SigningDomain
from regalia.relay.nodes import Identity


class ServeError(RegaliaError, ValueError):
    """The relay can't be started with what was given."""


@dataclass(frozen=True)
class Served:
    """What the records given have in common, and their deals."""

    identity: Identity
    domain: SigningDomain
    deals: tuple[str, ...]
    from_block: int


def served_by(records: Sequence[DeploymentRecord]) -> Served:
    """Raises ``ServeError`` when the records are not of one oracle on one chain."""
    first = records[0]
    for record in records[1:]:
        for field, own, other in (
            ("chain_id", first.chain_id, record.chain_id),
            ("genesis_hash", first.genesis_hash, record.genesis_hash),
            ("oracle", first.oracle.address, record.oracle.address),
        ):
            if own != other:
                raise ServeError(
                    f"record of {record.deal_id}: {field} is {other}, that of {first.deal_id} has {own}",
                    "A relay serves one oracle on one chain: start another one, with a journal and a key of its own.",
                )
    return Served(
        Identity(first.chain_id, first.genesis_hash),
        SigningDomain(first.chain_id, cast(ChecksumAddress, first.oracle.address)),
        tuple(record.deal.address for record in records),
        min(record.block_number for record in records),
    )


def password_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        words = error.strerror if isinstance(error, OSError) else "it is not text"
        raise ServeError(f"password file {file.name}: {words}", "Give the file that holds the password.") from None


def exchange_at(given: str) -> DocumentExchange:
    if "://" in given:
        return DocumentExchange(HttpStore(given))
    return FolderExchange(Path(given), make=False)
