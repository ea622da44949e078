# SPDX-License-Identifier: Apache-2.0
"""A relay that serves all deals: how long until every report is final, and in how much memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import process_time

from eth_typing import ChecksumAddress

from regalia.chain.connection import connect
from regalia.oracle.typed_data import SigningDomain
from regalia.relay.database import Binding
from regalia.relay.fees import GWEI, FeePolicy
from regalia.relay.journal import Journal
from regalia.relay.loop import Relay
from regalia.relay.nodes import AgreedChain, Identity
from regalia.relay.source import FolderSource
from tests.load.memory import resident_mb
from tests.support.roles import key_of

RELAYER = key_of("relayer")
DEPTH = 4
MOST_TICKS = 200
POLICY = FeePolicy(ceiling=500 * GWEI, priority=GWEI, blocks=2, seconds=10**6)


class RelayingError(AssertionError):
    """Not every report got on chain."""


def relaying(
    url: str,
    chain_id: int,
    genesis: str,
    oracle: ChecksumAddress,
    deals: Sequence[str],
    from_block: int,
    documents: Path,
    journal: Path,
) -> dict[str, float]:
    """Ticks with two blocks between them until all is final. Raises ``RelayingError``."""
    web3 = connect(url, chain_id)
    chain = AgreedChain(Identity(chain_id, genesis), web3, None, DEPTH)
    before, longest, ticks = resident_mb(), 0.0, 0
    start = process_time()
    with Journal(journal, Binding(chain_id, genesis, oracle, RELAYER.address)) as kept:
        domain = SigningDomain(chain_id, oracle)
        relay = Relay(chain, kept, RELAYER, domain, deals, FolderSource(documents), POLICY, from_block)
        while relay.status.report.works.get("final", 0) < len(deals):
            if ticks == MOST_TICKS:
                raise RelayingError(f"after {ticks} ticks: {dict(relay.status.report.works)}")
            since = process_time()
            relay.tick()
            longest, ticks = max(longest, process_time() - since), ticks + 1
            for _ in range(2):
                web3.provider.make_request("evm_mine", [])  # type: ignore[arg-type]
        works = dict(relay.status.report.works)
    if works != {"final": len(deals)}:
        raise RelayingError(f"not all are final: {works}")
    return {
        "deals": len(deals),
        "seconds": round(process_time() - start, 1),
        "ticks": ticks,
        "longest_tick_seconds": round(longest, 2),
        "memory_before_mb": before,
    }
