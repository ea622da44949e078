# SPDX-License-Identifier: Apache-2.0
"""A reconciliation for people, and the same as JSON."""

from __future__ import annotations

from typing import Any

from regalia.printing import table
from regalia.reconciliation.contradictions import Contradiction
from regalia.reconciliation.model import MatchedReceipt, OpenItem, Reconciliation
from regalia.reconciliation.totals import amount_of, currency_of, kind_of, totals

MOST_ITEMS = 50
"""Open items and flags written out; the CSV has all."""


def reconciliation_text(result: Reconciliation, currency: str, decimals: int, most: int = MOST_ITEMS) -> str:
    """Counts and sums by reason, then a sentence for each open item and flag."""
    rows = [
        (str(total.reason or "matched"), str(total.kind), f"{total.count:,}", total.amount)
        for total in totals(result, currency, decimals)
    ]
    lines = [table(("reason", "what", "count", "amount"), rows, "llrr")]
    for heading, told in (
        ("Open", [f"{item.reason}: {item.detail}" for item in result.open]),
        ("To look at (blocks nothing)", [f"{flag.rule}: {flag.detail}" for flag in result.flags]),
    ):
        if told:
            lines += ["", heading, *(f"  {_one_line(text)}" for text in told[:most])]
        if len(told) > most:
            lines.append(f"  and {len(told) - most:,} more")
    return "\n".join(lines)


def contradictions_text(found: tuple[Contradiction, ...]) -> str:
    """A line each."""
    return "\n".join(_one_line(f"{', '.join(each.files)}: {each.detail}") for each in found)


def reconciliation_json(result: Reconciliation, currency: str, decimals: int) -> dict[str, Any]:
    """Amounts as decimal text: of statements and banks in 10^-12, of the escrow in the token's smallest unit; hashes as ``0x…``."""
    return {
        "currency": currency,
        "decimals": decimals,
        "totals": [
            {
                "reason": t.reason or "matched",
                "what": t.kind,
                "currency": t.currency,
                "count": t.count,
                "amount": t.amount,
            }
            for t in totals(result, currency, decimals)
        ],
        "matched": [_matched(matched) for matched in result.matched],
        "open": [_item(item, currency) for item in result.open],
        "flags": [
            {"licence": flag.licence, "period": flag.period, "rule": flag.rule, "detail": flag.detail}
            for flag in result.flags
        ],
    }


def _matched(matched: MatchedReceipt) -> dict[str, Any]:
    said, line, payment = matched.receipt, matched.line, matched.payment
    return {
        "licence": said.licence,
        "period": said.period,
        "number": matched.period,
        "currency": said.currency,
        "gross": str(said.gross),
        "deductions": str(said.deductions),
        "net": str(said.net),
        "rate": str(matched.rate),
        "amount": str(matched.amount),
        "reference": said.reference,
        "by_reference": matched.by_reference,
        "statement": said.source.name,
        "source": "0x" + said.source.sha256.hex(),
        "bank": line.source.name,
        "bank_id": line.bank_id,
        "booked_on": line.booked_on.isoformat(),
        "transaction": payment.transaction,
        "log_index": payment.log_index,
    }


def _item(item: OpenItem, currency: str) -> dict[str, Any]:
    named: dict[str, Any] = {"reason": item.reason, "what": kind_of(item), "detail": item.detail}
    named |= {"currency": currency_of(item, currency), "amount": str(amount_of(item))}
    if item.receipt is not None:
        said = item.receipt
        return named | {
            "licence": said.licence,
            "period": said.period,
            "reference": said.reference,
            "file": said.source.name,
        }
    if item.line is not None:
        line = item.line
        return named | {"booked_on": line.booked_on.isoformat(), "bank_id": line.bank_id, "file": line.source.name}
    assert item.payment is not None
    paid = item.payment
    event = {"transaction": paid.transaction, "log_index": paid.log_index}
    return named | {"paid_on": paid.paid_on.isoformat(), "licence": "0x" + paid.licence.hex()} | event


def _one_line(text: str) -> str:
    """What a file says must not break out of its line, or move the cursor."""
    return "".join(c if c.isprintable() else " " for c in text)
