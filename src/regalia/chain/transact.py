# SPDX-License-Identifier: Apache-2.0
"""Sending a transaction: tried out first, so that a refusal is explained before anything is spent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from json import JSONDecodeError
from typing import Any, cast

from eth_typing import ChecksumAddress
from requests.exceptions import RequestException
from web3 import Web3
from web3.contract.contract import ContractConstructor, ContractFunction
from web3.exceptions import BadFunctionCallOutput, BadResponseFormat, ContractLogicError, Web3Exception, Web3RPCError
from web3.types import TxParams, TxReceipt

from regalia.chain.artefact import Artefact
from regalia.chain.errors import WEB3_SAYS, ContractRevertedError, Revert, decode_revert, revert_data
from regalia.chain.node_errors import ChainUnreachableError, NodeRefusedError, WrongAnswerError, WrongNetworkError
from regalia.chain.node_words import TOO_CHEAP, says
from regalia.chain.sending import Sender as Sender
from regalia.chain.sending import Sending
from regalia.chain.sending import Signer as Signer
from regalia.chain.waiting import wait_for
from regalia.errors import RegaliaError

_REFUSED = "Check the sender's balance for gas, and that the node knows the sender or a signer is given."
_RISING = "The base fee rises faster than it can be offered. Nothing was sent: try again in a while."
_MOST_GAS = 2**24
"""Of one transaction (EIP-7825)."""
_TRIED = ("from", "to", "data", "value", "gas")
_CHANGED = "It went through when tried, so something changed in between: look at the chain and try again."


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
        _check_chain(web3, transaction)
        # without what is offered for gas: a node would want the sender to have that for the most gas there is
        trial = cast(TxParams, {name: part for name, part in transaction.items() if name in _TRIED})
        web3.eth.call(trial)
        transaction["gas"] = min(_with_room(web3.eth.estimate_gas(trial)), most)
        sending = Sending(web3, transaction, sender, action)
        sending.hand_over()
    receipt = wait_for(sending, web3, timeout)
    if receipt["status"] != 1:
        revert = Revert("RevertedWhenMined", {"transaction": bytes(receipt["transactionHash"])})
        raise ContractRevertedError(revert, action, _CHANGED)
    return receipt


def _check_chain(web3: Web3, transaction: TxParams) -> None:
    """What is signed for one chain can be mined there, whoever asked for it."""
    connected, signed = getattr(web3.provider, "chain_id", None), transaction.get("chainId")
    if connected is not None and signed != connected:
        raise WrongNetworkError(
            f"chain id: the node served {connected} and would have {signed} signed; nothing was sent",
            "Use a node of the right network.",
        )


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


def _words(error: Web3RPCError | ContractLogicError) -> str:
    answer = (getattr(error, "rpc_response", None) or {}).get("error")
    told = answer["message"] if isinstance(answer, dict) and "message" in answer else error.message
    return str(told).removeprefix(WEB3_SAYS)


@contextmanager
def explained(action: str) -> Iterator[None]:
    """What web3 raises about a revert becomes ``ContractRevertedError``, about a refusal ``NodeRefusedError``, about an answer that is
    none of the contract's ``WrongAnswerError``; a lost node, and one that does not speak JSON-RPC, ``ChainUnreachableError``.
    """
    try:
        yield
    except RegaliaError:
        raise
    except BadFunctionCallOutput as error:
        raise WrongAnswerError(
            f"{action}: what the node answered is not of this contract",
            "Check the address and the network. Where both are right, the node lags: try again, or use another one.",
        ) from error
    except (RequestException, BadResponseFormat, JSONDecodeError) as error:
        raise ChainUnreachableError(
            f"{action}: the node stopped answering ({type(error).__name__})",
            "Check the node, then whether the transaction was mined.",
        ) from error
    except (Web3Exception, ValueError) as error:
        data = revert_data(error)
        if data is not None:
            raise ContractRevertedError(decode_revert(data), action) from error
        if isinstance(error, Web3RPCError | ContractLogicError):
            words = _words(error)
            hint = _RISING if says(words, *TOO_CHEAP) else _REFUSED
            raise NodeRefusedError(f"{action}: the node refused: {words}", hint) from error
        raise
