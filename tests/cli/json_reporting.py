# SPDX-License-Identifier: Apache-2.0
"""What is reconciled and proposed, held against the escrow's payments and the oracle's own digest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.cli.json_documents import (
    FILES,
    INVOICE,
    OTHER_INCOME,
    SALT,
    TARGET,
    UNKNOWN,
    about,
    deal_of,
    detail,
    evidence,
    exchange,
    leaf,
    leaves,
    not_matched,
    oracle_of,
    payment_of,
    stream,
)  # fmt: skip
from tests.cli.json_figures import USD
from tests.cli.json_leaf import Beginning, Derived
from tests.cli.json_world import Asked, equal
from tests.oracle.panel import PERIOD, ROYALTIES
from tests.oracle.papers import Royalty


def statements_reconcile(asked: Asked) -> None:
    found = asked.told("statements", "reconcile", *about(asked), *evidence(asked))
    log, paid = not_matched(asked), sum(royalty.net for royalty in ROYALTIES)
    assert paid * USD == sum(payment_of(asked, royalty)["args"]["amount"] for royalty in ROYALTIES)
    total = {"what": "escrow payment", "currency": "USD"}
    equal(
        found,
        {
            "deal": deal_of(asked),
            "block": asked.head,
            "period": oracle_of(asked).functions.latest(deal_of(asked)).call()[0] + 1,
            "currency": "USD",
            "decimals": asked.world.office.panel.life.cash.functions.decimals().call(),
            "totals": [
                {**total, "reason": "matched", "count": len(ROYALTIES), "amount": f"{paid:,}.00 USD"},
                {**total, "reason": UNKNOWN, "count": 1, "amount": f"{log['args']['amount'] // USD}.00 USD"},
            ],
            "matched": [_matched(asked, royalty) for royalty in sorted(ROYALTIES, key=lambda one: one.licence)],
            "open": [
                {
                    "reason": UNKNOWN,
                    "what": "escrow payment",
                    "detail": Beginning(detail(asked), "what was looked for"),
                    "currency": "USD",
                    "amount": str(log["args"]["amount"]),
                    "paid_on": "2024-01-20",
                    "licence": "0x" + log["args"]["licence"].hex(),
                    "transaction": log["transactionHash"].to_0x_hex(),
                    "log_index": log["logIndex"],
                }
            ],
            "flags": [],
            "due": leaves(asked),
            "later": [],
            "notes": [],
        },
    )


def _matched(asked: Asked, royalty: Royalty) -> dict[str, Any]:
    log, words = payment_of(asked, royalty), leaf(asked, royalty)
    amounts = ("currency", "gross", "deductions", "net", "rate", "amount", "source")
    return {
        "licence": royalty.licence,
        "period": royalty.period,
        "number": PERIOD,
        **{name: words[name] for name in amounts},
        "reference": royalty.reference,
        "by_reference": True,
        "statement": Path(FILES["statement"]).name,
        "bank": Path(FILES["bank"]).name,
        "bank_id": f"BK-{royalty.reference}",
        "booked_on": royalty.paid_on.isoformat(),
        "transaction": log["transactionHash"].to_0x_hex(),
        "log_index": log["logIndex"],
    }


def propose(asked: Asked) -> None:
    """The report's digest is the oracle's own, of the amounts that were paid in."""
    found = asked.told("oracle", "propose", *about(asked), *evidence(asked), *exchange(asked))
    report, digest = report_of(asked, found["proposal"]["report"]["evidence_root"])
    log = not_matched(asked)
    proposal = {
        "format": Derived("the format's name"),
        "chain_id": asked.web3.eth.chain_id,
        "oracle": oracle_of(asked).address,
        "report": report,
        "seed": SALT,
        "block": asked.head,
        "leaves": [{"salt": SALT, **one} for one in leaves(asked)],
        "open": [
            {
                "licence": "0x" + log["args"]["licence"].hex(),
                "reference": "0x" + log["args"]["paymentReference"].hex(),
                "amount": str(log["args"]["amount"]),
                "reason": UNKNOWN,
            }
        ],
        "texts": sorted(
            {"INV-1", "expenses", *(one.reference for one in ROYALTIES), *(one.licence for one in ROYALTIES)}
        ),
    }
    told = {"reason": UNKNOWN, "detail": Beginning(detail(asked), "what was looked for")}
    equal(
        found,
        {"published": True, "digest": digest, "proposal": proposal, "open": [told], "flags": [], "notes": []},
    )


def report_of(asked: Asked, root: str) -> tuple[dict[str, Any], str]:
    """What the next report has to say, with its digest; the root is of the leaves, which an acceptance binds."""
    epoch, _, _ = stream(asked)
    paid = {royalty.licence: payment_of(asked, royalty)["args"]["amount"] for royalty in ROYALTIES}
    other = paid.pop(OTHER_INCOME)
    report = {
        "deal": deal_of(asked),
        "period": oracle_of(asked).functions.latest(deal_of(asked)).call()[0] + 1,
        "epoch": epoch,
        "received": sum(paid.values()),
        "other_income": other,
        "has_target": True,
        "reserve_target": TARGET * USD,
        "invoices": [INVOICE * USD],
        "evidence_root": root,
    }
    struct = (*report.values(),)
    return report, "0x" + oracle_of(asked).functions.digestOf((*struct[:-1], bytes.fromhex(root[2:]))).call().hex()
