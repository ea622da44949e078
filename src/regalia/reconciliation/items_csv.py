# SPDX-License-Identifier: Apache-2.0
"""A reconciliation as CSV: a row for each matched receipt and each open item. RFC 4180, UTF-8; amounts are plain decimals."""

from __future__ import annotations

import csv
import io

from regalia.reconciliation.model import MatchedReceipt, OpenItem, Reconciliation
from regalia.reconciliation.totals import amount_of, currency_of, kind_of
from regalia.statements.model import STATEMENT_DECIMALS, StatementReceipt

HEADER = (
    "state",
    "what",
    "licence",
    "period",
    "reference",
    "currency",
    "amount",
    "file",
    "date",
    "bank_id",
    "transaction",
    "log_index",
    "detail",
)
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def reconciliation_csv(result: Reconciliation, currency: str, decimals: int) -> str:
    """The whole file. ``state`` is ``matched`` or the reason; a matched receipt's amount is what reached the escrow."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for matched in result.matched:
        writer.writerow(_matched(matched, currency, decimals))
    for item in result.open:
        writer.writerow(_open(item, currency, decimals))
    return out.getvalue()


def _matched(matched: MatchedReceipt, currency: str, decimals: int) -> list[str]:
    line, payment = matched.line, matched.payment
    money = [currency, _decimal(matched.amount, decimals), _cell(matched.receipt.source.name)]
    event = [line.booked_on.isoformat(), _cell(line.bank_id), _cell(payment.transaction), str(payment.log_index)]
    return ["matched", "statement", *_named(matched.receipt), *money, *event, ""]


def _open(item: OpenItem, currency: str, decimals: int) -> list[str]:
    receipt, line, payment = item.receipt, item.line, item.payment
    named, file, event = ["", "", ""], "", ["", "", "", ""]
    digits = STATEMENT_DECIMALS
    if receipt is not None:
        named, file = _named(receipt), receipt.source.name
    elif line is not None:
        named[2], file = _cell(" / ".join(line.references)), line.source.name
        event[:2] = [line.booked_on.isoformat(), _cell(line.bank_id)]
    elif payment is not None:
        named[0], digits = "0x" + payment.licence.hex(), decimals
        event = [payment.paid_on.isoformat(), "", _cell(payment.transaction), str(payment.log_index)]
    amount = _decimal(amount_of(item), digits)
    money = [_cell(currency_of(item, currency)), amount, _cell(file)]
    return [str(item.reason), str(kind_of(item)), *named, *money, *event, _cell(item.detail)]


def _named(receipt: StatementReceipt) -> list[str]:
    return [_cell(receipt.licence), _cell(receipt.period), _cell(receipt.reference)]


def _decimal(amount: int, decimals: int) -> str:
    whole, part = divmod(abs(amount), 10**decimals)
    digits = f"{part:0{decimals}d}".rstrip("0").ljust(2, "0")
    return f"{'-' if amount < 0 else ''}{whole}.{digits}"


def _cell(text: str) -> str:
    """A spreadsheet would run such a text as a formula; an apostrophe makes it text."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_SIGNS) else text
