# SPDX-License-Identifier: Apache-2.0
"""Where the demo plays: on an anvil of its own, or on a devnet that runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

from regalia.chain.attached import attach
from regalia.chain.connection import ChainUnreachableError
from regalia.chain.devnet import DevnetMissingError, devnet, find_anvil
from regalia.chain.found_node import FoundNode, look_at
from regalia.chain.local_chain import LocalChain
from regalia.demo.clock import wait_until
from regalia.demo.issuing import offered_at
from regalia.demo.places import find
from regalia.demo.scenario import SCENARIOS
from regalia.domain.terms import load_terms
from regalia.errors import RegaliaError

ACCOUNTS = 100
HALF_A_DAY = 12 * 3600
NAMED_BY = "REGALIA_DEVNET"
USUAL = "http://127.0.0.1:8545"
_ROOM = 10 * 60
"""Seconds for the platform, which is made before the first deal."""


class TooLateError(RegaliaError, ValueError):
    """The chain's clock is past the first day of the demo."""


def find_venue(rpc: str | None = None) -> FoundNode | None:
    """The node at ``rpc``, else at ``REGALIA_DEVNET``; else none, for an anvil of the demo's own; where there is none, 127.0.0.1:8545.

    Looks and changes nothing. Raises ``DevnetMissingError``, ``ChainUnreachableError``, ``NotADevnetError`` and ``TooLateError``.
    """
    named = rpc or os.environ.get(NAMED_BY)
    if named:
        return _in_time(look_at(named))
    try:
        find_anvil()
        return None
    except DevnetMissingError:
        if os.environ.get("REGALIA_ANVIL"):
            raise  # whoever names one means that one
    try:
        return _in_time(look_at(USUAL))
    except ChainUnreachableError as error:
        raise DevnetMissingError(
            f"no local chain: no anvil found, and no node answers at {USUAL}",
            f"Put anvil on the PATH or name it, REGALIA_ANVIL=/path/to/anvil; or start one, `{anvil_command(USUAL)}`. A devnet at another "
            f"address: --rpc URL or {NAMED_BY}. In a checkout of the project: `make setup`.",
        ) from error


@contextmanager
def opened(node: FoundNode | None) -> Iterator[LocalChain]:
    """The chain on the eve of the first deal, with accounts for everybody. One of the demo's own ends with the body."""
    if node is None:
        with devnet(timestamp=begins_at(), accounts=ACCOUNTS) as chain:
            yield chain
        return
    attached = attach(node, ACCOUNTS)
    wait_until(attached, begins_at())
    yield attached


def begins_at() -> int:
    """Half a day before the first deal is made."""
    return min(offered_at(load_terms(find("deals", scenario.terms_file))) for scenario in SCENARIOS) - HALF_A_DAY


def anvil_command(url: str, chain_id: int | None = None) -> str:
    """What starts an anvil at an address that the demo can play on."""
    named = "" if chain_id is None else f" --chain-id {chain_id}"
    return f"anvil --port {urlsplit(url).port or 8545} --timestamp {begins_at()} --accounts {ACCOUNTS}{named}"


def _in_time(node: FoundNode) -> FoundNode:
    """The dates of the demo are those on which things happened, so the chain must not be past them."""
    now, latest = node.next_time(), begins_at() + HALF_A_DAY - _ROOM
    if now <= latest:
        return node
    raise TooLateError(
        f"chain time: {node.client} at {node.place} is at {_moment(now)}; the demo replays what happened from {_moment(latest)} on",
        f"Time only goes forward, so start it anew: {_start_command(node)}",
    )


def _start_command(node: FoundNode) -> str:
    hardhat = (
        "in hardhat.config.js, in the settings of the network `hardhat` (Hardhat 3: `node`), "
        f'initialDate: "{datetime.fromtimestamp(begins_at(), UTC):%Y-%m-%dT%H:%M:%SZ}" and accounts: {{ count: {ACCOUNTS} }}, '
        "then `npx hardhat node`"
    )
    anvil = f"`{anvil_command(node.url, node.chain_id)}`"
    match node.client.split("/")[0].lower():
        case "anvil":
            return anvil
        case "hardhatnetwork":
            return hardhat
    return f"anvil: {anvil}; Hardhat: {hardhat}"


def _moment(timestamp: int) -> str:
    return f"{datetime.fromtimestamp(timestamp, UTC):%Y-%m-%d %H:%M} UTC"
