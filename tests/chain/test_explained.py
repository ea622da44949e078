# SPDX-License-Identifier: Apache-2.0
"""Whatever web3 raises about a node has a name of ours, and a refusal by the node is no revert."""

from __future__ import annotations

from json import JSONDecodeError
from typing import Any

import pytest
from requests.exceptions import ConnectionError as RequestsConnectionError
from web3._utils.error_formatters_utils import raise_contract_logic_error_on_revert
from web3.exceptions import BadFunctionCallOutput, BadResponseFormat, BlockNotFound, ContractLogicError, Web3RPCError

from regalia.chain.connection import ChainUnreachableError, NodeRefusedError
from regalia.chain.errors import ContractRevertedError, revert_data
from regalia.chain.node_errors import WrongAnswerError
from regalia.chain.transact import explained
from regalia.errors import RegaliaError

POOR = "Sender doesn't have enough funds to send tx. The max upfront cost is: 2 and the sender's balance is: 1."


def raised(error: dict[str, Any]) -> ContractLogicError:
    """What web3 makes of a node's answer to a call."""
    with pytest.raises(ContractLogicError) as caught:
        raise_contract_logic_error_on_revert({"jsonrpc": "2.0", "id": 1, "error": error})  # type: ignore[typeddict-item]
    return caught.value


@pytest.mark.parametrize(
    "answer",
    [
        {"code": -32000, "message": POOR, "data": {"message": POOR}},
        {"code": -32603, "message": POOR, "data": {"message": POOR, "data": None}},
        {"code": -32000, "message": POOR, "data": None},
    ],
    ids=["Hardhat", "nested", "null"],
)
def test_explained__node_refuses_a_call__its_words_and_no_revert(answer: dict[str, Any]) -> None:
    error = raised(answer)
    assert revert_data(error) is None
    with pytest.raises(NodeRefusedError) as caught, explained("store"):
        raise error
    assert caught.value.message == f"store: the node refused: {POOR}"


@pytest.mark.parametrize(
    "answer",
    [
        {"code": 3, "message": "execution reverted"},
        {"code": -32000, "message": "execution reverted"},
        {"code": -32000, "message": "execution reverted", "data": None},
        {"code": -32603, "message": "Error: Transaction reverted without a reason string", "data": {"message": "?"}},
        {"code": -32603, "message": "VM Exception while processing: revert", "data": {"data": "0x"}},
    ],
    ids=["code 3", "words", "null", "Hardhat", "Hardhat with data"],
)
def test_explained__contract_refuses_without_a_reason__said_so(answer: dict[str, Any]) -> None:
    with pytest.raises(ContractRevertedError, match=r"^store: NoReason\(\)"), explained("store"):
        raise raised(answer)


@pytest.mark.parametrize(
    ("error", "name", "words"),
    [
        (BadFunctionCallOutput("Could not decode"), WrongAnswerError, "store: what the node answered is not of this"),
        (BadResponseFormat("?"), ChainUnreachableError, r"store: the node stopped answering \(BadResponseFormat\)"),
        (JSONDecodeError("?", "<html>", 0), ChainUnreachableError, r"stopped answering \(JSONDecodeError\)"),
        (RequestsConnectionError("gone"), ChainUnreachableError, r"stopped answering \(ConnectionError\)"),
        (BlockNotFound("Block with id: '0x5' not found."), NodeRefusedError, "Block with id: '0x5' not found"),
        (Web3RPCError("nonce too low"), NodeRefusedError, "store: the node refused: nonce too low"),
    ],
    ids=["no answer", "no JSON-RPC", "no JSON", "gone", "no block", "refusal"],
)
def test_explained__whatever_web3_raises__named(error: Exception, name: type[RegaliaError], words: str) -> None:
    with pytest.raises(name, match=words), explained("store"):
        raise error


def test_explained__error_of_ours_that_speaks_of_a_revert__as_it_is() -> None:
    class ReversalError(RegaliaError, ValueError):
        """Of something else."""

    with pytest.raises(ReversalError), explained("store"):
        raise ReversalError("the order was reverted")


def test_wrong_answer__whoever_expects_web3_s__catches_it() -> None:
    assert issubclass(WrongAnswerError, BadFunctionCallOutput) and issubclass(WrongAnswerError, ValueError)
