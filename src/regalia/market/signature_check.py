# SPDX-License-Identifier: Apache-2.0
"""Whether the desk would take a signature: a key's, else what the maker's contract says of it (ERC-1271)."""

from __future__ import annotations

from collections.abc import Callable

from eth_abi.abi import encode
from eth_utils.crypto import keccak
from web3 import Web3
from web3.exceptions import Web3Exception
from web3.types import TxParams

from regalia.chain.connection import NodeRefusedError
from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import explained
from regalia.market.signed_order import SignedOrder, key_fault
from regalia.market.views import Views

_QUESTION = keccak(text="isValidSignature(bytes32,bytes)")[:4]
_YES = _QUESTION + bytes(28)
MOST_GAS = 1_000_000
"""Given to a maker's contract for its answer: more would make a fill too dear."""


def signature_fault(views: Views, signed: SignedOrder) -> str:
    """Why it is not the maker's, at the block of the views; empty when it is. A wallet with code (EIP-7702) may sign in either way."""
    fault = key_fault(signed)
    if not fault:
        return ""
    if not views.code(signed.order.maker):
        return fault if not signed.by_contract else f"there is no contract at {signed.order.maker}, and {fault}"
    answer = _answer(views, signed)
    return "" if answer[:32] == _YES else f"the contract {signed.order.maker} does not confirm it"


def judge_of(web3: Web3) -> Callable[[SignedOrder], str]:
    """For a board that has a node: why a signature is none at the latest block, empty when it is one."""
    return lambda signed: signature_fault(Views(web3), signed)


def _answer(views: Views, signed: SignedOrder) -> bytes:
    data = _QUESTION + encode(["bytes32", "bytes"], [signed.hash, signed.signature])
    question: TxParams = {"to": signed.order.maker, "data": data, "gas": MOST_GAS}
    try:
        with explained("isValidSignature"):
            return bytes(views.web3.eth.call(question, block_identifier=views.block))
    except (ContractRevertedError, NodeRefusedError, Web3Exception, ValueError):
        return b""
