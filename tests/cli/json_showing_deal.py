# SPDX-License-Identifier: Apache-2.0
"""What ``regalia show deal`` and ``show date`` say, held against the deal's state, the escrow's cash and the events of the date."""

from __future__ import annotations

from typing import Any

from regalia.chain.record import load_record
from tests.cli.json_entries import executed
from tests.cli.json_explaining import CLASSES, PRINCIPAL, SHARING, Record, accepted, records_of
from tests.cli.json_figures import USD, plain
from tests.cli.json_offering import COUPONS
from tests.cli.json_quoting import CLOSING, day_of
from tests.cli.json_showing import NAMED, PERIOD, as_of, deal_of, halted, next_payment, royalties, status_of, told
from tests.cli.json_world import Asked, equal

BALANCES = {"senior": 100_000 * USD, "mezzanine": 25_000 * USD, "junior": 0}
RATES = {"senior": 82_500, "mezzanine": 120_000, "junior": None}
"""Coupons the tranches were sold with: the senior one at the level at which it cleared."""
RESERVE = 1_000 * USD
"""Its target, and what it was funded with, by the deal file."""
PARTIES = {
    "originator": ["originator"], "trustee": ["trustee", "attestor"], "servicer": ["servicer", "attestor"], "licensee": ["licensee"],
}  # fmt: skip
STEPS = {
    "trustee-fee": ("expense", "payee", "trustee", "Trustee fee", "Trustee"),
    "servicer-fee": ("expense", "payee", "servicer", "Servicer fee", "Servicer"),
    "senior-interest": ("interest", "tranche", "senior", "Senior interest", "Class A"),
    "mezzanine-interest": ("interest", "tranche", "mezzanine", "Mezzanine interest", "Class B"),
    "reserve": ("reserve", "account", "reserve", "Reserve", "Reserve"),
    "principal.senior": ("principal", "tranche", "senior", "Principal", "Class A"),
    "principal.mezzanine": ("principal", "tranche", "mezzanine", "Principal", "Class B"),
    "residual": ("residual", "tranche", "junior", "Residual", "Class C"),
}
"""Kind, whom each step of the deal file pays, and names."""


def deal(asked: Asked) -> None:
    state, record = deal_of(asked).state().call(), asked.market.life.record
    collection, accounts = asked.market.life.escrow.functions.cash().call()
    payees = {party: asked.web3.to_checksum_address(address) for party, address in record.payees.items()}
    code = {address: asked.web3.eth.get_code(asked.web3.to_checksum_address(address)) for address in _contracts(asked)}
    assert all(code.values())
    expected = {
        **NAMED,
        "notice": "Made up for tests. No such notes exist.",
        "currency": "USD",
        "status": status_of(asked),
        "halted_until": halted(asked),
        "terms_hash": "0x" + deal_of(asked).termsHash().call().hex(),
        "closing": CLOSING.isoformat(),
        "legal_final": None,
        "next_payment": next_payment(asked),
        "rights": False,
        "outstanding": plain(sum(state[0])),
        "original": plain(sum(BALANCES.values())),
        "received": plain(royalties(asked)["amount"]),
        "distributed": plain(deal_of(asked).totals().call()[1]),
        "parties": [
            {"id": party, "name": party.capitalize(), "roles": roles, "address": payees.get(party, "")}
            for party, roles in PARTIES.items()
        ],
        "contracts": [{"id": field, "address": part.address} for field, part in load_record(asked.market.record).contracts()],
        "tranches": [_tranche(asked, number, name, state) for number, name in enumerate(COUPONS)],
        "cash": {
            "collection": plain(collection),
            "held": plain(sum(accounts)),
            "accounts": [
                {"id": "reserve", "name": "Reserve", "kind": "reserve", "held": plain(accounts[0]), "target": plain(RESERVE)}
            ],
            "facilities": [],
        },
        "flags": [],
        "in_default": False,
        "triggers": [],
        "waiting": None,
        "dates": [_date_line(asked, state)],
        "calls": [],
        "end": None,
        "as_of": as_of(asked),
    }  # fmt: skip
    equal(told(asked, "deal"), expected)


def _contracts(asked: Asked) -> list[str]:
    return [part.address for _, part in asked.market.life.record.contracts()]


def _tranche(asked: Asked, number: int, name: str, state: Any) -> dict[str, Any]:
    token, units = deal_of(asked).trancheAt(number).call()
    coupon, original, balance = RATES[name], BALANCES[name], state[0][number]
    return {
        "id": name,
        "name": CLASSES[name],
        "symbol": asked.market.life.token(name).functions.symbol().call(),
        "units": units,
        "owned": asked.contract("TrancheToken", token).functions.totalSupply().call(),
        "coupon": None if coupon is None else plain(coupon),
        "original": plain(original),
        "outstanding": plain(balance),
        "arrears": plain(state[1][number]),
        "factor": plain(balance * USD // original) if original else None,
    }


def _date_line(asked: Asked, state: Any) -> dict[str, Any]:
    log, sums = executed(asked), _sums(asked)
    return {
        "id": log["args"]["period"],
        "label": PERIOD,
        "scheduled": day_of(deal_of(asked).scheduledAt(1).call()).isoformat(),
        "executed": asked.web3.eth.get_block(log["blockNumber"])["timestamp"],
        "transaction": log["transactionHash"].to_0x_hex(),
        "received": plain(accepted(asked)["args"]["received"]),
        "available": plain(log["args"]["available"]),
        **{name: plain(amount) for name, amount in sums.items()},
        "left": plain(log["args"]["left"]),
        "outstanding": plain(sum(state[0])),
        "accelerated": False,
        "missing": False,
    }


def _recorded(asked: Asked) -> dict[str, Record]:
    """What each step of the program did, principal class by class."""
    records = records_of(executed(asked)["args"]["records"])
    found: dict[str, Record] = {}
    for step, made in records.items():
        found |= (
            {f"{step}.{name}": one for name, one in zip(SHARING, made, strict=True)}
            if step == PRINCIPAL
            else {step: made[0]}
        )
    return found


def _sums(asked: Asked) -> dict[str, int]:
    records = _recorded(asked)
    kinds = {"to_payees": "payee", "to_tranches": "tranche", "to_accounts": "account"}
    return {
        name: sum(records[step][1] for step, (_, to, *_) in STEPS.items() if to == kind) for name, kind in kinds.items()
    }


def date(asked: Asked) -> None:
    """By its name: the same as by its number."""
    log, line = executed(asked), _date_line(asked, deal_of(asked).state().call())
    found, by_number = told(asked, "date", PERIOD), told(asked, "date", "1")
    assert found == by_number
    equal(
        found,
        {
            "deal": NAMED["id"],
            "name": NAMED["name"],
            "currency": "USD",
            "period": line["id"],
            "label": PERIOD,
            "scheduled": line["scheduled"],
            "accrues_from": CLOSING.isoformat(),
            "executed": line["executed"],
            "executor": log["args"]["executor"],
            "transaction": line["transaction"],
            "previous": None,
            "next": None,
            "accelerated": False,
            "final": False,
            "flags": [],
            "funds": _funds(asked, line),
            "steps": _steps(asked),
            "tranches": [_tranche_line(asked, number, name) for number, name in enumerate(COUPONS)],
            "accounts": [_reserve(asked)],
            "facilities": [],
            "triggers": [],
            "facts": [],
            "report": _report(asked),
            "restated": [],
            "disputes": [],
            "as_of": as_of(asked),
        },
    )


def _funds(asked: Asked, line: dict[str, Any]) -> dict[str, str]:
    """Nothing was brought forward, and no support was asked for."""
    report, nothing = accepted(asked)["args"], plain(0)
    received, other = plain(report["received"]), plain(report["otherIncome"])
    return {
        **dict.fromkeys(("brought_forward", "restated", "drawn", "released"), nothing),
        **{name: line[name] for name in ("available", "to_payees", "to_tranches", "to_accounts", "left")},
        "received": received,
        "other_income": other,
        "attested": received,
        "cash": plain(royalties(asked)["amount"]),
    }


def _steps(asked: Asked) -> list[dict[str, Any]]:
    found, remaining = [], int(executed(asked)["args"]["available"])
    records = _recorded(asked)
    assert list(records) == list(STEPS)
    for number, (step, (due, paid, drawn, released)) in enumerate(records.items(), 1):
        kind, to_kind, to, name, to_name = STEPS[step]
        remaining -= paid
        source = {"id": "available", "kind": "available", "name": "", "amount": plain(paid)}
        found.append(
            {
                "id": number, "label": step, "name": name, "kind": kind, "to_kind": to_kind, "to": to, "to_name": to_name,
                "due": plain(due), "paid": plain(paid), "shortfall": plain(due - paid), "drawn": plain(drawn), "released": plain(released),
                "remaining": plain(remaining), "carried": kind == "expense", "open_ended": kind == "principal",
                "sources": [source] if paid else [], "held": None,
            }
        )  # fmt: skip
    return found


def _tranche_line(asked: Asked, number: int, name: str) -> dict[str, Any]:
    records, state = _recorded(asked), deal_of(asked).state().call()
    nothing = (0, 0, 0, 0)
    due, interest, *_ = records.get(f"{name}-interest", nothing)
    principal, residual = (
        records.get(f"principal.{name}", nothing)[1],
        records["residual"][1] if name == "junior" else 0,
    )
    paid, units = interest + principal + residual, deal_of(asked).trancheAt(number).call()[1]
    original, exact = BALANCES[name], paid * USD // units
    assert state[0][number] == original - principal
    return {
        "id": name,
        "name": CLASSES[name],
        "opening": plain(original),
        "called": plain(0),
        "due": plain(due),
        "interest": plain(interest),
        "capitalised": plain(0),
        "arrears": plain(state[1][number]),
        "principal": plain(principal),
        "residual": plain(residual),
        "paid": plain(paid),
        "closing": plain(state[0][number]),
        "factor": plain(state[0][number] * USD // original) if original else None,
        "per_unit": f"{exact // USD**2}.{exact % USD**2:012d}",
    }


def _reserve(asked: Asked) -> dict[str, Any]:
    _, paid, _, released = _recorded(asked)["reserve"]
    _, accounts = asked.market.life.escrow.functions.cash().call()
    return {
        "id": "reserve", "name": "Reserve", "kind": "reserve", "opening": plain(accounts[0] - paid + released), "put_in": plain(paid),
        "drawn": plain(0), "released": plain(released), "closing": plain(accounts[0]),
    }  # fmt: skip


def opened(asked: Asked) -> Any:
    """Who may sign reports of the deal, as it began; nobody changed that."""
    oracle = asked.contract("RoyaltyOracle", asked.market.life.record.oracle.address)
    deal = asked.market.life.record.deal.address
    (found,) = [
        log["args"] for log in oracle.events.StreamOpened().get_logs(from_block=0) if log["args"]["deal"] == deal
    ]
    return found


def _report(asked: Asked) -> dict[str, Any]:
    log, panel = accepted(asked), opened(asked)
    said = log["args"]
    signed = [at for at in range(len(panel["signers"])) if said["signerSet"] >> at & 1]
    return {
        "evidence_root": "0x" + said["evidenceRoot"].hex(),
        "signers": [{"id": panel["signers"][at], "name": "Servicer"} for at in signed],
        "weight": sum(panel["weights"][at] for at in signed),
        "needed": panel["threshold"],
        "missing": False,
        "accepted": asked.web3.eth.get_block(log["blockNumber"])["timestamp"],
        "transaction": log["transactionHash"].to_0x_hex(),
        "target": None,
        "invoices": [],
    }
