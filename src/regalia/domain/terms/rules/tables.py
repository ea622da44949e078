# SPDX-License-Identifier: Apache-2.0
"""Tables of amounts by period: the forecast, schedules of principal, target balances."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.calendar import CollectionPeriod
from regalia.domain.terms.dates import MONTHS
from regalia.domain.terms.problems import Problem, shown

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

LAST_YEAR = 2100
"""Of closing and of all periods: the contracts count seconds since 1970 in 32 bits, which end in 2106."""
MAX_SPAN = 900
"""Periods of all tables together: the program of a deal is kept as the code of one contract, of 24 KiB at most."""


def tables_of(terms: Terms) -> Iterator[tuple[str, tuple[CollectionPeriod, ...]]]:
    """Path and periods of each table that has any."""
    tables = [("forecast", terms.forecast)]
    for field, steps in terms.step_lists():
        for i, step in enumerate(steps):
            if step.kind == "principal" and step.due.kind == "scheduled":
                tables.append((f"{field}[{i}].due.amounts", step.due.amounts))
            elif step.kind == "principal" and step.due.kind == "target-balance":
                tables.append((f"{field}[{i}].due.balances", step.due.balances))
    return ((path, tuple(entry.period for entry in entries)) for path, entries in tables if entries)


def table_problems(terms: Terms) -> Iterator[Problem]:
    calendar = terms.calendar
    months, opening = MONTHS[calendar.frequency], calendar.takes_over_at or calendar.first_period
    found = False
    for path, periods in tables_of(terms):
        before: CollectionPeriod | None = None
        for i, period in enumerate(periods):
            rule = ""
            if period.months != months:
                rule = f"a {calendar.frequency} deal has periods of {months} months"
            elif before is not None and period.end_month <= before.end_month:
                rule = "periods must rise"
            elif period.end_month < opening.end_month:
                rule = f"must not be before {opening}, the first period that this deal pays itself"
            elif period.year > LAST_YEAR:
                rule = f"must not be after the year {LAST_YEAR}"
            if rule:
                found = True
                yield Problem(f"{path}[{i}].period", shown(period), rule)
            before = period
    if not found:
        yield from _too_long(terms)


def _too_long(terms: Terms) -> Iterator[Problem]:
    """A table has a place for every period from its first to its last; the forecast, one for every trigger that looks at it."""
    readers = sum(trigger.measure.kind == "collections-to-forecast" for trigger in terms.triggers)
    spans = {path: periods[-1].ordinal - periods[0].ordinal + 1 for path, periods in tables_of(terms)}
    if "forecast" in spans:
        spans["forecast"] *= readers
    if sum(spans.values()) > MAX_SPAN:
        rule = f"with all other tables spans {sum(spans.values()):,} periods; must be at most {MAX_SPAN}"
        yield Problem(max(spans, key=spans.__getitem__), "", rule)
