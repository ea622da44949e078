# SPDX-License-Identifier: Apache-2.0
"""Receipts, bank lines and payments as short as a test can write them, in a deal in USD with a token of 6 decimals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from eth_utils.crypto import keccak

from regalia.reconciliation.match import reconcile
from regalia.reconciliation.model import EscrowPayment, Licence, Reason, Reconciliation
from regalia.statements.model import ONE, BankLine, Source, StatementReceipt

LICENCES = {
    name: Licence(name, payer)
    for name, payer in {"emi": "EMI", "emi-film": "EMI", "emi-print": "EMI", "bmg": "BMG"}.items()
}
DAY = date(2024, 10, 15)


def hash_of(text: str) -> bytes:
    return keccak(text=text)


def source(name: str) -> Source:
    return Source(name, hash_of(name))


def amount(text: str | int) -> int:
    """An amount of a statement: ``271000`` or ``0.005``."""
    return int(Decimal(text) * ONE)


def said(
    net: str | int,
    reference: str = "",
    licence: str = "emi",
    period: str = "2024Q3",
    currency: str = "USD",
    file: str = "emi-2024Q3.csv",
    sales: int | None = None,
    deductions: str | int = 0,
) -> StatementReceipt:
    """A receipt of a statement."""
    less = amount(deductions)
    return StatementReceipt(
        licence, period, currency, amount(net) + less, less, amount(net), reference, source(file), sales
    )


def booked(
    value: str | int,
    *references: str,
    on: date = DAY,
    currency: str = "USD",
    bank_id: str = "",
    file: str = "bank.xml",
    reversal: bool = False,
) -> BankLine:
    """A line of the bank statement."""
    return BankLine("DE00", on, on, currency, amount(value), references, bank_id, source(file), reversal)


@dataclass
class Chain:
    """Payments into the escrow, each an event of its own."""

    count: int = 0
    payments: list[EscrowPayment] = field(default_factory=list)

    def paid(self, value: str | int, reference: str = "", licence: str = "emi", on: date = DAY) -> EscrowPayment:
        self.count += 1
        units = int(Decimal(value) * 10**6)
        hashed = hash_of(reference) if reference else bytes(32)
        made = EscrowPayment(hash_of(licence), hashed, units, on, f"0x{self.count:064x}", 0)
        self.payments.append(made)
        return made


def quarter(period: str) -> int:
    """The deal's number of a period; its first is 2024Q1."""
    return (int(period[:4]) - 2024) * 4 + int(period[-1])


def matched(
    receipts: Iterable[StatementReceipt],
    lines: Iterable[BankLine],
    payments: Iterable[EscrowPayment],
    rates: Mapping[str, int] | Callable[[str, date], int | None] | None = None,
    tolerance_ppm: int = 0,
) -> Reconciliation:
    """A reconciliation of the deal; ``rates`` as a mapping are the same every day."""
    known = {} if rates is None else rates
    return reconcile(
        receipts,
        lines,
        payments,
        licences=LICENCES,
        period_of=quarter,
        currency="USD",
        decimals=6,
        rate_of=known if callable(known) else lambda currency, day: known.get(currency),
        hash_of=hash_of,
        tolerance_ppm=tolerance_ppm,
    )


def reasons(result: Reconciliation) -> dict[str, list[Reason]]:
    """Reasons of open receipts, lines and payments."""
    found: dict[str, list[Reason]] = {"receipts": [], "lines": [], "payments": []}
    for item in result.open:
        kind = "receipts" if item.receipt else "lines" if item.line else "payments"
        found[kind].append(item.reason)
    return found


def open_as(reason: Reason, receipts: int = 0, lines: int = 0, payments: int = 0) -> dict[str, list[Reason]]:
    """So many of each, all for one reason."""
    return {"receipts": [reason] * receipts, "lines": [reason] * lines, "payments": [reason] * payments}
