# SPDX-License-Identifier: Apache-2.0
"""What is said of a wish and of the transactions that made it true, held against code, roles, balances and receipts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eth_typing import ChecksumAddress

from regalia.chain import artefacts
from tests.cli.json_leaf import Derived, Words
from tests.cli.json_world import Asked, equal
from tests.deployment.wishes import rights_of, wish_of, write_wish

ESTIMATED = Derived("what a step may take is an estimate", int)
PRICE = Derived("what is offered for gas is a policy")
STEP = Derived("what a step is, in words of the wish; what is at its address is looked at afterwards")


def wished(asked: Asked) -> Path:
    people = asked.world.chain.accounts
    return write_wish(asked.folder, wish_of(people, **rights_of(people)))


def account(asked: Asked) -> ChecksumAddress:
    return asked.world.chain.accounts[0]


def deploy_plan(asked: Asked) -> None:
    """Nothing is there; then all is."""
    wish = wished(asked)
    found = asked.told("deploy", "plan", wish, "--rpc", asked.url)
    equal(found, {**_plan(asked, found, "to send"), "batches": [], "execute_by": None, "next": STEP})
    assert all(not asked.web3.eth.get_code(step["address"]) for step in found["steps"])
    applied(asked, wish)
    found = asked.told("deploy", "plan", wish, "--rpc", asked.url)
    equal(found, {**_plan(asked, found, "there"), "batches": [], "execute_by": None, "next": None})
    _look_there(asked, wish, found["steps"])


def _plan(asked: Asked, found: dict[str, Any], state: str, block: int | None = None) -> dict[str, Any]:
    """Every step is in that state. As of a block, the latest when none is named."""
    steps, price = found["steps"], int(found["price"])
    head = asked.web3.eth.get_block(asked.head if block is None else block)
    sends = state == "to send"
    estimates = [step["gas"] for step in steps]
    return {
        "chain_id": asked.web3.eth.chain_id,
        "network": Words("its name"),
        "node": asked.url,
        "block": head["number"],
        "account": account(asked),
        "balance": str(asked.web3.eth.get_balance(account(asked), head["number"])),
        "base_fee": str(head["baseFeePerGas"]),
        "price": PRICE,
        "steps": [
            {"key": STEP, "what": STEP, "state": state, "address": STEP, "gas": ESTIMATED if sends else 0, "why": ""}
            for _ in steps
        ],
        "missing": len(steps) if sends else 0,
        "differing": 0,
        "also": [],
        "administrations": [],
        "not_in_the_wish": [],
        "gas": sum(estimates),
        "cost": str(sum(estimates) * price),
        "needed": PRICE if sends else "0",
    }


def applied(asked: Asked, wish: Path) -> Any:
    return asked.told("deploy", "apply", wish, "--rpc", asked.url, "--account", account(asked), "--yes")


def deploy_apply(asked: Asked) -> None:
    """The plan it began with, each transaction as it was mined, and what left the account."""
    wish, before = wished(asked), asked.head
    balance = asked.web3.eth.get_balance(account(asked))
    found = applied(asked, wish)
    receipts = asked.mined(before)
    sent = [
        {
            "key": step["key"],
            "address": step["address"],
            "transaction": receipt["transactionHash"].to_0x_hex(),
            "block": receipt["blockNumber"],
            "gas": receipt["gasUsed"],
        }
        for step, receipt in zip(found["steps"], receipts, strict=True)
    ]
    spent = str(balance - asked.web3.eth.get_balance(account(asked)))
    facts = str(wish.with_name("platform.json"))
    plan = {**_plan(asked, found, "to send", before), "batches": [], "execute_by": None, "next": None}
    equal(found, {**plan, "sent": sent, "spent": spent, "facts": facts})
    _look_there(asked, wish, found["steps"])


def _look_there(asked: Asked, wish: Path, steps: list[dict[str, Any]]) -> None:
    """At each address is a contract: of the platform the artefact's, a deal that its factory made, or one whose roles are asked."""
    made, places = 0, {step["key"]: step["address"] for step in steps}
    for step in steps:
        code = bytes(asked.web3.eth.get_code(step["address"]))
        kind, _, rest = step["key"].partition(":")
        if not rest:
            assert artefacts.load(step["what"]).matches(code), step
            made += 1
        elif kind == "role" and rest.count(":") == 2:
            seat, role, holder = rest.split(":")
            contract = asked.contract(_named(steps, seat), places[seat]).functions
            assert contract.hasRole(asked.web3.keccak(text=role), holder).call(), step
        elif kind == "deal":
            factory = asked.contract("DealFactory", places["factory"])
            assert [log["args"]["deal"] for log in factory.events.DealCreated().get_logs(from_block=0)] == [
                step["address"]
            ]
            record = json.loads((wish.parent / f"{rest}.json").read_text(encoding="utf-8"))
            assert record["deal"]["address"] == step["address"]
    assert made > 10


def _named(steps: list[dict[str, Any]], key: str) -> str:
    return next(str(step["what"]) for step in steps if step["key"] == key)
