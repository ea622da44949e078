# SPDX-License-Identifier: Apache-2.0
"""Connections to nodes that are not quite right, and chains whose blocks come by themselves."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from web3 import Web3

from regalia.chain.asking import Patience
from regalia.chain.connection import connect
from regalia.chain.devnet import Devnet
from tests.support.faulty_rpc import FaultyRpc

BASE_SEPOLIA = 84_532
HASTY = Patience(busy=[0.01] * 8, silent=[0.01] * 8)
"""As often as somebody before a screen is asked to wait, but not as long."""


def through(proxy: FaultyRpc, patience: Patience = HASTY) -> Web3:
    return connect(proxy.at, BASE_SEPOLIA, patience=patience)


@contextmanager
def blocks_coming(
    chain: Devnet, every: float = 0.03, before: Callable[[Devnet], Any] = lambda chain: None
) -> Iterator[None]:
    """A block comes each few hundredths of a second of ours, two seconds of its own after the last; ``before`` each is called."""
    over = threading.Event()

    def mine() -> None:
        while not over.wait(every):
            before(chain)
            chain.mine()

    chain.ask("anvil_setBlockTimestampInterval", 2)
    chain.ask("evm_setAutomine", False)
    miner = threading.Thread(target=mine, daemon=True)
    miner.start()
    try:
        yield
    finally:
        over.set()
        miner.join()
        chain.ask("anvil_removeBlockTimestampInterval")
        chain.ask("evm_setAutomine", True)
