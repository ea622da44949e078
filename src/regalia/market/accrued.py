# SPDX-License-Identifier: Apache-2.0
"""What a tranche has earned since its last payment date and was not paid: a seller gives it away with the units, a buyer counts on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regalia.domain.accrual import interest_down, rate_days
from regalia.domain.money import Currency
from regalia.domain.program import Program
from regalia.market.position import Position


@dataclass(frozen=True)
class Accrued:
    """``interest`` from ``since`` to ``until`` and ``arrears``, both of the whole tranche in smallest units, rounded down."""

    since: date | None
    until: date | None
    interest: int
    arrears: int
    units: int

    def interest_of_a_unit(self, currency: Currency) -> Decimal:
        """In whole currency, down at six decimals more than it has."""
        return currency.per_unit_down(self.interest, self.units)

    def arrears_of_a_unit(self, currency: Currency) -> Decimal:
        return currency.per_unit_down(self.arrears, self.units)


def accrued(program: Program, position: Position, tranche: int, day: date) -> Accrued:
    """Interest of the running accrual period as a payment date finds it: balance (and arrears, where these bear interest) · coupon · days.

    Once the payment date has come it stays at the whole period's until the date is executed: what runs on depends on what is then
    repaid. Whether the money will be there is not asked.
    """
    terms, state = program.tranches[tranche], position.state
    balance, arrears = state.balance[tranche], state.arrears[tranche]
    if position.period is None:
        return Accrued(None, None, 0, arrears, terms.units)
    start, end = program.schedule.accrual(position.period)
    until = min(max(day, start), end)
    base = balance + arrears if terms.interest_on_arrears else balance
    step_up = (terms.step_up.rate, terms.step_up.since) if terms.step_up else None
    weighted = rate_days(terms.coupon, terms.day_count, start, until, step_up)
    return Accrued(start, until, interest_down(base, weighted, terms.day_count), arrears, terms.units)
