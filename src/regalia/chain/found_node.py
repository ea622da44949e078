# SPDX-License-Identifier: Apache-2.0
"""A node that runs already: what it is and whether it can be played with. Looking changes nothing on it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.types import RPCEndpoint

from regalia.chain.connection import connect, place
from regalia.chain.transact import explained
from regalia.errors import RegaliaError

PUBLIC_CHAINS = {
    1: "Ethereum",
    10: "OP Mainnet",
    56: "BNB Smart Chain",
    100: "Gnosis",
    130: "Unichain",
    137: "Polygon",
    324: "ZKsync Era",
    1101: "Polygon zkEVM",
    5000: "Mantle",
    8453: "Base",
    17000: "Holesky",
    42161: "Arbitrum One",
    42220: "Celo",
    43114: "Avalanche",
    59144: "Linea",
    80002: "Polygon Amoy",
    84532: "Base Sepolia",
    421614: "Arbitrum Sepolia",
    534352: "Scroll",
    560048: "Hoodi",
    11155111: "Sepolia",
    11155420: "OP Sepolia",
}
"""Never played with, nor a copy that goes by the same id: what is signed for the one is good on the other."""

_PATIENCE = 60.0
_NO_SUCH_METHOD = -32601
_WORDS_FOR_NONE = ("not found", "not supported", "not available", "does not exist", "unknown method", "unsupported")


class NotADevnetError(RegaliaError, ValueError):
    """The node serves a public chain, or one whose clock can't be moved."""


@dataclass(frozen=True)
class FoundNode:
    """``client`` is what it calls itself; ``unlocked`` are accounts that it signs for. ``sets_time``: it can be told the next block's time,
    otherwise only how much time passes. ``mines_at_once``: a transaction needs no waiting.
    """

    url: str
    web3: Web3
    chain_id: int
    client: str
    unlocked: tuple[ChecksumAddress, ...]
    sets_time: bool
    mines_at_once: bool

    @property
    def place(self) -> str:
        """Its address without what could be a key."""
        return place(self.url)

    @property
    def on_this_machine(self) -> bool:
        host = urlsplit(self.url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def next_time(self) -> int:
        """The time a block would have that is mined now, as far as the node tells; in seconds since 1970."""
        with explained("eth_getBlockByNumber"):
            latest = self.web3.eth.get_block("latest")["timestamp"]
        pending = _answer(self.web3, "eth_getBlockByNumber", "pending", False).get("result") or {}
        return max(int(latest), int(str(pending.get("timestamp") or "0x0"), 16))


def look_at(url: str) -> FoundNode:
    """Find out what answers there. Raises ``ChainUnreachableError`` and ``NotADevnetError``."""
    web3 = connect(url, timeout=_PATIENCE)
    with explained("eth_chainId"):
        chain_id = web3.eth.chain_id
    if chain_id in PUBLIC_CHAINS:
        raise NotADevnetError(
            f"chain id: the node at {place(url)} serves {chain_id}, {PUBLIC_CHAINS[chain_id]} or a copy of it; "
            "a local chain has an id of its own",
            "Start it with another id, as 31337; anvil: --chain-id 31337.",
        )
    sets_time = _has(web3, "evm_setNextBlockTimestamp")
    client = str(_answer(web3, "web3_clientVersion").get("result") or "a node without a name")
    if not sets_time and not _has(web3, "evm_increaseTime"):
        raise NotADevnetError(
            f"clock: {client} at {place(url)}, chain {chain_id}, knows neither evm_setNextBlockTimestamp nor evm_increaseTime",
            "Use a development chain, as anvil or a Hardhat node.",
        )
    unlocked = tuple(Web3.to_checksum_address(account) for account in _answer(web3, "eth_accounts").get("result") or ())
    return FoundNode(url, web3, chain_id, client, unlocked, sets_time, _mines_at_once(web3))


def _has(web3: Web3, method: str) -> bool:
    """Asked without the number it needs, a node that knows the method refuses the question, and does nothing."""
    error = _answer(web3, method).get("error")
    if not isinstance(error, dict):
        return error is None
    words = str(error.get("message", "")).lower()
    return error.get("code") != _NO_SUCH_METHOD and not any(told in words for told in _WORDS_FOR_NONE)


def _mines_at_once(web3: Web3) -> bool:
    """By either name; a node that knows neither has no other way."""
    answers = [_answer(web3, f"{family}_getAutomine").get("result") for family in ("anvil", "hardhat")]
    return False not in answers


def _answer(web3: Web3, method: str, *arguments: object) -> dict[str, Any]:
    with explained(method):
        return dict(web3.provider.make_request(RPCEndpoint(method), list(arguments)))
