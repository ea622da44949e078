# SPDX-License-Identifier: Apache-2.0
"""What Ape's scripts that only read say with ``--json``, run in this process without Ape's network."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scripts import _desk
from scripts.manage import cli as manage
from scripts.supervise import cli as supervise
from tests.cli.json_figures import plain
from tests.cli.json_offering import STATUSES, TRANCHES
from tests.cli.json_quoting import day_of
from tests.cli.json_roles import OFFICES, seats
from tests.cli.json_world import Asked, equal
from tests.cli.market_desk import TERMS

OFFICE_OF = {
    "registrar": "AGENT_ROLE", "freezer": "FREEZER_ROLE", "enforcer": "ENFORCER_ROLE", "recoverer": "RECOVERER_ROLE",
    "pauser": "PAUSER_ROLE", "resumer": "RESUMER_ROLE", "redeemer": "REDEEMER_ROLE", "supervisor": "HALTER_ROLE",
    "chief-supervisor": "RESUMER_ROLE", "oracle-governor": "GOVERNOR_ROLE", "oracle-trustee": "TRUSTEE_ROLE",
    "oracle-supervisor": "SUPERVISOR_ROLE",
}  # fmt: skip
NOT_OF = {"resumer": "Supervisor", "chief-supervisor": "TransferAgent"}
"""Two contracts have a role of that name."""


def told(asked: Asked, script: Any, command: str, **given: object) -> Any:
    asked.capsys.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_desk, "connection", lambda: asked.web3)
        script.commands[command].callback(record_path=asked.market.record, as_json=True, **given)
    printed = asked.capsys.readouterr()
    assert printed.err == ""
    return json.loads(printed.out)


def manage_status(asked: Asked) -> None:
    life = asked.market.life
    record, escrow, offering = life.record, life.escrow.functions, life.offering
    deal = asked.contract("Deal", record.deal.address).functions
    halts = asked.contract("Supervisor", record.supervisor.address).functions
    period, state = deal.nextPeriod().call(), deal.state().call()
    collection, accounts = escrow.cash().call()
    attested, distributed = deal.totals().call()
    reported, pending, _, _ = (
        asked.contract("RoyaltyOracle", record.oracle.address).functions.latest(record.deal.address).call()
    )
    assert (halts.dealHaltedUntil(record.deal.address).call(), reported, pending) == (0, period - 1, False)
    tokens = {name: life.token(name) for name in TRANCHES}
    expected: dict[str, Any] = {
        "deal": record.deal_id,
        "status": STATUSES[deal.status().call()],
        "halted until": None,
        "next period": period,
        "scheduled": day_of(deal.scheduledAt(period).call()).isoformat(),
        "cash in the offering": money(life.cash.functions.balanceOf(offering.address).call()),
        **{
            f"{name}: units to be collected": f"{escrow.bookOf(token.address).call()[6]:,}"
            for name, token in tokens.items()
        },
        **dict.fromkeys(("report waiting", "report missing from", "proposed attestors", "forfeited bonds")),
        "attested": money(attested),
        "distributed": money(distributed),
        "collection": money(collection),
        "account reserve": money(accounts[0]),
        **{f"{name}: balance": money(state[0][number]) for number, name in enumerate(TRANCHES)},
        **{f"{name}: arrears": money(state[1][number]) for number, name in enumerate(TRANCHES)},
    }
    for name, token in tokens.items():
        expected[f"{name}: units outstanding"] = f"{token.functions.totalSupply().call():,}"
        expected[f"{name}: paused"] = token.functions.paused().call()
        expected[f"{name}: halted until"] = halts.trancheHaltedUntil(token.address).call() or None
    equal(told(asked, manage, "status", terms_path=TERMS), expected)


def supervise_officers(asked: Asked) -> None:
    expected = {}
    for office, role in OFFICE_OF.items():
        names = [name for name, roles in OFFICES.items() if role in roles and NOT_OF.get(office) != name]
        (name,) = names
        expected[office] = ", ".join(_holders(asked, name, role)) or "nobody"
    for name, address in seats(asked).items():
        expected[f"administrator of {name}"] = asked.contract(name, address).functions.defaultAdmin().call()
    equal(told(asked, supervise, "officers", since=0), expected)


def _holders(asked: Asked, name: str, role: str) -> list[str]:
    contract = asked.contract(name, seats(asked)[name])
    word = getattr(contract.functions, role)().call()
    granted = {
        log["args"]["account"]
        for log in contract.events.RoleGranted().get_logs(from_block=0)
        if log["args"]["role"] == word
    }
    return [who for who in granted if contract.functions.hasRole(word, who).call()]


def money(units: int) -> str:
    whole, fraction = plain(units).split(".")
    return f"{int(whole):,}.{fraction.rstrip('0').ljust(2, '0')}"
