# SPDX-License-Identifier: Apache-2.0
"""What attestors and the relay say, and what a receipt's proof proves, held against the oracle's digests, signers, acceptance."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eth_account import Account

from tests.cli.json_documents import SALT, about, deal_of, evidence, exchange, key, leaf, oracle_of, stream
from tests.cli.json_leaf import Beginning, Derived, Words
from tests.cli.json_reporting import report_of
from tests.cli.json_world import Asked, equal
from tests.oracle.panel import PERIOD, ROYALTIES

ATTESTING = ("servicer", "auditor", "administrator")


def proposed(asked: Asked) -> tuple[Path, str]:
    """A proposal in the exchange, and the oracle's digest of it."""
    asked.told("oracle", "propose", *about(asked), *evidence(asked), *exchange(asked))
    (path,) = (asked.folder / "exchange").glob("proposal.*.json")
    root = json.loads(path.read_text(encoding="utf-8"))["report"]["evidence_root"]
    return path, report_of(asked, root)[1]


def attest_by(asked: Asked, name: str) -> Any:
    state = ["--state", str(asked.folder / f"{name}.sqlite"), "--yes"]
    return asked.told("oracle", "attest", *about(asked), *evidence(asked), *exchange(asked), *key(asked, name), *state)


def attest(asked: Asked) -> None:
    """The signature is one of the oracle's signers, over the oracle's digest."""
    _, digest = proposed(asked)
    found = attest_by(asked, "servicer")
    (outcome,) = found["outcomes"]
    signer = Account._recover_hash(bytes.fromhex(digest[2:]), signature=outcome["signature"])
    assert signer in stream(asked)[2]
    told = {"kind": "report", "number": PERIOD, "answer": "signed", "objections": [], "left_to_others": [], "flags": []}
    clock = Beginning("clocks differ: ", "this machine's clock")
    outcome = {**told, "digest": digest, "notes": [clock], "signature": Derived("recovered above")}
    equal(found, {"attestor": signer, "outcomes": [outcome], "passed_over": []})


def oracle_show(asked: Asked) -> None:
    _, digest = proposed(asked)
    attest_by(asked, "servicer")
    attest_by(asked, "auditor")
    epoch, threshold, signers = stream(asked)
    keys = asked.world.office.panel.keys
    signed = sorted((keys[name].address for name in ("servicer", "auditor")), key=lambda one: int(one, 16))
    assert set(signed) <= set(signers)
    latest = oracle_of(asked).functions.latest(deal_of(asked)).call()[0]
    proposal = {"digest": digest, "kind": "report", "number": latest + 1, "period": latest + 1, "refused": []}
    state = {"weight": len(signed), "complete": len(signed) >= threshold, "signed": signed}
    found = asked.told("oracle", "show", *about(asked), *exchange(asked))
    heads = {"latest_period": latest, "epoch": epoch, "threshold": threshold}
    equal(found, {**heads, "proposals": [{**proposal, **state}], "double_signings": [], "passed_over": []})


def served(asked: Asked) -> tuple[Path, str, list[dict[str, Any]]]:
    """Proposed, signed, brought on chain; and the lines the relay said, which has an object a line."""
    path, digest = proposed(asked)
    for name in ATTESTING:
        attest_by(asked, name)
    journal = ["--journal", str(asked.folder / "journal.sqlite"), "--listen", "127.0.0.1:0", "--once"]
    relay = [*asked.world.office.deal(terms=False), *key(asked, "relay"), *exchange(asked), *journal]
    return path, digest, asked.lines("oracle", "serve", *relay)


def serve(asked: Asked) -> None:
    (_, digest, lines), sent = asked.sending(lambda: served(asked))
    (transaction,) = sent
    deal, relay = deal_of(asked), asked.world.office.panel.life.keys[-1].address
    nonce = asked.web3.eth.get_transaction(transaction["hash"])["nonce"]
    started = f"oracle {oracle_of(asked).address} on chain {asked.web3.eth.chain_id}, 1 deals, as {relay}"
    report = f"report {PERIOD} of {deal}"
    texts = {
        "started": started,
        "watching": f"reports and restatements of deal {deal}",
        "nodes": asked.url,
        "warning": Words("there is one node"),
        "settings": Derived("its own settings"),
        "signed": f"{report}, digest {digest}",
        "intended": f"{report}, nonce {nonce}",
        "sent": f"{report}, {transaction['hash']}",
    }
    clock = Derived("this machine's clock")
    equal(lines, [{"time": clock, "event": event, "text": text} for event, text in texts.items()])
    assert oracle_of(asked).functions.latest(deal).call()[0] == PERIOD


def receipts_check(asked: Asked) -> None:
    path, _, _ = served(asked)
    proof = asked.folder / "proof.json"
    asked.told("receipts", "prove", path, "--licence", "emi-mills", "--out", proof)
    found = asked.told("receipts", "check", proof, *about(asked))
    (log,) = oracle_of(asked).events.ReportAccepted().get_logs(from_block=0)
    block, cash = asked.web3.eth.get_block(log["blockNumber"]), asked.world.office.panel.life.cash.functions
    keys = asked.world.office.panel.keys
    accepted = {
        "period": "2023Q4",
        "epoch": stream(asked)[0],
        "evidence_root": "0x" + log["args"]["evidenceRoot"].hex(),
        "signers": sorted((keys[name].address for name in ATTESTING), key=lambda one: int(one, 16)),
        "accepted_at": block["timestamp"],
        "block_number": block["number"],
        "block_hash": block["hash"].to_0x_hex(),
        "transaction_hash": log["transactionHash"].to_0x_hex(),
    }
    told = {"proved": True, "deal": deal_of(asked), "licence": "emi-mills", "reference": None, "period": "2023Q4"}
    token = {"symbol": cash.symbol().call(), "decimals": cash.decimals().call()}
    emi = next(royalty for royalty in ROYALTIES if royalty.licence == "emi-mills")
    shown = {"leaf": {"salt": SALT, **leaf(asked, emi)}, "payment_token": token, "report": accepted}
    equal(found, {**told, **shown})
