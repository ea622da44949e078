# SPDX-License-Identifier: Apache-2.0
"""Finding what a deal is opened from: its deal file, its chain, its database."""

from __future__ import annotations

from pathlib import Path

from regalia.api.errors import DealFileMissingError
from regalia.chain.connection import connect
from regalia.chain.record import DeploymentRecord
from regalia.chain.transact import explained
from regalia.domain.terms import Terms, load_terms, terms_hash
from regalia.files import is_there
from regalia.servicing.status import OtherTermsError


def terms_of(record: DeploymentRecord, beside: Path, given: Path | None) -> Terms:
    """The deal file that was given, else the one beside the record or in ``deals/`` of the current folder, which must be the one the deal
    was made from. Raises ``DealFileMissingError``, ``TermsError`` and ``OtherTermsError``.
    """
    name = f"{record.deal_id}.yaml"
    places = [given] if given else [beside.parent / name, Path("deals") / name]
    found = next((path for path in places if is_there(path)), None)
    if found is None:
        raise DealFileMissingError(
            f"terms: there is no file {' and none '.join(map(str, places))}", "Name the deal file: terms=PATH."
        )
    terms = load_terms(found)
    if "0x" + terms_hash(terms).hex() != record.terms_hash:
        raise OtherTermsError(
            f"terms: the deal of {beside.name} was not made from {found}, its hash is another",
            "Take the file it was made from: terms=PATH.",
        )
    return terms


def chain_of(rpc: str) -> int:
    """The id of a node's chain. Raises ``ChainUnreachableError``."""
    web3 = connect(rpc)
    with explained("eth_chainId"):
        return web3.eth.chain_id


def database_url(given: str | Path | None) -> str:
    """A database's URL; a path becomes SQLite's, nothing a database in memory."""
    if given is None:
        return "sqlite://"
    text = str(given)
    return text if "://" in text else f"sqlite:///{text}"
