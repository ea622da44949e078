# SPDX-License-Identifier: Apache-2.0
"""What reconciliation works on, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from regalia.statements.model import BankLine, Source, StatementReceipt


@dataclass(frozen=True)
class Licence:
    """A licence of the deal: its ``id`` (whose keccak-256 is paid under), who pays, and the royalty as ppm of sales where it is known."""

    id: str
    licensee: str
    royalty_ppm: int | None = None


@dataclass(frozen=True)
class EscrowPayment:
    """A payment into the deal's escrow as the chain tells it.

    ``licence`` and ``reference`` are the 32-byte words of the event (keccak-256 of the texts), ``amount`` in the payment token's smallest
    unit; ``transaction`` and ``log_index`` name the event.
    """

    licence: bytes
    reference: bytes
    amount: int
    paid_on: date
    transaction: str
    log_index: int


class Reason(StrEnum):
    """Why something is not matched."""

    NO_BANK_LINE = "no-bank-line"
    NO_STATEMENT = "no-statement"
    NO_ESCROW_PAYMENT = "no-escrow-payment"
    NO_BANK_LINE_FOR_PAYMENT = "no-bank-line-for-payment"
    AMOUNT_DIFFERS = "amount-differs"
    CURRENCY_DIFFERS = "currency-differs"
    AMBIGUOUS = "ambiguous"
    DUPLICATE_REFERENCE = "duplicate-reference"
    NO_RATE = "no-rate"
    UNKNOWN_LICENCE = "unknown-licence"
    REVERSED = "reversed"


@dataclass(frozen=True)
class OpenItem:
    """Something that waits for its counterpart, with a sentence a servicer understands.

    Of receipt, line and payment the first that is set is meant.
    """

    reason: Reason
    detail: str
    receipt: StatementReceipt | None = None
    line: BankLine | None = None
    payment: EscrowPayment | None = None


@dataclass(frozen=True)
class MatchedReceipt:
    """Money that a statement, a bank line and a payment into the escrow agree about.

    ``period`` is the deal's number of the collection period it belongs to; ``rate`` in 10^-12. ``amount`` is what reached the escrow, in
    the payment token's smallest unit: not the net converted, as a payer transfers whole minor units. ``by_reference`` is false when it was
    matched by amount and date.
    """

    receipt: StatementReceipt
    line: BankLine
    payment: EscrowPayment
    period: int
    rate: int
    amount: int
    by_reference: bool = True

    @property
    def source(self) -> Source:
        return self.receipt.source


@dataclass(frozen=True)
class Flag:
    """Something about a receipt that a person should look at. It blocks nothing."""

    licence: str
    period: str
    rule: str
    detail: str


@dataclass(frozen=True)
class Reconciliation:
    """The result, each list in a stable order."""

    matched: tuple[MatchedReceipt, ...]
    open: tuple[OpenItem, ...]
    flags: tuple[Flag, ...] = ()
