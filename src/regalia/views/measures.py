# SPDX-License-Identifier: Apache-2.0
"""What a trigger measures, in codes: of what, in which unit, against which limit."""

from __future__ import annotations

from decimal import Decimal

from regalia.domain.program import PPM, Program, TriggerProgram
from regalia.domain.program_words import Comparison, Measure
from regalia.domain.rights.labels import LABELS, LIMITS_BROKEN
from regalia.views.measured import Measured
from regalia.views.seen import DealNow, share

_UNITS = {
    Measure.DEBT_SERVICE_COVERAGE: "times",
    Measure.INTEREST_COVERAGE: "times",
    Measure.OVERCOLLATERALISATION: "times",
    Measure.LEVERAGE: "times",
    Measure.COLLECTIONS_TO_FORECAST: "share",
    Measure.RESERVE_DEFICIENCY: "share",
    Measure.ARREARS_AGE: "dates",
    Measure.FACT: "share",
    Measure.DAYS_SINCE_REPORT: "days",
}
_WHOLE = (Measure.ARREARS_AGE, Measure.DAYS_SINCE_REPORT)


def measure_of(now: DealNow, program: Program, trigger: TriggerProgram) -> tuple[str, str]:
    """The code of what a trigger measures, and the name of whose it is, empty where it is the deal's."""
    match trigger.measure:
        case Measure.FACT:
            label = program.facts[trigger.subject]
            return (label, "") if label in LABELS else ("fact", label)
        case Measure.RESERVE_DEFICIENCY:
            of = now.names.account(program.accounts[trigger.subject])
        case Measure.ARREARS_AGE:
            of = now.names.tranche(program.tranches[trigger.subject].label)
        case Measure.SUPPORT_UNPAID:
            of = now.names.facility(program.facilities[trigger.subject].label)
        case _:
            of = ""
    return _code(Measure(trigger.measure).name), of


def compares(trigger: TriggerProgram) -> str:
    return _code(Comparison(trigger.comparison).name)


def unit_of(program: Program, trigger: TriggerProgram) -> str:
    counts = trigger.measure is Measure.FACT and program.facts[trigger.subject] == LIMITS_BROKEN
    return "count" if counts else _UNITS[Measure(trigger.measure)]


def limit_of(trigger: TriggerProgram) -> Decimal:
    return Decimal(trigger.threshold) if trigger.measure in _WHOLE else share(trigger.threshold)


def value_down(found: Measured) -> Decimal | None:
    numerator, denominator = found.quantity
    if not denominator:
        return None
    if found.trigger.measure in _WHOLE:
        return Decimal(numerator)
    return share(numerator * PPM // denominator)


def _code(name: str) -> str:
    return name.lower().replace("_", "-")
