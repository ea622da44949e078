# SPDX-License-Identifier: Apache-2.0
"""Where signed work stands on its way, and every step it may take."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    SIGNED = "signed"  # found with its quorum
    INTENDED = "intended"  # nonce, signed bytes and hash are written down
    SENT = "sent"  # a node was given the bytes
    MINED = "mined"  # on chain, by whomever, in a block that may still go
    FINAL = "final"  # on chain at depth, by our transaction
    SUPERSEDED = "superseded"  # on chain at depth, by somebody else's transaction
    STRUCK = "struck"  # it was on chain, and a dispute took it away, at depth
    REFUSED = "refused"  # the oracle will never take it; the reason is kept


STEPS: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.SIGNED: frozenset({State.INTENDED, State.MINED, State.REFUSED}),
        State.INTENDED: frozenset({State.SENT, State.SIGNED, State.MINED, State.REFUSED}),
        State.SENT: frozenset({State.SIGNED, State.MINED, State.REFUSED}),
        State.MINED: frozenset({State.SENT, State.SIGNED, State.FINAL, State.SUPERSEDED}),
        # back to mined only when the chain was rewritten deeper than the relay looks
        State.FINAL: frozenset({State.STRUCK, State.MINED}),
        State.SUPERSEDED: frozenset({State.STRUCK, State.MINED}),
        State.STRUCK: frozenset({State.MINED}),
        State.REFUSED: frozenset(),
    }
)
UNFINISHED = (State.SIGNED, State.INTENDED, State.SENT, State.MINED)
UNDER_WAY = (State.INTENDED, State.SENT)
ENDED_ON_CHAIN = (State.FINAL, State.SUPERSEDED, State.STRUCK)
