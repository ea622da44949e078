# SPDX-License-Identifier: Apache-2.0
"""Who holds which role on the contracts that the market deal uses: by their logs, held against ``hasRole``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.cli.json_leaf import Derived, Words
from tests.cli.json_world import Asked

OFFICES = {
    "RoyaltyOracle": ("GOVERNOR_ROLE", "TRUSTEE_ROLE", "SUPERVISOR_ROLE"),
    "TransferAgent": (
        "FREEZER_ROLE", "ENFORCER_ROLE", "RECOVERER_ROLE", "PAUSER_ROLE", "RESUMER_ROLE", "REDEEMER_ROLE",
    ),
    "Supervisor": ("HALTER_ROLE", "RESUMER_ROLE"),
    "InvestorRegistry": ("AGENT_ROLE",),
}  # fmt: skip
ADMIN = b"\0" * 32


def seats(asked: Asked) -> dict[str, str]:
    record = asked.market.life.record
    return {
        "RoyaltyOracle": record.oracle.address,
        "TransferAgent": record.transfer_agent.address,
        "Supervisor": record.supervisor.address,
        "InvestorRegistry": record.investor_registry.address,
    }


def roles_of(asked: Asked) -> dict[str, Any]:
    granted = {
        name: asked.contract(name, place).events.RoleGranted().get_logs(from_block=0)
        for name, place in seats(asked).items()
    }
    logs = [log for found in granted.values() for log in found]
    return {
        "since_block": min(log["blockNumber"] for log in logs),
        "events": len(logs),
        "addresses_asked": Derived("everybody who was ever named is asked", int),
        "held": [
            {
                "role": role,
                "office": Words("what officers call it"),
                "contract": name,
                "address": seats(asked)[name],
                "may": Words("what the office is for"),
                "holders": _holders(asked, name, role, granted[name]),
            }
            for name, roles in OFFICES.items()
            for role in roles
        ],
        "administrators": [
            {
                "contract": name,
                "address": place,
                "administrator": _appointed(
                    asked, _of(granted[name], ADMIN, asked.contract(name, place).functions.defaultAdmin().call())
                ),
                "successor": None,
                "successor_from": None,
            }
            for name, place in seats(asked).items()
        ],
        "issuers": [],
        "notes": [_note(asked)],
    }


def _holders(asked: Asked, name: str, role: str, granted: Iterable[Any]) -> list[dict[str, Any]]:
    asking = asked.contract(name, seats(asked)[name]).functions
    word = getattr(asking, role)().call()
    named = [log for log in granted if log["args"]["role"] == word]
    return [_appointed(asked, log) for log in named if asking.hasRole(word, log["args"]["account"]).call()]


def _of(granted: Iterable[Any], role: bytes, who: str) -> Any:
    return next(log for log in granted if (log["args"]["role"], log["args"]["account"]) == (role, who))


def _appointed(asked: Asked, log: Any) -> dict[str, Any]:
    return {
        "holder": log["args"]["account"],
        "block": log["blockNumber"],
        "transaction": log["transactionHash"].to_0x_hex(),
        "log_index": log["logIndex"],
        "time": asked.web3.eth.get_block(log["blockNumber"])["timestamp"],
    }


def _note(asked: Asked) -> str:
    admin = asked.contract("InvestorRegistry", seats(asked)["InvestorRegistry"]).functions.defaultAdmin().call()
    return f"{admin} administers InvestorRegistry and has appointed itself registrar."
