# SPDX-License-Identifier: Apache-2.0
"""A connection to a node that is known to be the right one."""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, urlsplit

from requests.exceptions import RequestException
from web3 import Web3
from web3.exceptions import Web3Exception
from web3.middleware import AttributeDictMiddleware, Web3Middleware
from web3.types import RPCEndpoint

from regalia.chain.asking import Patience
from regalia.chain.node_errors import ChainUnreachableError as ChainUnreachableError
from regalia.chain.node_errors import NodeRefusedError as NodeRefusedError
from regalia.chain.node_errors import ReceiptTimeoutError as ReceiptTimeoutError
from regalia.chain.node_errors import WrongNetworkError as WrongNetworkError
from regalia.chain.provider import WAITING, PatientProvider
from regalia.chain.waiting import wait_for_receipt as wait_for_receipt

_SENDS = ("eth_sendTransaction", "eth_sendRawTransaction")


def connect(
    url: str,
    expected_chain_id: int | None = None,
    genesis_hash: str | None = None,
    timeout: float = 10.0,
    patience: Patience = WAITING,
) -> Web3:
    """Connect over HTTP and check the chain's id and the hash of its block 0 (``0x…``) where they are given.

    ``timeout`` is in seconds, for every request; ``patience`` says how often a question is asked again. Nothing is sent through the
    connection once the node serves another chain.
    Raises ``ChainUnreachableError`` and ``WrongNetworkError``.
    """
    if _parts(url).scheme not in ("http", "https"):
        raise ChainUnreachableError(
            f"rpc: {_shown(url)!r} is not an http or https address", "Example: http://127.0.0.1:8545"
        )
    provider = PatientProvider(url, timeout, patience)
    # of web3's own middleware one asks twice for the chain's id beside every call, others for blocks and names nobody needs
    web3 = Web3(provider, middleware=[AttributeDictMiddleware])
    try:
        chain_id = provider.chain_id = web3.eth.chain_id
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
    web3.middleware_onion.add(_only_to(chain_id, place(url)))
    return web3


def _only_to(chain_id: int, where: str) -> type[Web3Middleware]:
    """Refuses to send once another chain is served: behind an address may be another node by now."""

    class SameChain(Web3Middleware):
        def request_processor(self, method: RPCEndpoint, params: Any) -> Any:
            if method in _SENDS and (now := self._w3.eth.chain_id) != chain_id:
                raise WrongNetworkError(
                    f"chain id: {where} served {chain_id} and now serves {now}; nothing was sent",
                    "Use a node of the right network.",
                )
            return method, params

    return SameChain


def place(url: str) -> str:
    """The part of a node's address that may be shown: keys live in the rest."""
    parts = _parts(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _parts(url: str) -> SplitResult:
    """All empty of what can't be taken apart, such as half of an IPv6 address."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _shown(url: str) -> str:
    """What was typed, when it has no part that could hold a key; else the part that may be shown."""
    return place(url) if set(url) & set("/@?") else url
