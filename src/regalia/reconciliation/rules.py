# SPDX-License-Identifier: Apache-2.0
"""What a reconciliation goes by: the deal's licences, currency and rates, and how far apart two things may be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from regalia.errors import RegaliaError
from regalia.reconciliation.convert import amount_down, is_close
from regalia.reconciliation.model import Licence
from regalia.statements.model import ONE, BankLine, StatementReceipt

_SAME: int = ONE
"""The rate of the payment currency to itself."""


class LimitError(RegaliaError, ValueError):
    """A window or a tolerance that makes no sense."""


@dataclass(frozen=True)
class Rules:
    """``currency`` and ``decimals`` are the payment token's; a rate that is None is not known."""

    licences: Mapping[str, Licence]
    period_of: Callable[[str], int]
    currency: str
    decimals: int
    rate_of: Callable[[str, date], int | None]
    hash_of: Callable[[str], bytes]
    window_days: int = 10
    tolerance_ppm: int = 0
    _rates: dict[tuple[str, date], int | None] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.window_days < 0:
            raise LimitError(f"window_days: {self.window_days}: must be 0 or more", "Give whole days.")
        if not 0 <= self.tolerance_ppm < 10**6:
            raise LimitError(
                f"tolerance_ppm: {self.tolerance_ppm}: must be from 0 to 999999", "Give millionths: 1% is 10000."
            )

    @property
    def window(self) -> timedelta:
        return timedelta(days=self.window_days)

    def rate(self, currency: str, day: date) -> int | None:
        """Payment currency for one unit of a currency on that day; each is asked for once."""
        if currency == self.currency:
            return _SAME
        key = (currency, day)
        if key not in self._rates:
            self._rates[key] = self.rate_of(currency, day)
        return self._rates[key]

    def units(self, amount: int) -> int:
        """An amount in the payment currency, in smallest units of the token."""
        return amount_down(amount, ONE, self.decimals)

    def converted(self, amount: int, currency: str, day: date) -> int | None:
        """An amount in smallest units of the token; None without a rate."""
        rate = self.rate(currency, day)
        return None if rate is None else amount_down(amount, rate, self.decimals)

    def is_close(self, found: int, expected: int) -> bool:
        return is_close(found, expected, self.tolerance_ppm)

    def fits(self, net: int, currency: str, line: BankLine) -> bool:
        """Whether a bank line can be so much: to the last digit in its own currency, within the tolerance once converted."""
        if line.currency == currency:
            return line.amount == net
        if line.currency != self.currency:
            return False
        expected = self.converted(net, currency, line.booked_on)
        return expected is not None and self.is_close(self.units(line.amount), expected)

    def pays(self, receipt: StatementReceipt, line: BankLine, amount: int, shared: bool = False) -> bool:
        """Whether an escrow payment passes on what the line brought for the receipt. ``shared``: it brought others as well."""
        if receipt.currency == self.currency:
            return amount == self.units(receipt.net)
        if line.currency == self.currency and not shared:
            return amount == self.units(line.amount)
        expected = self.converted(receipt.net, receipt.currency, line.booked_on)
        return expected is not None and self.is_close(amount, expected)
