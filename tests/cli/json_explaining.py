# SPDX-License-Identifier: Apache-2.0
"""What is explained of a payment date, held against its event and the deal's state; all else is the deal file's, by its hash."""

from __future__ import annotations

from typing import Any

from tests.cli.json_figures import plain
from tests.cli.json_verifying import about
from tests.cli.json_world import Asked, equal
from tests.cli.market_desk import TERMS

CLASSES = {"senior": "Class A", "mezzanine": "Class B", "junior": "Class C"}
STEPS = ("trustee-fee", "servicer-fee", "senior-interest", "mezzanine-interest", "reserve", "principal", "residual")
PRINCIPAL = "principal"
SHARING = ("senior", "mezzanine")
"""Principal is recorded class by class."""
Record = tuple[int, int, int, int]
"""Due, paid, drawn and released."""


def explain(asked: Asked) -> None:
    sheet = asked.told("explain", TERMS)
    found = asked.told("explain", TERMS, *about(asked), "--period", "2023Q4")
    deal = asked.contract("Deal", asked.market.life.record.deal.address)
    (event,) = deal.events.PaymentDateExecuted().get_logs(from_block=0)
    records, state = records_of(event["args"]["records"]), deal.functions.state().call()
    sections = [_steps(one, records) if one["key"] == "steps" else one for one in sheet["sections"]]
    expected = {
        **sheet,
        "hash": deal.functions.termsHash().call().hex(),
        "sections": [_payment_date(asked, event["args"], state), *sections],
        "figures": _figures(asked, event["args"], records, state),
    }
    equal(found, expected)


def records_of(packed: bytes) -> dict[str, list[Record]]:
    """Of each step, as its event packs them: four numbers of 16 bytes."""
    numbers = [int.from_bytes(packed[at : at + 16], "big") for at in range(0, len(packed), 16)]
    each = iter(zip(*(numbers[part::4] for part in range(4)), strict=True))
    found = {step: [next(each) for _ in (SHARING if step == PRINCIPAL else "1")] for step in STEPS}
    assert not list(each)
    return found


def _figures(asked: Asked, event: Any, records: dict[str, list[Record]], state: Any) -> dict[str, Any]:
    return {
        "period": event["period"],
        "attributed_to": "2023Q4",
        "received": plain(_received(asked)),
        "available": plain(event["available"]),
        "left": plain(event["left"]),
        "accelerated": False,
        "events": [],
        "steps": [_step(step, recorded) for step, recorded in records.items()],
        "balances": {name: plain(units) for name, units in zip(CLASSES, state[0], strict=True)},
        "arrears": {name: plain(units) for name, units in zip(CLASSES, state[1], strict=True)},
        "accounts": {"reserve": plain(state[2][0])},
        "owed": {},
        "cost": {},
    }


def _step(step: str, recorded: list[Record]) -> dict[str, Any]:
    due, paid, drawn, released = map(sum, zip(*recorded, strict=True))
    assert not drawn
    shares = zip(SHARING, recorded, strict=True) if step == PRINCIPAL else ()
    return {
        "step": step,
        "ran": True,
        "due": plain(due),
        "paid": plain(paid),
        "shortfall": plain(due - paid),
        "released": plain(released),
        "sources": {"available funds": plain(paid)} if paid else {},
        "shares": {name: [plain(one[0]), plain(one[1])] for name, one in shares},
    }


def accepted(asked: Asked) -> Any:
    """The log of the one report there was."""
    oracle = asked.contract("RoyaltyOracle", asked.market.life.record.oracle.address)
    (log,) = oracle.events.ReportAccepted().get_logs(from_block=0)
    return log


def _received(asked: Asked) -> int:
    return int(accepted(asked)["args"]["received"])


def _payment_date(asked: Asked, event: Any, state: Any) -> dict[str, Any]:
    afterwards = [
        f"{CLASSES[name]}, afterwards: outstanding balance {_usd(state[0][i])}, interest in arrears {_usd(state[1][i])}."
        for i, name in enumerate(SHARING)
    ]
    sentences = [
        f"Collection period 2023Q4, number {event['period']}, paid on 20 March 2024 (the scheduled date).",
        f"Royalties received: {_usd(_received(asked))}. Available funds: {_usd(event['available'])}.",
    ]
    item = {
        "sentences": sentences, "label": "", "id": "", "heading": "", "figures": [], "brief": [], "applied": True,
        "details": [*afterwards, f"Reserve, afterwards: {_usd(state[2][0])}."],
    }  # fmt: skip
    return {"key": "payment-date", "title": "Payment Date", "items": [item], "lead": []}


def _steps(section: dict[str, Any], records: dict[str, list[Record]]) -> dict[str, Any]:
    items = []
    for item in section["items"]:
        due, paid, _, _ = map(sum, zip(*records[item["id"]], strict=True))
        figures, brief = [f"Due {_usd(due)}, paid in full."], [f"Paid {_usd(paid)}"]
        if item["id"] == PRINCIPAL:
            shares = [
                f"{CLASSES[name]}: due {_usd(one[0])}, paid {_usd(one[1])}."
                for name, one in zip(SHARING, records[PRINCIPAL], strict=True)
            ]
            figures = [f"Outstanding {_usd(due)}, repaid {_usd(paid)}.", *shares]
        elif not due:
            figures = brief = ["Nothing was due."]
        else:
            assert due == paid
        items.append({**item, "figures": figures, "brief": brief})
    return {**section, "items": items}


def _usd(units: int) -> str:
    whole, fraction = plain(units).split(".")
    return f"USD {int(whole):,}.{fraction.rstrip('0').ljust(2, '0')}"
