# SPDX-License-Identifier: Apache-2.0
"""What ``regalia show log`` says, held against the node's logs as their contracts decode them."""

from __future__ import annotations

from typing import Any

from tests.cli.json_figures import plain
from tests.cli.json_showing import NAMED, as_of, told
from tests.cli.json_verifying import own_events
from tests.cli.json_world import Asked, equal

ASKED = 3
AMOUNTS = {"gross", "tax", "available", "left"}
CATEGORIES = {"IncomeClaimed": "cash", "PaymentDateExecuted": "cash", "ReportConsumed": "oracle"}


def log(asked: Asked) -> None:
    """The newest: a claim, the payment date, and the report it took."""
    record, found = asked.market.life.record, told(asked, "log", "--size", str(ASKED))
    escrow, deal, oracle = (
        ("escrow", asked.market.life.escrow),
        ("deal", asked.contract("Deal", record.deal.address)),
        ("oracle", asked.contract("RoyaltyOracle", record.oracle.address)),
    )
    spoke = {"IncomeClaimed": escrow, "PaymentDateExecuted": deal, "ReportConsumed": oracle}
    raw = sorted(own_events(asked), key=lambda one: (one["blockNumber"], one["logIndex"]), reverse=True)[:ASKED]
    entries = []
    for name, one in zip(spoke, raw, strict=True):
        field, contract = spoke[name]
        decoded = getattr(contract.events, name)().process_log(one)
        entries.append(_entry(asked, name, field, decoded))
    last = entries[-1]
    expected = {
        "as_of": as_of(asked),
        "entries": entries,
        "next": f"{last['block']}-{last['log_index']}-1",
        "looked": ASKED,
        "looked_to": last["block"],
    }
    equal(found, expected)


def _entry(asked: Asked, name: str, field: str, decoded: Any) -> dict[str, Any]:
    block = decoded["blockNumber"]
    return {
        "id": f"market-{block}-{decoded['logIndex']}",
        "block": block,
        "time": asked.web3.eth.get_block(block)["timestamp"],
        "transaction": decoded["transactionHash"].to_0x_hex(),
        "log_index": decoded["logIndex"],
        "deal": NAMED["id"],
        "contract": field,
        "address": decoded["address"],
        "name": name,
        "category": CATEGORIES[name],
        "currency": "USD",
        "arguments": [_argument(asked, argument, value) for argument, value in decoded["args"].items()],
    }


def _argument(asked: Asked, name: str, value: Any) -> dict[str, Any]:
    says = {part.address: field for field, part in asked.market.life.record.contracts()}
    text = "0x" + value.hex() if isinstance(value, bytes) else str(value)
    amount = plain(value) if name in AMOUNTS else None
    return {"id": name, "value": text, "amount": amount, "says": says.get(text, "")}
