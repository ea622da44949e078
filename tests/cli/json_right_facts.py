# SPDX-License-Identifier: Apache-2.0
"""The facts that a payment date takes of a pool of rights, and the logs of the registry behind them."""

from __future__ import annotations

from typing import Any

from tests.cli.json_figures import plain
from tests.cli.json_leaf import Derived
from tests.cli.json_pool import NUMBERS, fact, iso, registry_of
from tests.cli.json_quoting import day_of
from tests.cli.json_world import Asked
from tests.cli.test_ip_on_chain import PATENTS

SHARES = (
    "rights-lapsed", "rights-invalidated", "largest-licensee", "largest-group", "limits-broken", "pool-value", "rights-expired",
    "rights-under-review", "rights-in-dispute", "rights-pledged", "rights-stale", "rights-breached", "rights-restricted",
    "rights-untitled", "rights-unlicensed", "largest-right", "largest-jurisdiction",
)  # fmt: skip
"""Facts, those first that triggers look at."""
LOOKED_AT = 6
OF_FILE = Derived("of the deal file, by which triggers are named")
CHALLENGED, ENTERED, VALUED = "LegalEventReported", "RightEntered", "RightValued"
SOURCES = {CHALLENGED: "legal event", ENTERED: "entry", VALUED: "valuation"}


def fact_of(asked: Asked, number: int, label: str) -> dict[str, Any]:
    found, asks = fact(asked, label), number < LOOKED_AT
    value = plain(found) if label == "pool-value" else found
    causes = _causes(label)
    assert bool(causes) == bool(found)
    return {
        "fact": label,
        "today": value,
        "then": value,
        "looked_at": asks,
        "triggers": [OF_FILE] if asks else [],
        "causes": [_cause(asked, place, kind) for place, kind in causes],
    }


def _causes(label: str) -> list[tuple[int, str]]:
    """Which event of which right is behind a fact that is not zero."""
    challenge, entries = [(1, CHALLENGED)], [(0, ENTERED), (1, ENTERED)]
    largest, everywhere = [(0, VALUED)], [(0, VALUED), (1, VALUED)]
    known = {
        "pool-value": challenge,
        "rights-under-review": challenge,
        "rights-unlicensed": entries,
        "largest-right": largest,
        "largest-jurisdiction": everywhere,
        "limits-broken": [*challenge, *entries, *largest, *everywhere],
    }
    return known.get(label, [])


def _cause(asked: Asked, place: int, kind: str) -> dict[str, Any]:
    """The last event of that kind of a right, as the registry told it."""
    logs = getattr(registry_of(asked).events, kind)().get_logs(from_block=0)
    log = [one for one in logs if one["args"]["right"] == PATENTS[place]][-1]
    told, block = log["args"], asked.web3.eth.get_block(log["blockNumber"])
    days = {
        CHALLENGED: told.get("effective"),
        ENTERED: int(f"{day_of(block['timestamp']):%Y%m%d}"),
        VALUED: told.get("valuation", {}).get("day"),
    }
    on = iso(days[kind])
    what = {
        CHALLENGED: f"legal event {told.get('number')}: challenged, effective {on}",
        ENTERED: f"entered on {on}, and never licensed",
        VALUED: f"valuation {told.get('number')} of {on}",
    }
    return {
        "right": "0x" + told["right"].hex(),
        "number": NUMBERS[place],
        "what": what[kind],
        "source": SOURCES[kind],
        "event": told.get("number", 1),
        "code": None,
        "day": on,
        "document": "0x" + told["document"].hex(),
        "block": log["blockNumber"],
        "transaction": log["transactionHash"].to_0x_hex(),
    }
