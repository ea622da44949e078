# SPDX-License-Identifier: Apache-2.0
"""The main figures of the supervisor's pack, held against the contracts' answers and logs; its files against what was written."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from web3 import Web3

from regalia.chain.record import DeploymentRecord
from tests.cli.json_figures import plain
from tests.cli.json_leaf import Derived, Words
from tests.cli.json_pool import TERMS as ON_RIGHTS
from tests.cli.json_verifying import COUNTED, about
from tests.cli.json_world import Asked, equal
from tests.cli.market_desk import TERMS
from tests.cli.test_ip_on_chain import ATTESTOR, PATENTS
from tests.ledger.life import Life

TRANCHES = ("senior", "mezzanine", "junior")
NOT_KNOWN = "cannot be known from the chain"
FREQUENT = {"payment_date": Derived("of the calendar"), "due": Derived("of the calendar"), "status": Words("of both")}
NO_DEMAND = dict.fromkeys(("pending", "withdrawn", "repurchased", "left the pool otherwise", "replaced"), 0)


def of_market(asked: Asked) -> None:
    """After a payment date: no report waits for the next."""
    life, folder = asked.market.life, asked.folder / "pack"
    found = asked.told("report", "supervisor", *about(asked), "--terms", TERMS, "--out", folder)
    paid = life.escrow.events.RoyaltyPaid().get_logs(from_block=0)
    by = {log["args"]["payer"] for log in paid}
    assert len(by) == 1
    equal(
        found,
        {
            **_head(asked, life.record, found),
            "files": _written(asked, found),
            "left_out": {"stress": Words("why it was not made")},
            "figures": {
                "distribution": {
                    "period": asked.contract("Deal", life.record.deal.address).functions.nextPeriod().call(),
                    **FREQUENT,
                    "late_days": Derived("of the calendar", int),
                    "paid": False,
                    "available": None,
                    "tranches": None,
                },
                "balances": _balances(asked, life, TRANCHES),
                "collected": plain(sum(log["args"]["amount"] for log in paid)),
                "concentrations": [
                    {"basis": "receipts", "group": False, "debtor": by.pop(), "share_ppm": 1_000_000, "flagged": True}
                ],
                "gates": {str(number): NOT_KNOWN for number in range(1, 7)},
                "repurchase_demands": NO_DEMAND,
                "retained_units": _retained(life, TRANCHES),
                "acts_by_order": 0,
                "halts": len(asked.contract("Supervisor", life.record.supervisor.address).events.DealHalted().get_logs(from_block=0)),
                "attestors": _attestors(asked, life),
            },
        },
    )  # fmt: skip


def on_rights(asked: Asked) -> None:
    """Of a deal that is offered: no date is to come, nobody has signed a receipts report, and every right has its legal events."""
    life, folder = asked.world.pledged, asked.folder / "pack"
    where = ("--record", asked.world.pledged_record, "--rpc", asked.url, "--terms", ON_RIGHTS)
    found = asked.told("report", "supervisor", *where, "--out", folder)
    rights = life.record.rights
    assert rights is not None
    registry = asked.contract("IPRegistry", rights.registry.address).functions
    assert not any(registry.factsOf(right).call()[4] for right in PATENTS)  # disputes
    taken = asked.contract("LegalOracle", rights.oracle.address).events.LegalReportTaken().get_logs(from_block=0)
    names = [tranche.id for tranche in life.terms.tranches]
    legal = {"attestor": ATTESTOR.address, "of": "legal events", "signed": len(taken), "missed": 0, "signed_twice": 0}
    equal(
        found,
        {
            **_head(asked, life.record, found),
            "files": _written(asked, found),
            "left_out": {"distribution": Words("why it was not made"), "stress": Words("why it was not made")},
            "figures": {
                "distribution": None,
                "balances": dict.fromkeys(names, plain(0)),
                "collected": plain(0),
                "concentrations": [],
                "gates": {str(number): "clear" if number == 5 else NOT_KNOWN for number in range(1, 7)},
                "repurchase_demands": NO_DEMAND,
                "retained_units": _retained(life, names),
                "acts_by_order": 0,
                "halts": 0,
                "attestors": [*_attestors(asked, life), legal],
            },
        },
    )


def _head(asked: Asked, record: DeploymentRecord, found: Any) -> dict[str, Any]:
    block = asked.web3.eth.get_block(asked.head)
    return {
        "notice": Derived("of the deal file"),
        "deal": record.deal_id,
        "deal_name": Derived("of the deal file"),
        "address": record.deal.address,
        "chain_id": asked.web3.eth.chain_id,
        "currency": "USD",
        "block": block["number"],
        "block_hash": block["hash"].to_0x_hex(),
        "block_time": datetime.fromtimestamp(block["timestamp"], UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "comparisons": COUNTED,
    }


def _written(asked: Asked, found: Any) -> list[dict[str, Any]]:
    """As they lie in the folder."""
    folder = asked.folder / "pack"
    files = sorted(folder.iterdir(), key=lambda path: path.name)
    assert "MANIFEST.json" in {path.name for path in files}
    return [{"name": path.name, "sha256": sha256(path.read_bytes()).hexdigest()} for path in files]


def _balances(asked: Asked, life: Life, tranches: tuple[str, ...]) -> dict[str, str]:
    balances = asked.contract("Deal", life.record.deal.address).functions.state().call()[0]
    return {name: plain(units) for name, units in zip(tranches, balances, strict=True)}


def _retained(life: Life, tranches: Any) -> dict[str, int]:
    """Of the originator's only wallet."""
    originator = Web3.to_checksum_address(str(life.originator))
    return {name: life.token(name).functions.balanceOf(originator).call() for name in tranches}


def _attestors(asked: Asked, life: Life) -> list[dict[str, Any]]:
    """By what the oracle told: a bit a signer, in rising order."""
    oracle = asked.contract("RoyaltyOracle", life.record.oracle.address)
    told = oracle.events.ReportAccepted().get_logs(from_block=0)
    own = [log["args"]["signerSet"] for log in told if log["args"]["deal"] == life.record.deal.address]
    signers = life.record.attestors.signers
    return [
        {
            "attestor": who,
            "of": "receipts",
            "signed": sum(bits >> i & 1 for bits in own),
            "missed": 0,
            "signed_twice": 0,
        }
        for i, who in sorted(enumerate(signers), key=lambda one: one[1])
    ]
