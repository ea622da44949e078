# SPDX-License-Identifier: Apache-2.0
"""What ``regalia show`` says of deals and their receipts, held against the deal, its escrow and the log of royalties."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.cli.json_explaining import accepted
from tests.cli.json_figures import USD, plain
from tests.cli.json_leaf import Derived
from tests.cli.json_offering import STATUSES
from tests.cli.json_pages import Place, same_on_pages
from tests.cli.json_quoting import day_of
from tests.cli.json_verifying import about
from tests.cli.json_world import Asked, equal
from tests.cli.market_desk import TERMS

COUNTED = Derived("how much was compared is the story's own count", int)
NAMED = {"id": "market", "name": "Market deal"}
"""As the deal file has it, whose hash is on the chain."""
PERIOD = "2023Q4"


def told(asked: Asked, *what: str, board: Path | None = None) -> Any:
    """What the command says; the page beside it says the same."""
    db = f"sqlite:///{asked.folder / 'index.db'}"
    orders = ("--board", str(board)) if board else ()
    found = asked.told("show", *what, *about(asked), "--terms", TERMS, "--db", db, *orders)
    shown = {**found, "coverage": told(asked, "coverage")} if what == ("deal",) else found
    if what != ("coverage",):
        same_on_pages(asked, Place(asked.market.life.record, TERMS, db, board), what, shown)
    return found


def as_of(asked: Asked) -> dict[str, Any]:
    head = asked.web3.eth.get_block("latest")
    block = {"block": head["number"], "hash": head["hash"].to_0x_hex(), "time": head["timestamp"]}
    return {**block, "behind": 0, "comparisons": COUNTED, "differences": 0}


def deal_of(asked: Asked) -> Any:
    return asked.contract("Deal", asked.market.life.record.deal.address).functions


def status_of(asked: Asked) -> str:
    return STATUSES[deal_of(asked).status().call()]


def next_payment(asked: Asked) -> str:
    deal = deal_of(asked)
    return day_of(deal.scheduledAt(deal.nextPeriod().call()).call()).isoformat()


def royalties(asked: Asked) -> Any:
    """The log of the one payment there was."""
    (log,) = asked.market.life.escrow.events.RoyaltyPaid().get_logs(from_block=0)
    return log["args"]


def overview(asked: Asked) -> None:
    deal = deal_of(asked)
    line = {
        **NAMED,
        "currency": "USD",
        "status": status_of(asked),
        "next_payment": next_payment(asked),
        "outstanding": plain(sum(deal.state().call()[0])),
        "received": plain(royalties(asked)["amount"]),
        "dates": deal.nextPeriod().call() - 1,
        "halted_until": halted(asked),
        "as_of": as_of(asked),
    }
    equal(told(asked, "overview"), {"deals": [line]})


def halted(asked: Asked) -> int:
    record = asked.market.life.record
    supervisor = asked.contract("Supervisor", record.supervisor.address).functions
    return int(supervisor.dealHaltedUntil(record.deal.address).call())


def coverage(asked: Asked) -> None:
    """The deal has no trigger: its file, whose hash is on the chain, names none."""
    assert "triggers:" not in TERMS.read_text(encoding="utf-8")
    equal(told(asked, "coverage"), {**NAMED, "triggers": [], "as_of": as_of(asked)})


def receipts(asked: Asked) -> None:
    paid, report = royalties(asked), accepted(asked)["args"]
    attested, _ = deal_of(asked).totals().call()
    assert attested == report["received"]
    period = {
        "id": report["period"],
        "label": PERIOD,
        "state": "paid",
        "received": plain(report["received"]),
        "restated": plain(0),
        "stands": plain(report["received"]),
        "forecast": None,
        "of_forecast": None,
    }
    expected = {
        **NAMED,
        "currency": "USD",
        "paid_in": plain(paid["amount"]),
        "payments": 1,
        "attested": plain(attested),
        "forecast": None,
        "of_forecast": None,
        "periods": [period],
        "payers": [_paid_in(paid, paid["payer"], "")],
        "more_payers": 0,
        "licences": [_paid_in(paid, "0x" + paid["licence"].hex(), paid["licence"].decode().rstrip())],
        "more_licences": 0,
        "as_of": as_of(asked),
    }
    found = told(asked, "receipts")
    found["licences"][0]["name"] = found["licences"][0]["name"].rstrip()
    equal(found, expected)


def _paid_in(paid: Any, who: str, name: str) -> dict[str, Any]:
    return {"id": who, "name": name, "amount": plain(paid["amount"]), "share": plain(USD), "count": 1}


def pool(asked: Asked) -> None:
    """A deal without rights: the same receipts."""
    paid = royalties(asked)
    amount, licence = plain(paid["amount"]), paid["licence"]
    group = {"label": "", "count": 1, "value": amount, "base": amount, "share": plain(USD)}
    nothing: dict[str, Any] = dict.fromkeys(("value_at_closing", "replaced", "lost"))
    empty = ("by_status", "by_licensee", "by_owner", "rights", "limits", "concentrations", "facts", "events")
    expected = {
        **NAMED,
        "currency": "USD",
        "kind": "receipts",
        "today": day_of(asked.now).isoformat(),
        "next": next_payment(asked),
        "count": 1,
        "value": amount,
        "base": amount,
        **nothing,
        "limits_broken": 0,
        **{name: [] for name in empty},
        "by_payer": [{**group, "id": paid["payer"]}],
        "by_licence": [{**group, "id": "0x" + licence.hex(), "label": licence.decode().rstrip()}],
        "events_left": 0,
        "as_of": as_of(asked),
    }
    found = told(asked, "pool")
    found["by_licence"][0]["label"] = found["by_licence"][0]["label"].rstrip()
    equal(found, expected)
