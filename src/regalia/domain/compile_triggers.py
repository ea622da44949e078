# SPDX-License-Identifier: Apache-2.0
"""The triggers of a deal file as triggers of its program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from regalia.domain.indices import Indices
from regalia.domain.program import PPM, PeriodTable, TriggerProgram
from regalia.domain.program_words import EVENT_OF_DEFAULT, POOL_VALUE, Comparison, Measure
from regalia.domain.terms.deal import Terms
from regalia.domain.terms.facts import LIMITS_BROKEN, concentration_label, largest_label, rights_label
from regalia.domain.terms.measures import DateMeasure, ForecastMeasure, LimitsMeasure, SupportMeasure
from regalia.domain.terms.triggers import Memory, Trigger

_COMPARISONS = {
    "below": Comparison.BELOW,
    "at-most": Comparison.AT_MOST,
    "at-least": Comparison.AT_LEAST,
    "above": Comparison.ABOVE,
}


@dataclass(frozen=True)
class _Measured:
    """What a measure adds to its trigger."""

    measure: Measure
    tranche_mask: int = 0
    subject: int = 0
    trailing: int = 1
    forecast: PeriodTable | None = None
    since: date | None = None


def compile_triggers(terms: Terms, indices: Indices) -> tuple[TriggerProgram, ...]:
    return tuple(_trigger(terms, indices, trigger) for trigger in terms.triggers)


def _trigger(terms: Terms, indices: Indices, trigger: Trigger) -> TriggerProgram:
    found, measure = _measured(terms, indices, trigger), trigger.measure
    k, n = _memory(trigger.memory)
    if isinstance(measure, DateMeasure | SupportMeasure):  # breached or not: there is nothing to compare
        comparison, threshold = Comparison.AT_LEAST, 0
    else:
        comparison, threshold = _COMPARISONS[measure.breached], measure.threshold
        if isinstance(measure, LimitsMeasure):
            threshold *= PPM  # as the fact counts
    return TriggerProgram(
        label=trigger.id,
        measure=found.measure,
        comparison=comparison,
        threshold=threshold,
        k=k,
        n=n,
        latched=trigger.cure == "latched",
        after=trigger.measured == "after",
        effect=indices.flags.index(trigger.effect.flag) if trigger.effect.kind == "flag" else EVENT_OF_DEFAULT,
        tranche_mask=found.tranche_mask,
        subject=found.subject,
        trailing=found.trailing,
        forecast=found.forecast,
        since=found.since,
    )


def _memory(memory: Memory) -> tuple[int, int]:
    """At least k of the last n answers."""
    match memory.kind:
        case "now":
            return 1, 1
        case "in-a-row":
            return memory.periods, memory.periods
        case "of-last":
            return memory.periods, memory.of


def _measured(terms: Terms, indices: Indices, trigger: Trigger) -> _Measured:
    measure = trigger.measure
    match measure.kind:
        case "debt-service-coverage":
            return _Measured(Measure.DEBT_SERVICE_COVERAGE, _mask(indices, measure.tranches), trailing=measure.trailing)
        case "interest-coverage":
            return _Measured(Measure.INTEREST_COVERAGE, _mask(indices, measure.tranches), trailing=measure.trailing)
        case "overcollateralisation":
            indices.fact(POOL_VALUE)
            return _Measured(Measure.OVERCOLLATERALISATION, _mask(indices, measure.tranches))
        case "leverage":
            year = 12 // indices.schedule.months
            return _Measured(Measure.LEVERAGE, _mask(indices, measure.tranches), trailing=year)
        case "collections-to-forecast":
            return _to_forecast(terms, indices, measure)
        case "reserve-deficiency":
            return _Measured(Measure.RESERVE_DEFICIENCY, subject=indices.accounts.index(measure.account))
        case "arrears-age":
            return _Measured(Measure.ARREARS_AGE, subject=indices.tranches.index(measure.tranche))
        case "rights-share":
            return _Measured(Measure.FACT, subject=indices.fact(rights_label(measure)))
        case "licensee-concentration":
            return _Measured(Measure.FACT, subject=indices.fact(concentration_label(measure)))
        case "pool-concentration":
            return _Measured(Measure.FACT, subject=indices.fact(largest_label(measure)))
        case "limits-broken":
            return _Measured(Measure.FACT, subject=indices.fact(LIMITS_BROKEN))
        case "days-since-report":
            return _Measured(Measure.DAYS_SINCE_REPORT)
        case "date-reached":
            return _Measured(Measure.DATE_REACHED, since=_date(terms, measure))
        case "support-unpaid":
            return _Measured(Measure.SUPPORT_UNPAID, subject=indices.facilities.index(measure.facility))


def _mask(indices: Indices, tranches: tuple[str, ...]) -> int:
    """All tranches where none is named."""
    return indices.mask(tranches or indices.tranches)


def _to_forecast(terms: Terms, indices: Indices, measure: ForecastMeasure) -> _Measured:
    forecast = indices.to_date_table(terms.forecast)
    return _Measured(Measure.COLLECTIONS_TO_FORECAST, trailing=measure.trailing or 0, forecast=forecast)


def _date(terms: Terms, measure: DateMeasure) -> date:
    match measure.which:
        case "anticipated-repayment":
            day = terms.calendar.anticipated_repayment
        case "legal-final":
            day = terms.calendar.legal_final
        case "date":
            day = measure.date
    assert day is not None  # a rule of the terms
    return day
