# SPDX-License-Identifier: Apache-2.0
"""What a trigger looks at can be measured, and can be on either side of its threshold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.money import format_rate, format_ratio
from regalia.domain.program import PPM
from regalia.domain.terms.measures import (
    BalanceMeasure,
    CoverageMeasure,
    DateMeasure,
    LimitsMeasure,
    Measure,
    SupportMeasure,
)
from regalia.domain.terms.problems import Problem, shown
from regalia.domain.terms.rules.step import repeats

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

MAX_TRAILING = 60
MAX_AGE = 254
"""Payment dates in arrears: they are counted up to 255."""
MAX_DAYS = 3_660
_SHARES = ("reserve-deficiency", "rights-share", "licensee-concentration", "pool-concentration")
_WHOLE = ("arrears-age", "days-since-report", "limits-broken")


def measure_problems(terms: Terms) -> Iterator[Problem]:
    for i, trigger in enumerate(terms.triggers):
        path, measure = f"triggers[{i}].measure", trigger.measure
        trailing = getattr(measure, "trailing", None) or 1
        if trailing > MAX_TRAILING:
            yield Problem(f"{path}.trailing", shown(trailing), f"must be at most {MAX_TRAILING}")
        if isinstance(measure, CoverageMeasure | BalanceMeasure):
            yield from _of_tranches(terms, path, measure)
        elif isinstance(measure, DateMeasure):
            yield from _date(terms, path, measure)
        elif isinstance(measure, LimitsMeasure):
            yield from _limits(terms, path, measure)
        elif measure.kind == "collections-to-forecast" and not terms.forecast:
            yield Problem(path, "", "needs the deal's forecast")
        elif measure.kind == "arrears-age":
            known = {tranche.id: tranche.coupon for tranche in terms.tranches}
            coupon = known.get(measure.tranche)
            if measure.tranche in known and (coupon is None or coupon.shortfall == "capitalised"):
                yield Problem(f"{path}.tranche", shown(measure.tranche), "is never in arrears")
        yield from _threshold(path, measure)


def _of_tranches(terms: Terms, path: str, measure: CoverageMeasure | BalanceMeasure) -> Iterator[Problem]:
    yield from repeats(f"{path}.tranches", measure.tranches)
    meant = [tranche for tranche in terms.tranches if not measure.tranches or tranche.id in measure.tranches]
    if measure.kind == "interest-coverage" and not any(tranche.coupon for tranche in meant):
        yield Problem(path, shown(measure.kind), "needs a tranche with a coupon")
    elif not any(tranche.balance for tranche in meant):
        yield Problem(path, shown(measure.kind), "needs a tranche with a balance")


def _date(terms: Terms, path: str, measure: DateMeasure) -> Iterator[Problem]:
    if (measure.which == "date") != (measure.date is not None):
        yield Problem(f"{path}.date", shown(measure.date), "is given exactly when which is date")
    elif measure.which == "anticipated-repayment" and terms.calendar.anticipated_repayment is None:
        yield Problem(f"{path}.which", shown(measure.which), "needs anticipated_repayment in the calendar")
    elif measure.which == "legal-final" and terms.calendar.legal_final is None:
        yield Problem(f"{path}.which", shown(measure.which), "needs legal_final in the calendar")


def _limits(terms: Terms, path: str, measure: LimitsMeasure) -> Iterator[Problem]:
    limits = len(terms.pool.limits) if terms.pool else 0
    if not limits:
        yield Problem(path, shown(measure.kind), "needs the deal's pool, with limits")
    elif measure.threshold > limits - (measure.breached in ("above", "at-most")):
        rule = f"never more than {limits} can be broken, the limits of the pool"
        yield Problem(f"{path}.threshold", shown(measure.threshold), rule)


def _threshold(path: str, measure: Measure) -> Iterator[Problem]:
    """Nothing is below zero, no share is above 100%."""
    if isinstance(measure, DateMeasure | SupportMeasure):
        return
    path, threshold, rule = f"{path}.threshold", measure.threshold, ""
    if measure.kind == "arrears-age" and threshold > MAX_AGE:
        rule = f"must be at most {MAX_AGE}"
    elif measure.kind == "days-since-report" and threshold > MAX_DAYS:
        rule = f"must be at most {MAX_DAYS:,}"
    elif not threshold and measure.breached in ("below", "at-least"):
        rule = "nothing is below zero" if measure.breached == "below" else "everything is at least zero"
    elif measure.kind in _SHARES and threshold == PPM and measure.breached in ("above", "at-most"):
        rule = "no share is above 100%" if measure.breached == "above" else "every share is at most 100%"
    if rule:
        yield Problem(path, shown(_spelled(measure, threshold)), rule)


def _spelled(measure: Measure, threshold: int) -> str:
    if measure.kind in _WHOLE:
        return str(threshold)
    return format_rate(threshold) if measure.kind in _SHARES else format_ratio(threshold)
