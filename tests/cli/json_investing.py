# SPDX-License-Identifier: Apache-2.0
"""What an investor is told of units and income, held against the contracts: each figure with the transaction that made it so."""

from __future__ import annotations

from typing import Any

from tests.cli.json_entries import WHO, Entry, all_entries, shown, time_of
from tests.cli.json_figures import plain
from tests.cli.json_holdings import Holding, fill_of, holdings_of
from tests.cli.json_leaf import Derived
from tests.cli.json_verifying import about
from tests.cli.json_world import Asked, equal
from tests.cli.market_desk import TERMS
from tests.support.roles import key_of

SUMS = {
    "cost": "cost", "accrued": "accrued", "bought_for": "traded", "fees": "fee", "interest": "interest", "principal": "principal",
    "residual": "residual", "premium": "premium", "carried": "carried", "net": "net",
}  # fmt: skip
"""And what they sum of the entries."""
TOTALS = ("invested", "outstanding", "value", "income", "claimed", "tax", "to_claim", "to_claim_tax", "to_claim_net")
RATE = Derived("why there is no rate")


def told(asked: Asked, command: str, *more: str) -> Any:
    db = ["--db", f"sqlite:///{asked.folder / 'index.db'}"]
    return asked.told("invest", command, *about(asked), "--terms", TERMS, *db, *more)


def head(asked: Asked, who: str = WHO, block: int | None = None) -> dict[str, Any]:
    at = asked.web3.eth.get_block(asked.head if block is None else block)
    as_of = {
        "deal": asked.market.life.record.deal_id,
        "block": at["number"],
        "hash": at["hash"].to_0x_hex(),
        "time": time_of(asked, at["number"]),
    }
    return {"wallet": who, "as_of": [as_of], "offline": False}


def portfolio(asked: Asked) -> None:
    held = holdings_of(asked)
    totals = {name: plain(sum(one.values[name] or 0 for one in held)) for name in TOTALS}
    without = sum(one.values["value"] is None for one in held)
    expected = {
        "positions": [one.position(asked) for one in held],
        "totals": [{"currency": "USD", **totals, "positions_without_price": without}],
    }
    equal(told(asked, "portfolio", "--address", WHO), {**head(asked), **expected})


def statement(asked: Asked) -> None:
    positions = [_stated(asked, held) for held in holdings_of(asked)]
    equal(told(asked, "statement", "--address", WHO), {**head(asked), "positions": positions, "written": []})


def _stated(asked: Asked, held: Holding) -> dict[str, Any]:
    sums = {name: plain(sum(entry[field] for entry in held.entries)) for name, field in SUMS.items()}
    return {
        **held.position(asked),
        "sums": {**sums, "sold_for": plain(0)},
        "entries": list(map(shown, held.entries)),
        "pool_factor": None if held.factor is None else plain(held.factor),
    }


def history(asked: Asked) -> None:
    entries = [shown(entry) for entry in all_entries(asked)]
    equal(told(asked, "history", "--address", WHO), {**head(asked), "since": None, "until": None, "entries": entries})


def yields(asked: Asked) -> None:
    """Flows and worth; with them a rate is arithmetic, and here there is none: nobody ever traded junior units, which have no balance."""
    entries, held = all_entries(asked), holdings_of(asked)
    taken, earned = _flows(entries, "net"), _flows(entries, "income")
    assert any(one.values["value"] is None and one.factor is None for one in held)
    none = {"rate": None, "no_rate": RATE, "worth": None}
    found = {
        "deal": asked.market.life.record.deal_id,
        "currency": "USD",
        "to": time_of(asked, asked.head)[:10],
        "realised": {**none, "worth": plain(0), "flows": taken},
        "with_left": {**none, "flows": taken},
        "earned": {**none, "flows": earned},
    }
    lefts = [_left(asked, one) for one in held]
    expected = {**head(asked), "yields": [found], "entries": list(map(shown, entries)), "left": lefts}
    equal(told(asked, "yield", "--address", WHO), expected)


def _flows(entries: list[Entry], income: str) -> list[dict[str, Any]]:
    """What was paid in and what came, by day."""
    amounts = ((entry, entry[income] - entry["cost"] - entry["traded"]) for entry in entries)
    return [
        {
            "day": entry["time"][:10],
            "amount": plain(amount),
            "block": entry["block"],
            "transaction": entry["transaction"],
        }
        for entry, amount in amounts
        if amount
    ]


def _left(asked: Asked, held: Holding) -> dict[str, Any]:
    traded, fill = held.values["last_price"] is not None, fill_of(asked)
    trade = {
        "price": plain(fill["args"]["price"]),
        "block": fill["blockNumber"],
        "transaction": fill["transactionHash"].to_0x_hex(),
    }
    return {
        "deal": asked.market.life.record.deal_id,
        "tranche": held.tranche,
        "units": held.values["units"],
        "worth": plain(held.values["value"]) if traded else None,
        "by": "last trade" if traded else None,
        "last_trade": trade if traded else None,
        "unclaimed": plain(held.values["to_claim"]),
        "currency": "USD",
    }


def claim(asked: Asked) -> None:
    """By somebody who has not claimed yet: what the escrow owed is what came."""
    who, before, life = key_of("senior_investor").address, asked.head, asked.market.life
    token, cash = life.token("senior").address, asked.market.cash("senior_investor")
    gross = life.escrow.functions.entitlementOf(token, who).call()
    found, sent = asked.sending(lambda: told(asked, "claim", *asked.market.by("senior_investor"), "--yes"))
    (log,) = life.escrow.events.IncomeClaimed().get_logs(from_block=before + 1)
    came = asked.market.cash("senior_investor") - cash
    assert (log["args"]["gross"], log["args"]["gross"] - log["args"]["tax"]) == (gross, came) and came > 0
    amounts = {"gross": plain(gross), "tax": plain(log["args"]["tax"]), "net": plain(came)}
    one = {"deal": life.record.deal_id, "tranche": "senior", "currency": "USD", **amounts}
    mined = {"block": log["blockNumber"], "transaction": log["transactionHash"].to_0x_hex()}
    told_of = {"claims": [one], "refused": [], "sent": True, "transactions": sent, "claimed": [{**one, **mined}]}
    equal(found, {**head(asked, who, before), **told_of})
