# SPDX-License-Identifier: Apache-2.0
"""A connection to a node that is known to be the right one."""

from __future__ import annotations

from urllib.parse import urlsplit

from hexbytes import HexBytes
from requests.exceptions import RequestException
from web3 import HTTPProvider, Web3
from web3.exceptions import TimeExhausted, Web3Exception
from web3.types import TxReceipt

from regalia.errors import RegaliaError


class ChainUnreachableError(RegaliaError, ConnectionError):
    """No node answers at the address."""


class WrongNetworkError(RegaliaError, ValueError):
    """The node serves another chain than the one asked for."""


class NodeRefusedError(RegaliaError, RuntimeError):
    """The node answered that it will not do what was asked; its words are in the message."""


class ReceiptTimeoutError(RegaliaError, TimeoutError):
    """A transaction was sent and is not mined yet."""


def connect(
    url: str, expected_chain_id: int | None = None, genesis_hash: str | None = None, timeout: float = 10.0
) -> Web3:
    """Connect over HTTP and check the chain's id and the hash of its block 0 (``0x…``) where they are given.

    ``timeout`` is in seconds, for every request. Raises ``ChainUnreachableError`` and ``WrongNetworkError``.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise ChainUnreachableError(
            f"rpc: {_shown(url)!r} is not an http or https address", "Example: http://127.0.0.1:8545"
        )
    web3 = Web3(HTTPProvider(url, request_kwargs={"timeout": timeout}, exception_retry_configuration=None))
    try:
        chain_id = web3.eth.chain_id
        genesis = web3.eth.get_block(0)["hash"].to_0x_hex() if genesis_hash else None
    except (RequestException, Web3Exception, ValueError) as error:
        raise ChainUnreachableError(
            f"rpc: no node answers at {place(url)} ({type(error).__name__})",
            "Check the address, that the node runs and that it speaks Ethereum JSON-RPC.",
        ) from error
    if expected_chain_id is not None and chain_id != expected_chain_id:
        raise WrongNetworkError(
            f"chain id: expected {expected_chain_id}, the node at {place(url)} serves {chain_id}",
            "Use a node of the right network.",
        )
    if genesis != genesis_hash:
        raise WrongNetworkError(
            f"genesis hash: expected {genesis_hash}, the node at {place(url)} has {genesis}",
            "The id is right but it is another chain: a local chain that was started again, or a fork.",
        )
    return web3


def place(url: str) -> str:
    """The part of a node's address that may be shown: keys live in the rest."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _shown(url: str) -> str:
    """What was typed, when it has no part that could hold a key; else the part that may be shown."""
    return place(url) if set(url) & set("/@?") else url


def wait_for_receipt(web3: Web3, transaction_hash: bytes, timeout: float = 120.0) -> TxReceipt:
    """Poll for the receipt, as a node returns a hash before the receipt exists.

    Raises ``ReceiptTimeoutError`` and ``ChainUnreachableError``.
    """
    try:
        return web3.eth.wait_for_transaction_receipt(HexBytes(transaction_hash), timeout=timeout, poll_latency=0.02)
    except RequestException as error:
        raise ChainUnreachableError(
            f"transaction 0x{transaction_hash.hex()} was sent, then the node stopped answering ({type(error).__name__})",
            "It may be mined: look for its hash before sending it again.",
        ) from error
    except TimeExhausted as error:
        raise ReceiptTimeoutError(
            f"transaction 0x{transaction_hash.hex()} is not mined after {timeout:g} s",
            "It may still be: look for its hash before sending it again.",
        ) from error
