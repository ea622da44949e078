# SPDX-License-Identifier: Apache-2.0
"""The events of one deal."""

from __future__ import annotations

from web3 import Web3

from regalia.chain.events import Event
from regalia.chain.logs import LogReader
from regalia.chain.record import DeploymentRecord


def read_events(web3: Web3, record: DeploymentRecord, to_block: int | None = None) -> list[Event]:
    """Every event of the deal's contracts from its first block to ``to_block`` (the latest when not given), in order.

    Factory and oracle serve many deals: of theirs only what names this deal. Raises ``LogError`` in its kinds and
    ``ChainUnreachableError``.
    """
    shared = {record.factory.address, record.oracle.address}
    own = [record.deal, record.escrow, record.offering, *record.tokens.values()]
    reader = LogReader(web3, [*sorted(shared), *(contract.address for contract in own)], record.block_number)
    return [
        event
        for event in reader.read(to_block)
        if event.address not in shared or event.args.get("deal") == record.deal.address
    ]
