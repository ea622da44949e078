# SPDX-License-Identifier: Apache-2.0
"""Nothing is planned for a time after the legal final date, on which everything is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from regalia.domain.terms.problems import Problem, shown
from regalia.domain.terms.rules.tables import LAST_YEAR, tables_of

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms


def legal_final_problems(terms: Terms) -> Iterator[Problem]:
    """For a calendar whose dates are good by themselves; periods of another length are a problem of their table."""
    final = terms.calendar.legal_final
    if final is None:
        return
    schedule = terms.calendar.schedule()
    for path, periods in tables_of(terms):
        for i, period in enumerate(periods):
            if period.months != schedule.months or period.year > LAST_YEAR:
                continue
            paid_on = schedule.payment_date(schedule.period_of(period))
            if paid_on > final:
                rule = f"is paid on {paid_on}, after the legal final date, {final}"
                yield Problem(f"{path}[{i}].period", shown(period), rule)
    for path, day in _days(terms):
        if day >= final:
            yield Problem(path, shown(day), f"must be before the legal final date, {final}")


def _days(terms: Terms) -> Iterator[tuple[str, date]]:
    """What begins on a day of its own."""
    for i, tranche in enumerate(terms.tranches):
        if tranche.coupon and tranche.coupon.step_up and tranche.coupon.step_up.since:
            yield f"tranches[{i}].coupon.step_up.since", tranche.coupon.step_up.since
    for i, call in enumerate(terms.calls):
        if call.kind == "optional":
            yield f"calls[{i}].since", call.since
    for i, trigger in enumerate(terms.triggers):
        if trigger.measure.kind == "date-reached" and trigger.measure.date:
            yield f"triggers[{i}].measure.date", trigger.measure.date
