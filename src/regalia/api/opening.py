# SPDX-License-Identifier: Apache-2.0
"""Finding what a deal is opened from: its record, its deal file, the address somebody typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from eth_typing import ChecksumAddress
from eth_utils.address import is_checksum_address, is_hex_address, to_checksum_address

from regalia.api.errors import DealFileMissingError, NotAnAddressError, UnknownDealError, did_you_mean, which_address
from regalia.chain.connection import connect
from regalia.chain.record import DeploymentRecord, record_path
from regalia.chain.transact import explained
from regalia.domain.terms import Terms, load_terms, terms_hash
from regalia.servicing.status import OtherTermsError

PLATFORM = "platform"
"""A file beside the records that is none."""


def named_records(folder: Path, chain_id: int) -> dict[str, Path]:
    """Records of a chain by the name of their deal, in the order of the names."""
    found = sorted((folder / str(chain_id)).glob("*.json"))
    return {path.stem: path for path in found if path.stem != PLATFORM}


def named_record(name: str, folder: Path, chain_id: int) -> Path:
    """Raises ``UnknownDealError``."""
    known = named_records(folder, chain_id)
    if name not in known:
        raise UnknownDealError(
            f"deal: there is no record {record_path(folder, chain_id, name)}",
            did_you_mean(name, known) if known else f"Records of chain {chain_id} belong in {folder / str(chain_id)}.",
        )
    return known[name]


def terms_of(record: DeploymentRecord, beside: Path, given: Path | None) -> Terms:
    """The deal file that was given, else the one beside the record or in ``deals/`` of the current folder, which must be the one the deal
    was made from. Raises ``DealFileMissingError``, ``TermsError`` and ``OtherTermsError``.
    """
    name = f"{record.deal_id}.yaml"
    places = [given] if given else [beside.parent / name, Path("deals") / name]
    found = next((path for path in places if path.is_file()), None)
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


def address_from(given: object, known: Callable[[], Iterable[str]] = tuple) -> ChecksumAddress:
    """As typed, or of an account. Mixed letters must spell the checksum; ``known`` are those that may be meant. Raises
    ``NotAnAddressError``.
    """
    text = given if isinstance(given, str) else getattr(given, "address", given)
    if isinstance(text, str) and is_hex_address(text) and text.startswith("0x"):
        if text[2:] in (text[2:].lower(), text[2:].upper()) or is_checksum_address(text):
            return to_checksum_address(text)
        hint = which_address(text, known()) or "A letter may be mistyped: copy it again."
        raise NotAnAddressError(f"address: {text}: its checksum is wrong", hint)
    hint = (which_address(text, known()) if isinstance(text, str) else "") or "Give the address of a wallet."
    raise NotAnAddressError(f"address: {text!r} is not 0x and 40 hexadecimal digits", hint)
