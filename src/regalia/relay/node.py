# SPDX-License-Identifier: Apache-2.0
"""One node: what the relay asks of it, in values that can be compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from eth_typing import ChecksumAddress
from requests.exceptions import RequestException
from web3 import Web3
from web3.exceptions import Web3Exception, Web3RPCError
from web3.types import RPCEndpoint, RPCResponse

from regalia.chain.errors import ContractRevertedError, decode_revert, revert_data
from regalia.relay.errors import NodeUnusableError

T = TypeVar("T")
Call = Mapping[str, str]
"""Of a contract: from, to and data."""


@dataclass(frozen=True)
class Block:
    number: int
    hash: str
    time: int
    base_fee: int
    gas_limit: int


@dataclass(frozen=True)
class Receipt:
    """Of a transaction that was mined, and whether it went through."""

    block: int
    block_hash: str
    succeeded: bool


@dataclass(frozen=True)
class Log:
    """What was emitted, not decoded yet."""

    block: int
    block_hash: str
    transaction: str
    index: int
    topics: tuple[bytes, ...]
    data: bytes


@dataclass(frozen=True)
class Reverted:
    """What a contract refused with: two nodes may word it as they like, these bytes decide."""

    data: bytes

    @property
    def error(self) -> ContractRevertedError:
        return ContractRevertedError(decode_revert(self.data))


class Node:
    """Every method raises ``NodeUnusableError`` when there is no answer, or none that means anything.

    It asks in plain JSON-RPC: web3's own methods ask for the chain's id beside every call, and word errors as they like.
    """

    def __init__(self, web3: Web3, name: str) -> None:
        # it asks again at the next tick, so not at once
        self.name, self._provider = name, getattr(web3.provider, "hasty", web3.provider)

    def chain_id(self) -> int:
        return self._ask("eth_chainId", [], _number)

    def block(self, number: int | None = None) -> Block | None:
        """The latest when no number is given; None when the node doesn't have it."""

        def read(found: Any) -> Block:
            base_fee = _number(found.get("baseFeePerGas") or "0x0")
            number, time = _number(found["number"]), _number(found["timestamp"])
            return Block(number, str(found["hash"]), time, base_fee, _number(found["gasLimit"]))

        which = "latest" if number is None else hex(number)
        return self._ask("eth_getBlockByNumber", [which, False], _or_none(read))

    def mined_count(self, sender: ChecksumAddress, block: int) -> int:
        """How many nonces of an account are used up after a block."""
        return self._ask("eth_getTransactionCount", [sender, hex(block)], _number)

    def receipt(self, hash_: str) -> Receipt | None:
        def read(found: Any) -> Receipt:
            return Receipt(_number(found["blockNumber"]), str(found["blockHash"]), _number(found["status"]) == 1)

        return self._ask("eth_getTransactionReceipt", [hash_], _or_none(read))

    def knows(self, hash_: str) -> bool:
        """Whether it holds the transaction, mined or waiting."""
        return self._ask("eth_getTransactionByHash", [hash_], bool)

    def call(self, transaction: Call, block: int) -> bytes | Reverted:
        return self._try("eth_call", [transaction, hex(block)], _bytes)

    def estimate(self, transaction: Call) -> int | Reverted:
        return self._try("eth_estimateGas", [transaction], _number)

    def logs(
        self, address: ChecksumAddress, topics: Sequence[str | Sequence[str]], first: int, last: int
    ) -> tuple[Log, ...]:
        def read(found: Any) -> tuple[Log, ...]:
            return tuple(_log(log) for log in found if not log.get("removed"))

        asked = {"address": address, "topics": list(topics), "fromBlock": hex(first), "toBlock": hex(last)}
        return self._ask("eth_getLogs", [asked], read)

    def send(self, raw: bytes) -> str:
        """Hand over signed bytes: "" when the node took them, otherwise its words."""
        answer = self._answer("eth_sendRawTransaction", ["0x" + raw.hex()])
        return _words(answer) if "error" in answer else ""

    def _try(self, method: str, params: list[Any], read: Callable[[Any], T]) -> T | Reverted:
        answer = self._answer(method, params)
        if "error" not in answer:
            return self._read(answer, read)
        data = revert_data(Web3RPCError(_words(answer), rpc_response=cast(RPCResponse, answer)))
        if data is None:
            raise self._unusable(f"answered: {_words(answer)}")
        return Reverted(data)

    def _ask(self, method: str, params: list[Any], read: Callable[[Any], T]) -> T:
        answer = self._answer(method, params)
        if "error" in answer:
            raise self._unusable(f"answered: {_words(answer)}")
        return self._read(answer, read)

    def _answer(self, method: str, params: list[Any]) -> Mapping[str, Any]:
        try:
            answer = self._provider.make_request(RPCEndpoint(method), params)
        # not JSON is a ValueError
        except (RequestException, Web3Exception, ValueError) as error:
            raise self._unusable(f"does not answer ({type(error).__name__})") from error
        if not isinstance(answer, Mapping) or ("result" not in answer and "error" not in answer):
            raise self._unusable("its answer is no answer")
        return answer

    def _read(self, answer: Mapping[str, Any], read: Callable[[Any], T]) -> T:
        try:
            return read(answer["result"])
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise self._unusable(f"its answer makes no sense ({type(error).__name__})") from error

    def _unusable(self, words: str) -> NodeUnusableError:
        return NodeUnusableError(f"{self.name} node: {words}", "It is asked again; check the node if that goes on.")


def _log(found: Any) -> Log:
    where = _number(found["blockNumber"]), str(found["blockHash"]), str(found["transactionHash"])
    return Log(
        *where, _number(found["logIndex"]), tuple(_bytes(topic) for topic in found["topics"]), _bytes(found["data"])
    )


def _or_none(read: Callable[[Any], T]) -> Callable[[Any], T | None]:
    return lambda found: None if found is None else read(found)


def _number(text: Any) -> int:
    return int(text, 16)


def _bytes(text: Any) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))


def _words(answer: Mapping[str, Any]) -> str:
    error = answer["error"]
    return str(error["message"]) if isinstance(error, Mapping) and "message" in error else str(error)
