# SPDX-License-Identifier: Apache-2.0
"""Receipts as leaves, made of the escrow's payments; what only documents say is of the documents that these tests wrote."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from eth_utils.crypto import keccak
from web3.contract import Contract

from tests.cli.json_figures import USD
from tests.cli.json_leaf import Derived
from tests.cli.json_world import Asked
from tests.oracle.panel import PERIOD, ROYALTIES
from tests.oracle.papers import Royalty

STATEMENT = 10**12
"""Smallest units of a statement's amounts."""
INVOICE, TARGET = 50, 10
"""Dollars: of the documents."""
OTHER_INCOME = "deposit-interest"
FILES = {"statement": "statements/payers-2023Q4.csv", "bank": "bank/january.xml", "invoices": "invoices.csv"}
SALT = Derived("the proposer's own secret")
UNKNOWN = "no-bank-line-for-payment"


def oracle_of(asked: Asked) -> Contract:
    return asked.contract("RoyaltyOracle", asked.world.office.panel.life.record.oracle.address)


def deal_of(asked: Asked) -> str:
    return asked.world.office.panel.life.record.deal.address


def about(asked: Asked) -> list[str]:
    return asked.world.office.deal()


def evidence(asked: Asked) -> list[str]:
    return ["--evidence", str(asked.world.office.place / "evidence")]


def exchange(asked: Asked) -> list[str]:
    return ["--exchange", str(asked.folder / "exchange")]


def key(asked: Asked, name: str) -> list[str]:
    place = asked.world.office.place
    return ["--keystore", str(place / f"{name}.json"), "--password-file", str(place / "password")]


def source(asked: Asked, name: str) -> str:
    """SHA-256 of a file of the evidence."""
    content = (asked.world.office.place / "evidence" / FILES[name]).read_bytes()
    return "0x" + sha256(content).hexdigest()


def payments(asked: Asked) -> dict[str, Any]:
    """By reference, hashed: every payment into the escrow."""
    escrow = asked.world.office.panel.life.escrow
    return {log["args"]["paymentReference"].hex(): log for log in escrow.events.RoyaltyPaid().get_logs(from_block=0)}


def payment_of(asked: Asked, royalty: Royalty) -> Any:
    found = payments(asked)[keccak(text=royalty.reference).hex()]
    assert found["args"]["licence"] == keccak(text=royalty.licence)
    return found


def stream(asked: Asked) -> tuple[int, int, list[str]]:
    """Epoch, threshold and signers."""
    epoch, threshold, _, _, signers, *_ = oracle_of(asked).functions.signersOf(deal_of(asked)).call()
    return epoch, threshold, signers


def leaf(asked: Asked, royalty: Royalty) -> dict[str, Any]:
    """As in proposals, but for the salt; the amount is what was paid."""
    paid = payment_of(asked, royalty)["args"]
    return {
        "kind": int(royalty.licence == OTHER_INCOME),
        "licence": "0x" + paid["licence"].hex(),
        "period": PERIOD,
        "currency": royalty.currency,
        "gross": str(royalty.gross * STATEMENT),
        "deductions": str(royalty.costs * STATEMENT),
        "net": str(royalty.net * STATEMENT),
        "rate": str(STATEMENT),
        "amount": str(paid["amount"]),
        "reference": "0x" + paid["paymentReference"].hex(),
        "source": source(asked, "statement"),
    }


def invoice(asked: Asked) -> dict[str, Any]:
    return {
        "kind": 2,
        "licence": "0x" + keccak(text="expenses").hex(),
        "period": PERIOD,
        "currency": "USD",
        "gross": str(INVOICE * STATEMENT),
        "deductions": "0",
        "net": str(INVOICE * STATEMENT),
        "rate": str(STATEMENT),
        "amount": str(INVOICE * USD),
        "reference": "0x" + keccak(text="INV-1").hex(),
        "source": source(asked, "invoices"),
    }


def leaves(asked: Asked) -> list[dict[str, Any]]:
    return [*(leaf(asked, royalty) for royalty in ROYALTIES), invoice(asked)]


def not_matched(asked: Asked) -> Any:
    return payments(asked)[keccak(text="NOBODY-KNOWS").hex()]


def detail(asked: Asked) -> str:
    """The sentence about the payment that no bank knows of; its days are the rule's."""
    log = not_matched(asked)
    transaction = log["transactionHash"].to_0x_hex()
    return (
        f"payment of {log['args']['amount'] // USD}.00 USD into the escrow for licence emi-mills on 2024-01-20 "
        f"(transaction {transaction[:10]}…{transaction[-4:]}, log {log['logIndex']}): "
    )
