# SPDX-License-Identifier: Apache-2.0
"""Whether record, terms, database and node are of the same deal, before anything is read: a mistyped one would give an empty index."""

from __future__ import annotations

from eth_utils.crypto import keccak

from regalia.chain.asking import RawNode
from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms, terms_hash
from regalia.ledger.index.binding import Binding
from regalia.ledger.index.follow_errors import IndexedRecordError, NodeBehindError


def check_fits(binding: Binding, record: DeploymentRecord, terms: Terms) -> None:
    """Raises ``IndexedRecordError``."""
    place = f"record of {record.deal_id}"
    if (record.chain_id, record.genesis_hash) != (binding.chain_id, binding.genesis_hash):
        found = f"chain {record.chain_id} ({record.genesis_hash})"
        raise IndexedRecordError(
            f"{place}: it is of {found}, the database of chain {binding.chain_id} ({binding.genesis_hash})",
            "Each chain has a database of its own.",
        )
    given = "0x" + terms_hash(terms).hex()
    if given != record.terms_hash:
        raise IndexedRecordError(
            f"{place}: terms_hash {record.terms_hash} is not that of the deal file, {given}",
            "Give the deal file the deal was made from: --terms FILE.",
        )


def check_there(node: RawNode, record: DeploymentRecord, head: int) -> None:
    """That the deal is on the node's chain. Raises ``IndexedRecordError`` and ``NodeBehindError``."""
    place, address = f"record of {record.deal_id}", record.deal.address
    if head < record.block_number:
        raise NodeBehindError(
            f"the node has blocks up to {head}, the deal {record.deal_id} begins at {record.block_number}",
            "Wait until the node has caught up, or use another one.",
        )
    code = node.ask("eth_getCode", [address, "latest"], lambda answer: bytes.fromhex(answer[2:]))
    if not code:
        raise IndexedRecordError(
            f"{place}: there is no contract at {address}", "Use the record and the node of one network."
        )
    found = "0x" + keccak(code).hex()
    if found != record.deal.code_hash:
        raise IndexedRecordError(
            f"{place}: deal.code_hash {record.deal.code_hash} is not that of the code at {address}, {found}",
            "It is another deal's record, or not this release's: take the one that was published.",
        )
