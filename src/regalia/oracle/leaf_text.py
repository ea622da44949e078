# SPDX-License-Identifier: Apache-2.0
"""Leaves and payments in words: hashes by the texts behind them, where these are known."""

from __future__ import annotations

from collections.abc import Iterable

from eth_utils.crypto import keccak

from regalia.domain.calendar import Schedule
from regalia.domain.money import Currency, format_decimal
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.statements.model import decimal_of

_NAMES = {LeafKind.ROYALTY: "licence", LeafKind.OTHER_INCOME: "other income", LeafKind.INVOICE: "invoice of step"}


class LeafText:
    """``texts`` are ids, labels and references; each is known again by its hash."""

    def __init__(self, texts: Iterable[str], schedule: Schedule, currency: Currency) -> None:
        self._words = {keccak(text=text): text for text in texts}
        self._schedule, self._currency = schedule, currency

    def of(self, leaf: ReceiptLeaf) -> str:
        """``licence emi-mills for 2024Q1, reference 'MILLS-2024Q1', 100.00 USD``."""
        place = f"{_NAMES[leaf.kind]} {self.word(leaf.licence)} for {self.period(leaf.period)}"
        return f"{place}, {self._reference(leaf.reference)}, {self.money(leaf.amount)}"

    def payment(self, licence: bytes, reference: bytes, amount: int) -> str:
        return f"payment of {self.money(amount)} for licence {self.word(licence)}, {self._reference(reference)},"

    def word(self, hashed: bytes) -> str:
        return self._words.get(hashed, f"0x{hashed.hex()[:16]}…")

    def period(self, number: int) -> str:
        return str(self._schedule.collection_period(number))

    def money(self, units: int) -> str:
        """An amount in smallest units of the payment token."""
        return f"{self._currency.format(units)} {self._currency.code}"

    def stated(self, amount: int, currency: str) -> str:
        """An amount of a statement."""
        return f"{format_decimal(decimal_of(amount), 2)} {currency}"

    def _reference(self, hashed: bytes) -> str:
        if not any(hashed):
            return "without a reference"
        return f"reference {self._words[hashed]!r}" if hashed in self._words else f"reference {self.word(hashed)}"
