# SPDX-License-Identifier: Apache-2.0
"""What the index keeps of each tranche against the contracts' own answers at its checkpoint: supply, income per unit, balance."""

from __future__ import annotations

from typing import Any

from eth_abi.abi import encode
from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak
from web3 import Web3

from regalia.chain import artefacts
from regalia.chain.connection import NodeRefusedError
from regalia.chain.decoding import Entry, decode_values, signature
from regalia.chain.many_calls import Question, ask_many
from regalia.chain.state_words import state_of
from regalia.ledger.index.follow_errors import IndexDiffersError
from regalia.ledger.index.reader import IndexReader, TrancheState

_NAMES = {
    "supply": "units",
    "awaited": "units not collected yet",
    "per_unit": "income per unit",
    "remainder": "income not yet shared out",
    "dust": "fractions left behind",
    "balance": "balance",
}
"""What is compared, by its field of ``TrancheState``."""


def check_agreement(web3: Web3, reader: IndexReader) -> None:
    """Ask at the reader's checkpoint. Raises ``IndexDiffersError`` with every figure that differs, ``ChainUnreachableError`` and
    ``NodeRefusedError``.
    """
    record, checkpoint = reader.record, reader.checkpoint
    assert checkpoint is not None
    tranches = [tranche.id for tranche in reader.terms.tranches]
    deal, escrow = _View("Deal", "state"), _View("RoyaltyEscrow", "bookOf")
    questions = [deal.ask(record.deal.address)]
    questions += [escrow.ask(record.escrow.address, record.tokens[tranche].address) for tranche in tranches]
    state, *books = ask_many(web3, questions, checkpoint.block)
    balances = state_of([*deal.told(state)[0].values()], len(tranches)).balance
    found: list[str] = []
    for tranche, balance, book in zip(tranches, balances, books, strict=True):
        supply, remainder, per_unit, _, _, dust, awaited = escrow.told(book)
        told = TrancheState(supply, awaited, per_unit, remainder, dust, balance)
        found += _differing(tranche, reader.state(tranche), told)
    if found:
        raise IndexDiffersError(record.deal_id, checkpoint.block, tuple(found))


def _differing(tranche: str, kept: TrancheState, told: TrancheState) -> list[str]:
    pairs = {name: (getattr(kept, name), getattr(told, name)) for name in _NAMES}
    return [
        f"{tranche}, {_NAMES[name]}: {ours} in the index, {theirs} on chain"
        for name, (ours, theirs) in pairs.items()
        if ours != theirs
    ]


class _View:
    """A question to a contract that takes addresses."""

    def __init__(self, name: str, view: str) -> None:
        self._entry: Entry = next(entry for entry in artefacts.load(name).abi if entry.get("name") == view)

    def ask(self, address: str, *arguments: str) -> Question:
        encoded = encode(["address"] * len(arguments), arguments)
        return Question(address, bytes(keccak(text=signature(self._entry))[:4]) + encoded)

    def told(self, answer: bytes | None) -> list[Any]:
        try:
            return [*decode_values(self._entry["outputs"], answer or b"").values()]
        except DecodingError as error:
            refused = f"{self._entry['name']}: the node gave no answer of this contract"
            raise NodeRefusedError(refused, "Use another node: it lags, or keeps no state of the block.") from error
