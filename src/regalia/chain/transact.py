# SPDX-License-Identifier: Apache-2.0
"""Sending a transaction: tried out first, so that a refusal is explained before anything is spent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol, cast

from eth_typing import ChecksumAddress
from requests.exceptions import RequestException
from web3 import Web3
from web3.contract.contract import ContractConstructor, ContractFunction
from web3.exceptions import Web3Exception, Web3RPCError
from web3.types import TxParams, TxReceipt

from regalia.chain.artefact import Artefact
from regalia.chain.connection import ChainUnreachableError, NodeRefusedError, wait_for_receipt
from regalia.chain.errors import ContractRevertedError, Revert, decode_revert, revert_data

_REFUSED = "Check the sender's balance for gas, and that the node knows the sender or a signer is given."
_MOST_GAS = 2**24
"""Of one transaction (EIP-7825)."""
_CHANGED = "It went through when tried, so something changed in between: look at the chain and try again."


class Signed(Protocol):
    """A signed transaction."""

    @property
    def raw_transaction(self) -> bytes: ...


class Signer(Protocol):
    """Whoever holds a key and signs: eth_account's ``LocalAccount``, or a wallet behind the same two names."""

    @property
    def address(self) -> ChecksumAddress: ...

    def sign_transaction(self, transaction_dict: Any) -> Signed: ...


Sender = ChecksumAddress | Signer
"""An address the node has unlocked, or a signer."""


def send(web3: Web3, call: ContractFunction | ContractConstructor, sender: Sender, timeout: float = 120.0) -> TxReceipt:
    """Simulate, send and wait for the receipt.

    Raises ``ContractRevertedError`` (nothing was sent, unless its message names a transaction), ``NodeRefusedError``,
    ``ReceiptTimeoutError`` and ``ChainUnreachableError``.
    """
    address = sender if isinstance(sender, str) else sender.address
    action = getattr(call, "fn_name", "deployment")
    with explained(action):
        most = min(web3.eth.get_block("latest")["gasLimit"], _MOST_GAS)
        transaction: TxParams = call.build_transaction({"from": address, "gas": most})
        web3.eth.call(transaction)
        transaction["gas"] = min(_with_room(web3.eth.estimate_gas(transaction)), most)
        if isinstance(sender, str):
            transaction_hash = web3.eth.send_transaction(transaction)
        else:
            transaction["nonce"] = web3.eth.get_transaction_count(sender.address, "pending")
            signed = sender.sign_transaction(cast(dict[str, Any], transaction))
            transaction_hash = web3.eth.send_raw_transaction(signed.raw_transaction)
    receipt = wait_for_receipt(web3, transaction_hash, timeout)
    if receipt["status"] != 1:
        revert = Revert("RevertedWhenMined", {"transaction": bytes(transaction_hash)})
        raise ContractRevertedError(revert, action, _CHANGED)
    return receipt


def _with_room(estimate: int) -> int:
    """A limit of gas above the estimate; what is not used costs nothing.

    The estimate is made in the second of the latest block. Mined in a later one, a move of units on record dates writes two
    new slots it had not to write then, and another transaction may come first and change what this one has to do.
    """
    return estimate * 2 + 50_000


def deploy(web3: Web3, artefact: Artefact, sender: Sender, *arguments: Any) -> tuple[ChecksumAddress, TxReceipt]:
    """Deploy an artefact; its address and the receipt. Raises as ``send`` does."""
    factory = web3.eth.contract(abi=artefact.abi, bytecode=artefact.bytecode)
    receipt = send(web3, factory.constructor(*arguments), sender)
    return cast(ChecksumAddress, receipt["contractAddress"]), receipt


def call(web3: Web3, function: ContractFunction, sender: Sender | None = None) -> Any:
    """Read a contract: the decoded return value. Raises ``ContractRevertedError`` and ``ChainUnreachableError``."""
    transaction: TxParams = {}
    if sender is not None:
        transaction["from"] = sender if isinstance(sender, str) else sender.address
    with explained(function.fn_name):
        return function.call(transaction)


def _words(error: Web3RPCError) -> str:
    answer = (error.rpc_response or {}).get("error")
    return str(answer["message"]) if isinstance(answer, dict) and "message" in answer else error.message


@contextmanager
def explained(action: str) -> Iterator[None]:
    """What web3 raises about a revert becomes ``ContractRevertedError``, a lost node ``ChainUnreachableError``."""
    try:
        yield
    except (Web3Exception, ValueError) as error:
        data = revert_data(error)
        if data is not None:
            raise ContractRevertedError(decode_revert(data), action) from error
        if isinstance(error, Web3RPCError):
            raise NodeRefusedError(f"{action}: the node refused: {_words(error)}", _REFUSED) from error
        raise
    except RequestException as error:
        raise ChainUnreachableError(
            f"{action}: the node stopped answering ({type(error).__name__})",
            "Check the node, then whether the transaction was mined.",
        ) from error
