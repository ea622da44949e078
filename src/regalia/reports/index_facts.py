# SPDX-License-Identifier: Apache-2.0
"""The end of the first page: where every unit of cash is, and the deal on chain."""

from __future__ import annotations

from markupsafe import Markup

from regalia.reports.files import LOG_CSV, LOG_JSONL, RECORD, RESOLUTIONS, TRADES
from regalia.reports.links import link
from regalia.reports.page import Facts, Sum
from regalia.reports.sheet import DealSheet
from regalia.reports.summary import DealSummary


def proof(sheet: DealSheet, summary: DealSummary) -> Sum:
    held = (
        (claimed_words(sheet), summary.claimed_by_holders),
        ("claimed by payees", summary.claimed_by_payees),
        ("owed to investors", summary.owed_to_holders),
        *((("owed on units not collected yet", summary.awaited),) if summary.awaited else ()),
        ("owed to payees", summary.owed_to_payees),
        ("in accounts and facilities" if sheet.ledger.program.facilities else "in accounts", summary.accounts),
        ("in collection", summary.collection),
        ("fractions of the smallest unit, carried", summary.fractions),
    )
    came = (
        ("raised in the offering", summary.proceeds),
        ("royalties", summary.royalties),
        *((("put in by providers of support", summary.support),) if sheet.ledger.program.facilities else ()),
        *((("paid by holders of calls", summary.calls),) if summary.calls else ()),
    )
    return Sum(
        "Every unit of cash that came in",
        tuple((name, sheet.money(units)) for name, units in came),
        tuple((name, sheet.money(units)) for name, units in held),
        sheet.money(summary.money_in),
    )


def deal_facts(sheet: DealSheet) -> Facts:
    record = sheet.ledger.record
    contracts = {
        "Deal": record.deal,
        "Escrow": record.escrow,
        "Oracle": record.oracle,
        "Transfer agent": record.transfer_agent,
        "Supervisor": record.supervisor,
        "Support facility": record.support_facility,
        "Payment token": record.payment_token,
        **({"Source of facts": record.pool_facts} if record.pool_facts else {}),
    }
    files = Markup(", ").join(
        (
            link(RECORD, "deployment record"),
            link(LOG_CSV, "transaction log (CSV)"),
            link(LOG_JSONL, "transaction log (JSON lines)"),
            *((link(TRADES, "trades (CSV)"),) if sheet.ledger.trades else ()),
            *((link(RESOLUTIONS, "resolutions (CSV)"),) if sheet.ledger.resolutions else ()),
        )
    )
    return Facts(
        "The deal on chain",
        (
            ("Chain", f"{record.chain_id}"),
            ("Made in", Markup("block {}, <code>{}</code>").format(record.block_number, record.transaction_hash)),
            ("Hash of the terms", Markup("<code>{}</code>").format(record.terms_hash)),
            *((name, Markup("<code>{}</code>").format(contract.address)) for name, contract in contracts.items()),
            ("Files", files),
        ),
    )


def claimed_words(sheet: DealSheet) -> str:
    return "claimed by investors, after tax" if sheet.taxed else "claimed by investors"
