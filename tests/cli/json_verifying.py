# SPDX-License-Identifier: Apache-2.0
"""What verification and index say, held against logs, blocks and roles asked of the node."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from web3 import Web3
from web3.types import LogReceipt

from tests.cli.json_leaf import Derived
from tests.cli.json_roles import roles_of
from tests.cli.json_world import Asked, equal
from tests.cli.market_desk import TERMS

GROUPS = (
    "code", "record", "wiring", "order", "offering", "receipts", "rights", "reports", "steps", "triggers", "credits", "support",
    "calls", "end", "transfers", "powers", "meeting", "trades", "claims", "views", "roles",
)  # fmt: skip
COUNTED = Derived("how much was compared is the replay's own count", int)


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
            "roles": roles_of(asked),
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
    bidders = {
        event["args"]["investor"] for event in asked.market.life.offering.events.Subscribed().get_logs(from_block=0)
    }
    registry = _logs(asked, [asked.market.life.record.investor_registry.address], made_in(asked))
    return [log for log in registry if Web3.to_checksum_address(log["topics"][1][-20:]) in bidders]


def holders(asked: Asked) -> set[str]:
    tokens = [asked.market.life.token(name) for name in asked.market.life.record.tokens]
    moved = (
        (token, event["args"]["to"]) for token in tokens for event in token.events.Transfer().get_logs(from_block=0)
    )
    return {who for token, who in moved if token.functions.balanceOf(who).call()}


def _logs(asked: Asked, places: Iterable[str], since: int) -> list[LogReceipt]:
    return list(asked.web3.eth.get_logs({"address": list(map(Web3.to_checksum_address, places)), "fromBlock": since}))
