# SPDX-License-Identifier: Apache-2.0
"""The file that ``regalia verify --out`` leaves for programs, held against the same answers, events and blocks."""

from __future__ import annotations

import json
from typing import Any

from web3 import Web3

from tests.cli.json_entries import executed
from tests.cli.json_explaining import accepted, records_of
from tests.cli.json_figures import plain
from tests.cli.json_leaf import Derived, Words
from tests.cli.json_offering import TRANCHES
from tests.cli.json_roles import roles_of
from tests.cli.json_verified_holders import holders_of, place
from tests.cli.json_verifying import COUNTED, GROUPS, about, admissions, made_in, own_events
from tests.cli.json_world import Asked, equal
from tests.cli.market_desk import TERMS

PLAIN = Words("it is said in words")


def amount(units: int) -> dict[str, str]:
    return {"decimal": plain(units), "units": str(units)}


def verify_file(asked: Asked) -> None:
    out = asked.folder / "verified.json"
    asked.told("verify", *about(asked), "--terms", TERMS, "--out", out)
    found = json.loads(out.read_text(encoding="utf-8"))
    head, events = asked.web3.eth.get_block("latest"), len([*own_events(asked), *admissions(asked)])
    last = {"last": head["number"], "last_hash": head["hash"].to_0x_hex(), "last_time": head["timestamp"]}
    life = asked.market.life
    claims = life.escrow.events.IncomeClaimed().get_logs(from_block=0)
    expected = {
        "schema": PLAIN,
        "schema_version": Derived("of the file, not of the chain", int),
        "release": Derived("of the package"),
        "verified": True,
        "deal": _deal(asked),
        "blocks": {"first": made_in(asked), **last},
        "events": events,
        "comparisons": sum(one["comparisons"] for one in found["groups"]),
        "groups": [_group(one) for one in found["groups"]],
        "first_difference": None,
        "differences": [],
        "payment_dates": [_payment_date(asked)],
        "tranches": [_tranche(asked, number, name) for number, name in enumerate(TRANCHES)],
        "holders": holders_of(asked),
        "claims": [_claim(asked, log) for log in claims],
        "payees": _payees(asked),
        "surplus": {"escrow": amount(0), "offering": amount(0)},
        "roles": roles_of(asked),
    }
    equal(found, expected)
    assert [one["group"] for one in found["groups"]] == list(GROUPS)


def _group(found: dict[str, Any]) -> dict[str, Any]:
    spans = COUNTED if found["comparisons"] else None
    counts = {"comparisons": COUNTED, "differences": 0}
    return {"group": PLAIN, "what": PLAIN, **counts, "first_block": spans, "last_block": spans}


def _deal(asked: Asked) -> dict[str, Any]:
    record = asked.market.life.record
    made = asked.contract("DealFactory", record.factory.address).events.DealCreated().get_logs(from_block=0)[0]
    return {
        "id": record.deal_id,
        "name": PLAIN,
        "address": made["args"]["deal"],
        "chain_id": asked.web3.eth.chain_id,
        "genesis_hash": asked.web3.eth.get_block(0)["hash"].to_0x_hex(),
        "terms_hash": "0x" + asked.contract("Deal", record.deal.address).functions.termsHash().call().hex(),
        "made": {"block": made["blockNumber"], "transaction": made["transactionHash"].to_0x_hex()},
        "currency": {"code": "USD", "decimals": asked.market.life.cash.functions.decimals().call()},
    }


def _payment_date(asked: Asked) -> dict[str, Any]:
    record, log = asked.market.life.record, executed(asked)
    event, report = log["args"], accepted(asked)
    paid = {step: [one[1] for one in recorded] for step, recorded in records_of(event["records"]).items()}
    senior, mezzanine = paid["principal"]
    to = (paid["senior-interest"][0] + senior, paid["mezzanine-interest"][0] + mezzanine, paid["residual"][0])
    balances = asked.contract("Deal", record.deal.address).functions.state().call()[0]
    fees = {"trustee": paid["trustee-fee"][0], "servicer": paid["servicer-fee"][0]}
    return {
        "period": event["period"],
        "collected": "2023Q4",
        "scheduled": "2024-03-20",
        "received": amount(report["args"]["received"]),
        "restated": amount(0),
        "available": amount(event["available"]),
        "to_tranches": {name: amount(units) for name, units in zip(TRANCHES, to, strict=True)},
        "to_payees": {name: amount(units) for name, units in fees.items()},
        "into_accounts": {"reserve": amount(paid["reserve"][0])},
        "to_facilities": {},
        "left": amount(event["left"]),
        "outstanding": {name: amount(units) for name, units in zip(TRANCHES, balances, strict=True)},
        "list_after_default": False,
        "report": {
            "missing": False,
            "evidence_root": "0x" + report["args"]["evidenceRoot"].hex(),
            "signers": _signers(asked, report),
            **place(asked, report),
        },
        "executed": place(asked, log),
    }


def _signers(asked: Asked, report: Any) -> list[str]:
    """By the bits of the set that the oracle told of."""
    record = asked.market.life.record
    signers = asked.contract("RoyaltyOracle", record.oracle.address).functions.signersOf(record.deal.address).call()[4]
    return [who for number, who in enumerate(signers) if report["args"]["signerSet"] >> number & 1]


def _tranche(asked: Asked, number: int, name: str) -> dict[str, Any]:
    token, deal = asked.market.life.token(name), asked.contract("Deal", asked.market.life.record.deal.address)
    holders = [one for one in holders_of(asked) if one["tranche"] == name]
    return {
        "tranche": name,
        "token": deal.functions.trancheAt(number).call()[0],
        "units": str(token.functions.totalSupply().call()),
        "holders": sum(one["units"] != "0" for one in holders),
        "outstanding": amount(deal.functions.state().call()[0][number]),
        "owed": amount(sum(int(one["owed"]["units"]) for one in holders)),
        "block": asked.head,
    }


def _claim(asked: Asked, log: Any) -> dict[str, Any]:
    told, tokens = log["args"], {asked.market.life.token(name).address: name for name in TRANCHES}
    amounts = {"amount": told["gross"], "tax": told["tax"], "net": told["gross"] - told["tax"]}
    shown = {name: amount(units) for name, units in amounts.items()}
    return {"claimant": told["holder"], "tranche": tokens[told["token"]], **shown, **place(asked, log)}


def _payees(asked: Asked) -> list[dict[str, Any]]:
    """Parties by name, then whoever else is owed: the originator, its proceeds."""
    life = asked.market.life
    originator = asked.contract("Deal", life.record.deal.address).functions.parties().call()[3]
    return [
        {
            "party": name,
            "address": who,
            "owed": amount(life.escrow.functions.payableTo(Web3.to_checksum_address(who)).call()),
            "block": asked.head,
        }
        for name, who in (*sorted(life.record.payees.items()), (None, originator))
    ]
