# SPDX-License-Identifier: Apache-2.0
"""Acts of the transfer agent's officers and of the supervisor, each by who holds its role and on an order."""

from __future__ import annotations

from typing import Any

from eth_utils.crypto import keccak

from tests.support.chain import Answer
from tests.support.contract import Contract
from tests.support.platform import Platform
from tests.support.roles import actor

REF, EVIDENCE = keccak(text="order 7 of 2024"), keccak(text="the document of order 7")
ORDER = (REF, EVIDENCE)
ALL_INCOME = 2**256 - 1
"""Of a forced transfer: whatever is owed, its fraction included when a whole unit is carried."""
REASON = "inquiry 12"

OFFICER_OF = {
    "setFrozenTokens": "freezer",
    "freezePartialTokens": "freezer",
    "unfreezePartialTokens": "freezer",
    "setAddressFrozen": "freezer",
    "batchSetFrozenTokens": "freezer",
    "batchSetAddressFrozen": "freezer",
    "forcedTransferByOrder": "enforcer",
    "batchForcedTransfer": "enforcer",
    "recoverWallet": "recoverer",
    "pause": "pauser",
    "unpause": "resumer",
    "redeem": "redeemer",
}
"""Who may do which act of the transfer agent or, by order, of the token."""
OF_THE_TOKEN = ("forcedTransferByOrder",)
"""What an officer has the token itself do; all else the transfer agent does."""
SUPERVISOR_OF = {
    "haltDeal": "supervisor",
    "haltTranche": "supervisor",
    "haltHolder": "supervisor",
    "resumeDeal": "chief_supervisor",
    "resumeTranche": "chief_supervisor",
    "resumeHolder": "chief_supervisor",
}
"""Who may do which act of the supervisor."""


def order(platform: Platform, function: str, token: Contract, *arguments: Any, by: str | None = None) -> Answer:
    """An act by order on a tranche, by the role's holder unless another role is named."""
    who = actor(by or OFFICER_OF[function])
    if function in OF_THE_TOKEN:
        return token.send(function, *arguments, ORDER, by=who)
    return platform.agent.send(function, token.address, *arguments, ORDER, by=who)


def halt(platform: Platform, function: str, *subject: Any, until: int, by: str = "supervisor") -> Answer:
    """``haltDeal``, ``haltTranche`` or ``haltHolder`` until that second, included."""
    return platform.supervisor.send(function, *subject, until, REF, EVIDENCE, REASON, by=actor(by))


def resume(platform: Platform, function: str, *subject: Any, by: str = "chief_supervisor") -> Answer:
    """``resumeDeal``, ``resumeTranche`` or ``resumeHolder``."""
    return platform.supervisor.send(function, *subject, REF, EVIDENCE, by=actor(by))
