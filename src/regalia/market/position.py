# SPDX-License-Identifier: Apache-2.0
"""Where a live deal stands: what it remembers, and its next payment date."""

from __future__ import annotations

from dataclasses import dataclass, replace

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.deal_status import STATUSES
from regalia.chain.state_words import state_of
from regalia.domain.program import Program
from regalia.domain.state import State
from regalia.market.views import Views


@dataclass(frozen=True)
class Position:
    """``period``: the next to be paid, None where none is: not closed yet, or concluded."""

    state: State
    period: int | None


def read_position(web3: Web3, deal: ChecksumAddress, program: Program) -> Position:
    """As of the latest block; ``program`` is the deal's own. Raises ``SilentContractError`` and ``ChainUnreachableError``."""
    views, triggers = Views(web3), len(program.triggers)
    state = state_of(views.read("Deal", deal, "state"), len(program.tranches))
    known = replace(
        state,
        history=state.history[:triggers],
        active=state.active[:triggers],
        series=state.series or ((),) * triggers,
    )
    live = STATUSES[views.read("Deal", deal, "status")] == "live"
    return Position(known, views.read("Deal", deal, "nextPeriod") if live else None)
