# SPDX-License-Identifier: Apache-2.0
"""What a doctor finds of a deal, by check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from web3.types import RPCEndpoint

from regalia.chain.connection import connect
from regalia.chain.devnet import Devnet
from regalia.chain.record import DeploymentRecord
from regalia.servicing.health.examine import examine
from regalia.servicing.health.finding import Finding, Level

OK, WARN, FAIL = Level
BROKEN = {"node.chain", "record.chain"}


def examined(
    url: str, record: DeploymentRecord | None = None, clock: int | None = None, **more: Any
) -> dict[str, Finding]:
    """``clock`` is this machine's; that of the latest block where none is given. A connection of its own: its default block is set."""
    web3 = connect(url)
    now = web3.eth.get_block("latest")["timestamp"] if clock is None else clock
    return {finding.check: finding for finding in examine(web3, now, record, **more)}


def seen(found: Mapping[str, Finding], check: str) -> tuple[Level, str | None]:
    """How bad, and what is to be done about it."""
    return found[check].level, found[check].act


def give(chain: Devnet, who: str, wei: int) -> None:
    chain.web3.provider.make_request(RPCEndpoint("anvil_setBalance"), [who, hex(wei)])
