# SPDX-License-Identifier: Apache-2.0
"""Statements, bank statements, rates and invoices as tables for people, and as JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from regalia.cli.oracle_text import SHOWN
from regalia.cli.statements_files import ReadFile
from regalia.printing import table
from regalia.reconciliation.words import money
from regalia.statements.model import BankStatement, Invoice, Rate, Statement
from regalia.statements.printed import printed


def file_text(file: ReadFile) -> str:
    """Everything of a file; long lists are cut short."""
    parts = [_statement(statement, file.kind) for statement in file.statements]
    parts += [_bank(statement) for statement in file.bank]
    if file.rates:
        parts.append(_rates(file.rates))
    if file.invoices:
        parts.append(_invoices(file.invoices))
    return "\n\n".join(parts)


def file_facts(file: ReadFile) -> dict[str, Any]:
    """Amounts as text, in 10^-12 of their currency; hashes as hexadecimal digits."""
    facts: dict[str, Any] = {"file": file.path.name, "kind": str(file.kind)}
    if file.statements:
        facts["statements"] = [_statement_facts(statement) for statement in file.statements]
    if file.bank:
        facts["bank"] = [_bank_facts(statement) for statement in file.bank]
    if file.rates:
        facts["rates"] = [
            {"day": str(r.day), "currency": r.currency, "rate": str(r.rate), "published_by": r.published_by}
            for r in file.rates
        ]
    if file.invoices:
        facts["invoices"] = [
            {"step": i.step, "period": i.period, "currency": i.currency, "amount": str(i.amount), "reference": i.reference}
            for i in file.invoices
        ]  # fmt: skip
    return facts | {"sha256": file.source.sha256.hex()}


def _statement(statement: Statement, kind: str) -> str:
    sums: defaultdict[str, int] = defaultdict(int)
    for receipt in statement.receipts:
        sums[receipt.currency] += receipt.net
    rows = [
        (r.licence, r.period, r.currency, _plain(r.gross), _plain(r.deductions), _plain(r.net),
         "" if r.sales is None else _plain(r.sales), r.reference or "-", f"{r.lines:,}")
        for r in statement.receipts[:SHOWN]
    ]  # fmt: skip
    payer = f" of {statement.payer}" if statement.payer else ""
    issued = f", issued on {statement.issued_on}" if statement.issued_on else ""
    net = ", ".join(money(sums[currency], currency) for currency in sorted(sums))
    lines = _count(statement.lines, "line")
    return _joined(
        f"{statement.source.name}: {kind} statement{payer}{issued}: net {net}, {lines}",
        f"SHA-256 {statement.source.sha256.hex()}",
        table(("licence", "period", "currency", "gross", "deductions", "net", "sales", "reference", "lines"), _clean(rows), "lllrrrrlr"),
        *_more(statement.receipts, "receipts"),
    )  # fmt: skip


def _bank(statement: BankStatement) -> str:
    rows = [
        (str(line.booked_on), str(line.value_on), _plain(line.amount), "reversal" if line.reversal else "",
         " / ".join(line.references), line.bank_id)
        for line in statement.lines[:SHOWN]
    ]  # fmt: skip
    currency = statement.currency
    heads = ("booked", "value", "amount", "", "written by the payer", "id of the bank")
    return _joined(
        f"{statement.source.name}: bank statement of account {statement.account}, {statement.opened_on} to {statement.closed_on}",
        f"SHA-256 {statement.source.sha256.hex()}",
        f"opening balance {money(statement.opening, currency)}, closing balance {money(statement.closing, currency)}, "
        f"{_count(len(statement.lines), 'line')}",
        *([table(heads, _clean(rows), "llrlll")] if rows else []),
        *_more(statement.lines, "lines"),
    )


def _rates(rates: Sequence[Rate]) -> str:
    rows = [(str(r.day), r.currency, printed(r.rate), r.published_by) for r in rates[:SHOWN]]
    source = rates[0].source
    return _joined(
        f"{source.name}: rates, payment currency for one unit",
        f"SHA-256 {source.sha256.hex()}",
        table(("day", "currency", "rate", "published by"), _clean(rows), "llrl"),
        *_more(rates, "rates"),
    )


def _invoices(invoices: Sequence[Invoice]) -> str:
    rows = [(i.step, i.period, _plain(i.amount), i.currency, i.reference) for i in invoices[:SHOWN]]
    source = invoices[0].source
    return _joined(
        f"{source.name}: invoices",
        f"SHA-256 {source.sha256.hex()}",
        table(("step", "period", "amount", "currency", "reference"), _clean(rows), "llrll"),
        *_more(invoices, "invoices"),
    )


def _statement_facts(statement: Statement) -> dict[str, Any]:
    return {
        "payer": statement.payer,
        "issued_on": str(statement.issued_on) if statement.issued_on else None,
        "lines": statement.lines,
        "receipts": [
            {
                "licence": r.licence,
                "period": r.period,
                "currency": r.currency,
                "gross": str(r.gross),
                "deductions": str(r.deductions),
                "net": str(r.net),
                "sales": None if r.sales is None else str(r.sales),
                "reference": r.reference,
                "lines": r.lines,
            }
            for r in statement.receipts
        ],
    }


def _bank_facts(statement: BankStatement) -> dict[str, Any]:
    return {
        "account": statement.account,
        "currency": statement.currency,
        "opened_on": str(statement.opened_on),
        "closed_on": str(statement.closed_on),
        "opening": str(statement.opening),
        "closing": str(statement.closing),
        "lines": [
            {
                "booked_on": str(line.booked_on),
                "value_on": str(line.value_on),
                "currency": line.currency,
                "amount": str(line.amount),
                "reversal": line.reversal,
                "references": list(line.references),
                "bank_id": line.bank_id,
            }
            for line in statement.lines
        ],
    }


def _plain(amount: int) -> str:
    return money(amount, "").rstrip()


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _joined(head: str, *parts: str) -> str:
    return "\n".join((*_clean([[head]])[0], *parts))


def _more(items: Sequence[object], what: str) -> Iterator[str]:
    if len(items) > SHOWN:
        yield f"and {len(items) - SHOWN:,} more {what}; --json has them all"


def _clean(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """What a file says must not break out of its line, or move the cursor."""
    return [["".join(sign if sign.isprintable() else " " for sign in cell) for cell in row] for row in rows]
