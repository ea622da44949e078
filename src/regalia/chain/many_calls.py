# SPDX-License-Identifier: Apache-2.0
"""Many questions to contracts at one block, in few requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from web3 import Web3

from regalia.chain.asking import NodeSilentError, RawNode
from regalia.chain.connection import NodeRefusedError
from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import explained


class Question(NamedTuple):
    """To the contract at ``address``; ``data`` is the selector and the arguments."""

    address: str
    data: bytes


def ask_many(web3: Web3, questions: Sequence[Question], block: int | None = None) -> list[bytes | None]:
    """What is answered to each at ``block``, None where the contract refused; as of ``web3.eth.default_block`` where no block is given.

    Raises ``ChainUnreachableError`` and ``NodeRefusedError``.
    """
    at = web3.eth.default_block if block is None else block
    when = hex(at) if isinstance(at, int) else at
    params = [[{"to": question.address, "data": "0x" + question.data.hex()}, when] for question in questions]
    try:
        return [*RawNode(web3).ask_many("eth_call", params, _bytes)]
    except NodeRefusedError:  # one of them, or the whole request: whoever is asked alone says which
        return [_alone(web3, question, block) for question in questions]


def _bytes(answer: Any) -> bytes:
    if not isinstance(answer, str) or not answer.startswith("0x"):
        raise NodeSilentError("no bytes in the answer")
    return bytes.fromhex(answer[2:])


def _alone(web3: Web3, question: Question, block: int | None) -> bytes | None:
    try:
        with explained("eth_call"):
            to, data = Web3.to_checksum_address(question.address), "0x" + question.data.hex()
            return bytes(web3.eth.call({"to": to, "data": data}, block_identifier=block))  # type: ignore[typeddict-item]
    except ContractRevertedError:
        return None
