# SPDX-License-Identifier: Apache-2.0
"""Every wallet that ever held units, as the file of a verification has it."""

from __future__ import annotations

from typing import Any

from tests.cli.json_entries import executed
from tests.cli.json_figures import plain
from tests.cli.json_offering import TRANCHES
from tests.cli.json_world import Asked

NOBODY = "0x" + "00" * 20


def place(asked: Asked, log: Any) -> dict[str, Any]:
    return {
        "block": log["blockNumber"],
        "transaction": log["transactionHash"].to_0x_hex(),
        "log_index": log["logIndex"],
        "time": asked.web3.eth.get_block(log["blockNumber"])["timestamp"],
    }


def holders_of(asked: Asked) -> list[dict[str, Any]]:
    """By tranche, then in the order in which the units came."""
    return [_holder(asked, name, who) for name in TRANCHES for who in _ever(asked, name)]


def _ever(asked: Asked, tranche: str) -> list[str]:
    moved = asked.market.life.token(tranche).events.Transfer().get_logs(from_block=0)
    return sorted({log["args"]["to"] for log in moved}, key=lambda who: int(who, 16))


def _holder(asked: Asked, tranche: str, who: str) -> dict[str, Any]:
    life, number = asked.market.life, TRANCHES.index(tranche)
    token = life.token(tranche)
    offering, escrow = life.offering.events, life.escrow
    moves = [
        log for log in token.events.Transfer().get_logs(from_block=0) if who in (log["args"]["from"], log["args"]["to"])
    ]
    issued = [log for log in moves if log["args"]["from"] == NOBODY]
    bids = [log for log in offering.Subscribed().get_logs(from_block=0) if _of(log, number, who)]
    claims = [
        log for log in escrow.events.IncomeClaimed().get_logs(from_block=0)
        if (log["args"]["token"], log["args"]["holder"]) == (token.address, who)
    ]  # fmt: skip
    claimed, tax = (sum(log["args"][name] for log in claims) for name in ("gross", "tax"))
    owed = escrow.functions.entitlementOf(token.address, who).call()
    payments = [executed(asked)] if claimed + owed else []
    last = max([*moves, *claims, *payments], key=lambda log: (log["blockNumber"], log["logIndex"]))
    amounts = {"income": claimed + owed, "by_order": 0, "claimed": claimed, "tax": tax, "owed": owed}
    return {
        "tranche": tranche,
        "holder": who,
        "units": str(token.functions.balanceOf(who).call()),
        "frozen": str(token.functions.getFrozenTokens(who).call()),
        **{name: {"decimal": plain(units), "units": str(units)} for name, units in amounts.items()},
        "events": {
            "bids": len(bids),
            "deliveries": len(issued),
            "moves": len(moves) - len(issued),
            "payments": len(payments),
            "claims": len(claims),
        },
        "last": place(asked, last),
    }


def _of(log: Any, number: int, who: str) -> bool:
    return (log["args"]["tranche"], log["args"]["investor"]) == (number, who)
