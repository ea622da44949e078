# SPDX-License-Identifier: Apache-2.0
"""When the deal closes, collects, pays and ends."""

from __future__ import annotations

from typing import Literal

from regalia.domain.calendar import Schedule
from regalia.domain.terms.scalars import Day, Part, Period, Positive, Whole

Frequency = Literal["monthly", "quarterly", "half-yearly", "yearly"]
MONTHS: dict[Frequency, int] = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}


class PaymentDay(Part):
    """The scheduled payment date: ``day`` (1 to 28) of the month that comes ``months_after`` the end of the
    collection period.
    """

    months_after: Whole
    day: Positive


class CalendarTerms(Part):
    """``first_period`` bears number 1. ``takes_over_at`` is the first period this deal pays itself, where
    others paid those before.
    """

    closing: Day
    frequency: Frequency
    first_period: Period
    takes_over_at: Period | None = None
    payment: PaymentDay
    anticipated_repayment: Day | None = None
    legal_final: Day | None = None

    def schedule(self) -> Schedule:
        opening = self.takes_over_at or self.first_period
        return Schedule(
            closing=self.closing,
            first_end_month=self.first_period.end_month,
            months=MONTHS[self.frequency],
            lag=self.payment.months_after,
            payment_day=self.payment.day,
            opening=opening.ordinal - self.first_period.ordinal + 1,
        )
