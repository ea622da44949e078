# SPDX-License-Identifier: Apache-2.0
"""What verification and index say, held against logs, blocks and roles asked of the node."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from web3 import Web3
from web3.types import LogReceipt

from tests.cli.json_leaf import Derived, Words
from tests.cli.json_world import Asked, equal
from tests.cli.market_desk import TERMS

GROUPS = (
    "code", "record", "wiring", "order", "offering", "receipts", "rights", "reports", "steps", "triggers", "credits", "support",
    "calls", "end", "transfers", "powers", "meeting", "trades", "claims", "views", "roles",
)  # fmt: skip
COUNTED = Derived("how much was compared is the replay's own count", int)
OFFICES = {
    "RoyaltyOracle": ("GOVERNOR_ROLE", "TRUSTEE_ROLE", "SUPERVISOR_ROLE"),
    "TransferAgent": (
        "FREEZER_ROLE", "ENFORCER_ROLE", "RECOVERER_ROLE", "PAUSER_ROLE", "RESUMER_ROLE", "REDEEMER_ROLE",
    ),
    "Supervisor": ("HALTER_ROLE", "RESUMER_ROLE"),
    "InvestorRegistry": ("AGENT_ROLE",),
}  # fmt: skip
ADMIN = b"\0" * 32


def about(asked: Asked) -> list[str]:
    return ["--record", str(asked.market.record), "--rpc", asked.url]


def verify(asked: Asked) -> None:
    found = asked.told("verify", *about(asked), "--terms", TERMS)
    record, head = asked.market.life.record, asked.web3.eth.get_block("latest")
    events = [*own_events(asked), *admissions(asked)]
    deal = asked.contract("Deal", record.deal.address).functions
    equal(
        found,
        {
            "ok": True,
            "deal": record.deal_id,
            "address": record.deal.address,
            "chain_id": asked.web3.eth.chain_id,
            "blocks": {"first": made_in(asked), "last": head["number"], "last_hash": head["hash"].to_0x_hex()},
            "events": len(events),
            "periods": deal.nextPeriod().call() - 1,
            "comparisons": sum(found["compared"].values()),
            "compared": dict.fromkeys(GROUPS, COUNTED),
            "compared_blocks": {group: _span(found, group) for group in GROUPS},
            "surplus": {"escrow": 0, "offering": 0},
            "first_difference": None,
            "differences": [],
            "roles": _roles(asked),
        },
    )
    for span in filter(None, found["compared_blocks"].values()):
        assert span == sorted(span) and span[1] <= head["number"]


def _span(found: Any, group: str) -> Any:
    return [COUNTED, COUNTED] if found["compared"][group] else None


def index(asked: Asked) -> None:
    place = asked.folder / "index.db"
    found = asked.told("index", *about(asked), "--terms", TERMS, "--db", f"sqlite:///{place}")
    record, head = asked.market.life.record, asked.web3.eth.get_block("latest")
    time = datetime.fromtimestamp(head["timestamp"], UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    deal = {
        "deal": record.deal_id,
        "address": record.deal.address,
        "blocks": {"first": made_in(asked), "last": head["number"]},
        "events": len(own_events(asked)),
        "holders": len(holders(asked)),
        "checkpoint": {"block": head["number"], "hash": head["hash"].to_0x_hex(), "time": time},
    }
    equal(found, {"database": str(place), "deals": [deal]})


def made_in(asked: Asked) -> int:
    """The block in which the factory made the deal."""
    record = asked.market.life.record
    factory = asked.contract("DealFactory", record.factory.address)
    (made,) = factory.events.DealCreated().get_logs(from_block=0)
    assert made["args"]["deal"] == record.deal.address
    return int(made["blockNumber"])


def own_events(asked: Asked) -> list[LogReceipt]:
    """Of the deal's contracts, and of those it shares with no other here, since it was made."""
    record = asked.market.life.record
    shared = (record.factory, record.oracle, record.transfer_agent, record.supervisor, record.support_facility)
    own = (record.deal, record.escrow, record.offering, record.noteholder_meeting, *record.tokens.values())
    assert record.settlement_desk is not None
    named = [part.address for part in (*shared, *own, record.settlement_desk)]
    return _logs(asked, named, made_in(asked))


def admissions(asked: Asked) -> list[LogReceipt]:
    """What the registry said of investors who bid."""
    bidders = {event["args"]["investor"] for event in asked.market.life.offering.events.Subscribed().get_logs(from_block=0)}
    registry = _logs(asked, [asked.market.life.record.investor_registry.address], made_in(asked))
    return [log for log in registry if Web3.to_checksum_address(log["topics"][1][-20:]) in bidders]


def holders(asked: Asked) -> set[str]:
    tokens = [asked.market.life.token(name) for name in asked.market.life.record.tokens]
    moved = ((token, event["args"]["to"]) for token in tokens for event in token.events.Transfer().get_logs(from_block=0))
    return {who for token, who in moved if token.functions.balanceOf(who).call()}


def _logs(asked: Asked, places: Iterable[str], since: int) -> list[LogReceipt]:
    return list(asked.web3.eth.get_logs({"address": list(map(Web3.to_checksum_address, places)), "fromBlock": since}))


def seats(asked: Asked) -> dict[str, str]:
    record = asked.market.life.record
    return {
        "RoyaltyOracle": record.oracle.address,
        "TransferAgent": record.transfer_agent.address,
        "Supervisor": record.supervisor.address,
        "InvestorRegistry": record.investor_registry.address,
    }


def _roles(asked: Asked) -> dict[str, Any]:
    granted = {name: asked.contract(name, place).events.RoleGranted().get_logs(from_block=0) for name, place in seats(asked).items()}
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
                "administrator": _appointed(asked, _of(granted[name], ADMIN, asked.contract(name, place).functions.defaultAdmin().call())),
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
