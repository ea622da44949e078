# SPDX-License-Identifier: Apache-2.0
"""What the doctor finds of a live deal: each sentence with a figure in it is written anew from the chain's answers."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from tests.cli.json_figures import moment, pretty
from tests.cli.json_leaf import Beginning, Derived, Nullable, Words
from tests.cli.json_roles import seats
from tests.cli.json_verifying import about, made_in
from tests.cli.json_world import Asked, equal
from tests.cli.market_desk import TERMS

PLAIN = Words("it is said in words")
ADMINISTERED = ("InvestorRegistry", "TransferAgent", "Supervisor", "RoyaltyOracle")


def doctor(asked: Asked) -> None:
    db = f"sqlite:///{asked.folder / 'index.db'}"
    asked.told("index", *about(asked), "--terms", TERMS, "--db", db)
    found = asked.told("doctor", *about(asked), "--terms", TERMS, "--db", db)
    expected = {**_of_node(asked), **_of_deal(asked), **_of_people(asked)}
    expected["index"] = f"the index at {asked.folder / 'index.db'} is as of block {asked.head}, 0 blocks behind"
    levels = Counter(one["level"] for one in found["findings"])
    assert [one["check"] for one in found["findings"]] == list(expected)
    equal(
        found,
        {
            "ok": True,
            "deal": asked.market.life.record.deal_id,
            "chain_id": asked.web3.eth.chain_id,
            "counts": {level: levels[level] for level in ("ok", "warn", "fail")},
            "findings": [
                {"check": check, "level": PLAIN, "found": text, "block": asked.head, "remedy": Nullable("what to do")}
                for check, text in expected.items()
            ],
            "next": Derived("a command to be typed"),
        },
    )


def _of_node(asked: Asked) -> dict[str, Any]:
    head, genesis = asked.web3.eth.get_block("latest"), asked.web3.eth.get_block(0)["hash"].to_0x_hex()
    base = head["baseFeePerGas"]
    fee = f"{base // 10**9:,}.{base % 10**9:09d}".rstrip("0").rstrip(".")
    return {
        "node.client": asked.web3.client_version,
        "node.chain": f"chain {asked.web3.eth.chain_id}, genesis {genesis}",
        "node.syncing": PLAIN,
        "node.head": Beginning(f"block {head['number']} is of {moment(head['timestamp'])}, ", "this machine's clock"),
        "node.fee": f"the base fee is {fee} gwei",
    }


def _of_deal(asked: Asked) -> dict[str, Any]:
    record = asked.market.life.record
    deal = asked.contract("Deal", record.deal.address).functions
    period = deal.nextPeriod().call()
    due = moment(deal.scheduledAt(period).call())
    stream = asked.contract("RoyaltyOracle", record.oracle.address).functions.signersOf(record.deal.address).call()
    _, threshold, _, _, signers, weights, *_ = stream
    assert record.settlement_desk is not None
    contracts = asked.market.record.read_text(encoding="utf-8").count('"code_hash"')
    return {
        "record.chain": f"{record.deal_id}, made in block {made_in(asked)}: the code of {contracts} contracts is as recorded",
        "record.release": f"compiled by solc {record.compiler.version} from this release's sources",
        "record.terms": f"the deal file has hash 0x{deal.termsHash().call().hex()}, as recorded",
        "wiring.links": Derived("how many links are looked at is the doctor's own count"),
        "wiring.roles": PLAIN,
        "wiring.desk": f"units are traded at the settlement desk {record.settlement_desk.address}",
        "offering.bids": PLAIN,
        "reports.next": f"no report of period {period} is accepted; its payment date is {due}",
        "reports.attestors": f"{len(signers)} attestors weigh {sum(weights)}, a report needs {threshold}",
        "dates.next": f"period {period} is paid from {due} on",
        "halts": PLAIN,
        "payables": f"not withdrawn yet: {_payables(asked)}",
    }


def _payables(asked: Asked) -> str:
    _, _, _, originator, payees = (
        asked.contract("Deal", asked.market.life.record.deal.address).functions.parties().call()
    )
    names = json.loads(asked.market.record.read_text(encoding="utf-8"))["payees"]
    known = {"originator": originator, **names}
    assert set(payees) <= {*known.values()}
    owed = {name: asked.market.life.escrow.functions.payableTo(address).call() for name, address in known.items()}
    return ", ".join(f"{name} {pretty(units)}" for name, units in sorted(owed.items()) if units)


def _of_people(asked: Asked) -> dict[str, Any]:
    admins = {asked.contract(name, seats(asked)[name]).functions.defaultAdmin().call() for name in ADMINISTERED}
    (admin,) = admins
    return {
        "roles.vacant": PLAIN,
        "roles.conflicts": PLAIN,
        "roles.administrators": f"{admin} administers {', '.join(ADMINISTERED)}",
        "gas.balances": f"officers, administrators and providers asked now can pay for gas ({len(admins)} looked at)",
    }
