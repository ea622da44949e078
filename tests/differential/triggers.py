# SPDX-License-Identifier: Apache-2.0
"""Random triggers: every measure, comparison, memory and effect."""

from __future__ import annotations

from random import Random

from regalia.domain.program import PeriodTable, TriggerProgram
from regalia.domain.program_words import EVENT_OF_DEFAULT, Comparison, Measure
from tests.differential.amounts import amount, day_near, some
from tests.differential.parts import Parts

RATIOS = (0, 500_000, 1_000_000, 1_200_000, 2_000_000)


def measures(made: Parts) -> list[Measure]:
    """Those that have what they look at."""
    missing = {
        Measure.OVERCOLLATERALISATION: made.has_pool_value,
        Measure.RESERVE_DEFICIENCY: made.accounts > 0,
        Measure.FACT: bool(made.facts),
        Measure.SUPPORT_UNPAID: made.facilities > 0,
    }
    return [measure for measure in Measure if missing.get(measure, True)]


def trigger(rng: Random, made: Parts, label: str) -> TriggerProgram:
    measure = rng.choice(measures(made))
    n = rng.choice([1, 1, 2, 3, 16])
    default = made.accelerates and some(rng, 0.25)
    subjects = {
        Measure.RESERVE_DEFICIENCY: made.accounts,
        Measure.ARREARS_AGE: made.tranches,
        Measure.FACT: len(made.facts),
        Measure.SUPPORT_UNPAID: made.facilities,
    }
    return TriggerProgram(
        label,
        measure,
        rng.choice(list(Comparison)),
        threshold(rng, measure),
        k=rng.choice([1, n, rng.randrange(1, n + 1)]),
        n=n,
        latched=some(rng, 0.3),
        after=some(rng, 0.4),
        effect=EVENT_OF_DEFAULT if default else rng.choice([0, 1, 2, 15]),
        tranche_mask=made.mask(rng),
        subject=rng.randrange(subjects.get(measure, 1)),
        trailing=trailing(rng, made, measure),
        forecast=forecast(rng, made) if measure is Measure.COLLECTIONS_TO_FORECAST else None,
        since=day_near(rng, made.schedule) if measure is Measure.DATE_REACHED else None,
    )


def threshold(rng: Random, measure: Measure) -> int:
    if measure in (Measure.ARREARS_AGE, Measure.DAYS_SINCE_REPORT):
        return rng.choice([0, 1, 2, 3, 255])
    if measure is Measure.RESERVE_DEFICIENCY:
        return rng.choice([0, 1, 250_000, 500_000, 1_000_000])
    return rng.choice([*RATIOS, rng.randrange(3_000_000), 2**96 - 1 if some(rng, 0.02) else 1])


def trailing(rng: Random, made: Parts, measure: Measure) -> int:
    match measure:
        case Measure.DEBT_SERVICE_COVERAGE | Measure.INTEREST_COVERAGE:
            return rng.choice([1, 1, 2, 3, 4])
        case Measure.LEVERAGE:
            return 12 // made.schedule.months
        case Measure.COLLECTIONS_TO_FORECAST:
            return rng.choice([0, 0, 1, 3])
    return rng.choice([0, 1])


def forecast(rng: Random, made: Parts) -> PeriodTable:
    total, amounts = 0, []
    for _ in range(rng.randrange(1, 8)):
        total = min(total + amount(rng), 2**128 - 1)
        amounts.append(total)
    return PeriodTable(made.schedule.opening + rng.choice([-1, 0, 0, 1]), tuple(amounts))
