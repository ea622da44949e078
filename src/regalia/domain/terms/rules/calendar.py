# SPDX-License-Identifier: Apache-2.0
"""Dates in their order, periods of the deal's length."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.terms.dates import MONTHS
from regalia.domain.terms.problems import Problem, shown
from regalia.domain.terms.rules.legal_final import legal_final_problems
from regalia.domain.terms.rules.tables import LAST_YEAR, table_problems

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

MAX_LAG_MONTHS = 24
MAX_WINDOW_DAYS = 366


def calendar_problems(terms: Terms) -> Iterator[Problem]:
    """The order of dates is only looked at once each date is good by itself."""
    yield from table_problems(terms)
    if alone := list(_each_alone(terms)):
        yield from alone
    else:
        yield from _in_order(terms)
        yield from legal_final_problems(terms)


def _each_alone(terms: Terms) -> Iterator[Problem]:
    calendar = terms.calendar
    payment, months = calendar.payment, MONTHS[calendar.frequency]
    if payment.day > 28:
        yield Problem("calendar.payment.day", shown(payment.day), "must be 1 to 28, days that every month has")
    if payment.months_after > MAX_LAG_MONTHS:
        yield Problem("calendar.payment.months_after", shown(payment.months_after), f"must be at most {MAX_LAG_MONTHS}")
    if terms.offering.window_days > MAX_WINDOW_DAYS:
        rule = f"must be at most {MAX_WINDOW_DAYS}"
        yield Problem("offering.window_days", shown(terms.offering.window_days), rule)
    if calendar.closing.year > LAST_YEAR:
        yield Problem("calendar.closing", shown(calendar.closing), f"must not be after the year {LAST_YEAR}")
    for name, period in (("first_period", calendar.first_period), ("takes_over_at", calendar.takes_over_at)):
        if period is not None and period.months != months:
            rule = f"a {calendar.frequency} deal has periods of {months} months"
            yield Problem(f"calendar.{name}", shown(period), rule)
        elif period is not None and period.year > LAST_YEAR:
            yield Problem(f"calendar.{name}", shown(period), f"must not be after the year {LAST_YEAR}")


def _in_order(terms: Terms) -> Iterator[Problem]:
    calendar = terms.calendar
    if calendar.takes_over_at and calendar.takes_over_at.ordinal < calendar.first_period.ordinal:
        yield Problem("calendar.takes_over_at", shown(calendar.takes_over_at), "must not be before first_period")
        return
    schedule = calendar.schedule()
    first_date = schedule.payment_date(schedule.opening)
    if calendar.closing >= first_date:
        yield Problem(
            "calendar.closing", shown(calendar.closing), f"must be before the first payment date, {first_date}"
        )
    repaid = calendar.anticipated_repayment
    if repaid and repaid <= calendar.closing:
        yield Problem("calendar.anticipated_repayment", shown(repaid), "must be after closing")
    if calendar.legal_final and calendar.legal_final <= (repaid or calendar.closing):
        rule = "must be after closing and after anticipated_repayment"
        yield Problem("calendar.legal_final", shown(calendar.legal_final), rule)
    elif calendar.legal_final and calendar.legal_final < first_date:
        rule = f"must not be before the first payment date, {first_date}"
        yield Problem("calendar.legal_final", shown(calendar.legal_final), rule)
