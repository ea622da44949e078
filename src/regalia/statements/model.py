# SPDX-License-Identifier: Apache-2.0
"""What statements say once they are read. Amounts of statements and banks are integers of 10^-12 of their currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

STATEMENT_DECIMALS = 12
"""Finer than any sales report prints; one scale for every currency."""
ONE = 10**STATEMENT_DECIMALS


def decimal_of(amount: int) -> Decimal:
    """An amount of a statement for people."""
    # from its digits: arithmetic would round to the context's 28
    return Decimal((int(amount < 0), tuple(map(int, str(abs(amount)))), -STATEMENT_DECIMALS))


@dataclass(frozen=True)
class Source:
    """A file that was read: its ``name`` without the folder, and the SHA-256 of its bytes (32)."""

    name: str
    sha256: bytes


@dataclass(frozen=True)
class StatementReceipt:
    """Royalties of one licence for one collection period, as a statement tells them.

    ``period`` as in deal files (``2024Q3``, ``2024M07``); ``net`` is ``gross`` less ``deductions``. ``sales`` is what the royalty is
    reckoned from, None where the statement doesn't tell. ``reference`` is what the payer writes on the payment,
    "" where it isn't told; ``lines`` is how many lines of the file were added up.
    """

    licence: str
    period: str
    currency: str
    gross: int
    deductions: int
    net: int
    reference: str
    source: Source
    sales: int | None = None
    lines: int = 1


@dataclass(frozen=True)
class Statement:
    """One file of a licensee: ``payer`` as it names itself, "" where it doesn't; ``issued_on`` where it is told."""

    source: Source
    receipts: tuple[StatementReceipt, ...]
    payer: str = ""
    issued_on: date | None = None
    lines: int = 0


@dataclass(frozen=True)
class BankLine:
    """One booked credit (``amount`` > 0) or debit (< 0) of an account; ``reversal`` takes back an earlier one.

    ``references`` are all the payer or the bank wrote: end-to-end id, structured and free remittance text; ``bank_id`` is the bank's own.
    """

    account: str
    booked_on: date
    value_on: date
    currency: str
    amount: int
    references: tuple[str, ...]
    bank_id: str
    source: Source
    reversal: bool = False


@dataclass(frozen=True)
class BankStatement:
    """One statement of an account, whose ``closing`` balance is its ``opening`` and all its lines."""

    source: Source
    account: str
    currency: str
    opened_on: date
    closed_on: date
    opening: int
    closing: int
    lines: tuple[BankLine, ...]


@dataclass(frozen=True)
class Rate:
    """Payment currency for one unit of ``currency``, in 10^-12, of ``day``; ``published_by`` names the source."""

    day: date
    currency: str
    rate: int
    published_by: str
    source: Source


@dataclass(frozen=True)
class Invoice:
    """An expense as its payee invoiced it, for an as-invoiced step of the deal (its label). ``amount`` in 10^-12 of ``currency``."""

    step: str
    period: str
    currency: str
    amount: int
    reference: str
    source: Source
