# SPDX-License-Identifier: Apache-2.0
"""What tests do with a local chain that is a process: take back what they did."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from web3.types import RPCEndpoint

from regalia.chain.devnet import Devnet


@contextmanager
def undone(chain: Devnet) -> Iterator[None]:
    """Whatever happens inside is undone at the end, the clock included."""
    provider = chain.web3.provider
    before = provider.make_request(RPCEndpoint("evm_snapshot"), [])["result"]
    try:
        yield
    finally:
        assert provider.make_request(RPCEndpoint("evm_revert"), [before])["result"] is True
