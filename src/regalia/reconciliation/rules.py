# SPDX-License-Identifier: Apache-2.0
"""What a reconciliation goes by: the deal's licences, currency and rates, and how far apart two things may be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from regalia.errors import RegaliaError
from regalia.reconciliation.convert import amount_down, is_close, near_net
from regalia.reconciliation.model import Licence
from regalia.statements.minor_units import as_booked, minor_unit
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

    def comes_to(self, net: int) -> tuple[int, ...]:
        """What a net in the payment currency may come to when it is paid alone, in smallest units of the token."""
        return tuple(dict.fromkeys(self.units(amount) for amount in as_booked(net, self.currency)))

    def near(self, net: int) -> range:
        """The same when it is paid together with others."""
        return near_net(net, self.currency, self.decimals)

    def fits(self, net: int, currency: str, line: BankLine) -> bool:
        """Whether a bank line can be so much: in whole minor units in its own currency, within the tolerance once converted."""
        if line.currency == currency:
            return line.amount in as_booked(net, currency)
        if line.currency != self.currency:
            return False
        expected = self.converted(net, currency, line.booked_on)
        return expected is not None and is_close(self.units(line.amount), expected, self.tolerance_ppm)

    def pays(self, receipt: StatementReceipt, line: BankLine, amount: int, shared: bool = False) -> bool:
        """Whether an escrow payment passes on what the line brought for the receipt. ``shared``: it brought others as well."""
        net, currency, day = receipt.net, receipt.currency, line.booked_on
        if not shared and line.currency == self.currency:
            return amount == self.units(line.amount)
        if currency == self.currency:
            return amount in self.near(net)
        if not shared or line.currency != currency:
            return self._is_worth(amount, net if shared else line.amount, currency, day)
        unit = minor_unit(currency)
        least, most = self.converted(net - unit, currency, day), self.converted(net + unit, currency, day)
        rounded = net % unit and least is not None and most is not None and least < amount < most
        return bool(rounded) or self._is_worth(amount, net, currency, day)

    def adds_up(self, receipts: Sequence[StatementReceipt], line: BankLine, total: int) -> bool:
        """Whether what the escrow got for several receipts is what their line brought. Where the line is their nets to the last digit, each
        payment may have been rounded down for itself.
        """
        currency, day, nets = receipts[0].currency, line.booked_on, [receipt.net for receipt in receipts]
        if line.currency != currency:
            return total == self.units(line.amount)
        parts = [self.converted(net, currency, day) or 0 for net in nets]
        one_by_one = sum(nets) == line.amount and self._is_close(total, sum(parts), currency)
        return one_by_one or self._is_worth(total, line.amount, currency, day)

    def _is_worth(self, found: int, amount: int, currency: str, day: date) -> bool:
        """Whether units of the token are an amount once it is converted."""
        expected = self.converted(amount, currency, day)
        return expected is not None and self._is_close(found, expected, currency)

    def _is_close(self, found: int, expected: int, currency: str) -> bool:
        """The tolerance is for what was converted."""
        return found == expected or (currency != self.currency and is_close(found, expected, self.tolerance_ppm))
