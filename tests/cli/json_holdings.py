# SPDX-License-Identifier: Apache-2.0
"""What a wallet has in one tranche, asked of the contracts, and the transaction that last moved each figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.cli.json_entries import WHO, Entry, entries_of, executed
from tests.cli.json_figures import plain
from tests.cli.json_offering import TRANCHES
from tests.cli.json_trading import desk_of
from tests.cli.json_world import Asked

CLOSING = {"senior": 100_000 * 10**6, "junior": 0}
"""Balances with all units placed."""
Place = Entry | None


@dataclass(frozen=True)
class Holding:
    """``values`` are numbers; ``factor`` parts per million of the balance at closing, rounded down, of a tranche that has one."""

    tranche: str
    entries: list[Entry]
    factor: int | None
    values: dict[str, Any]

    def position(self, asked: Asked) -> dict[str, Any]:
        """As commands show it."""
        places = _places(self.entries, _as_place(executed(asked)) if self.factor is not None else None)
        figures = {
            name: {
                "value": value if name == "units" or value is None else plain(value),
                **(_shown(places[name])),
            }
            for name, value in self.values.items()
        }
        token = asked.market.life.token(self.tranche).functions
        start = {"deal": asked.market.life.record.deal_id, "tranche": self.tranche, "currency": "USD"}
        frozen = {"frozen_units": token.getFrozenTokens(WHO).call(), "wallet_frozen": token.isFrozen(WHO).call()}
        return {**start, **figures, **frozen, "halted_until": None}


def holdings_of(asked: Asked) -> list[Holding]:
    return [_holding(asked, tranche) for tranche in CLOSING]


def fill_of(asked: Asked) -> Any:
    """The log of the one trade there was, of senior units."""
    (log,) = desk_of(asked).events.OrderFilled().get_logs(from_block=0)
    return log


def _holding(asked: Asked, tranche: str) -> Holding:
    entries, life, number = entries_of(asked, tranche), asked.market.life, TRANCHES.index(tranche)
    deal = asked.contract("Deal", life.record.deal.address).functions
    balance, units = deal.state().call()[0][number], deal.trancheAt(number).call()[1]
    held, owed = asked.market.units(tranche, "buyer"), _owed(asked, tranche)
    total = {name: sum(entry[name] for entry in entries) for name in ("cost", "traded", "income", "claimed", "tax")}
    factor = balance * 10**6 // CLOSING[tranche] if CLOSING[tranche] else None
    price = fill_of(asked)["args"]["price"] if tranche == "senior" else None
    assert life.escrow.functions.withholding().call()[0] == b""  # no tax is withheld
    values = {
        "units": held,
        "cost": total["cost"],
        "invested": total["cost"] + total["traded"],
        "outstanding": balance * held // units,
        "income": total["income"],
        "claimed": total["claimed"],
        "tax": total["tax"],
        "to_claim": owed,
        "to_claim_tax": 0,
        "to_claim_net": owed,
        "last_price": price,
        "value": None if price is None or factor is None else held * price * factor // 10**6,
    }
    return Holding(tranche, entries, factor, values)


def _owed(asked: Asked, tranche: str) -> int:
    life = asked.market.life
    return int(life.escrow.functions.entitlementOf(life.token(tranche).address, WHO).call())


def _places(entries: list[Entry], repaid: Place) -> dict[str, Place]:
    """The last entry that moved each figure; ``repaid`` is where principal was."""

    def last(*kinds: str) -> Place:
        return next((entry for entry in reversed(entries) if entry["entry"] in kinds and _says(entry)), None)

    moved, claimed, traded = last("issued", "bought"), last("claim"), last("bought")
    owed = claimed or last("income")
    return {
        "units": moved,
        "cost": last("subscription", "paid back"),
        "invested": last("subscription", "paid back", "bought"),
        "outstanding": repaid or moved,
        "income": last("income"),
        "claimed": claimed,
        "tax": claimed,
        "to_claim": owed,
        "to_claim_tax": owed,
        "to_claim_net": owed,
        "last_price": traded,
        "value": repaid if traded else None,
    }


def _says(entry: Entry) -> bool:
    return bool(entry["units"] or entry["cost"] or entry["income"] or entry["claimed"])


def _as_place(log: Any) -> Place:
    return {"block": log["blockNumber"], "transaction": log["transactionHash"].to_0x_hex()}


def _shown(place: Place) -> dict[str, Any]:
    return {name: None if place is None else place[name] for name in ("block", "transaction")}
