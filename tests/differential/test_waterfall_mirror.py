# SPDX-License-Identifier: Apache-2.0
"""The main test of the money path: both engines, the same cases, every field equal."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest

from regalia.domain.calendar import DayCount, Schedule, days_between
from regalia.domain.program import Program
from regalia.domain.waterfall import Inputs, run_steps
from tests.differential.cases import Case, amount, case
from tests.differential.solidity_engine import SolidityEngine

CASES = int(os.environ.get("REGALIA_CASES", "50000"))
SEED = int(os.environ.get("REGALIA_SEED", "20261124"))


@pytest.fixture(scope="module")
def solidity() -> SolidityEngine:
    return SolidityEngine()


def check(solidity: SolidityEngine, generated: Case) -> None:
    expected = run_steps(generated.program, generated.state, generated.inputs)
    actual = solidity.run(generated.program, generated.state, generated.inputs)
    assert actual == expected, f"paste into test_regressions.py:\n\nCASES.append(\n    {generated!r}\n)"


def test_run__generated_cases__engines_equal_in_every_field(solidity: SolidityEngine) -> None:
    rng = Random(SEED)
    seen: Counter[str] = Counter()
    for _ in range(CASES):
        generated = case(rng)
        check(solidity, generated)
        seen.update(f"{s.kind.name}:{s.due_kind.name}:{bool(s.support)}" for s in generated.program.steps)
    print(f"\n{CASES} cases, seed {SEED}:", ", ".join(f"{k} {n}" for k, n in sorted(seen.items())))
    assert len(seen) >= 11, f"the generator no longer reaches every kind of step: {seen}"


def test_run__chained_periods__engines_equal_through_a_history(solidity: SolidityEngine) -> None:
    rng = Random(SEED + 1)
    for _ in range(200):
        generated = case(rng)
        state = generated.state
        opening = generated.program.schedule.opening
        for period in range(opening, opening + 8):
            inputs = next_inputs(rng, generated, period)
            expected = run_steps(generated.program, state, inputs)
            check(solidity, Case(generated.program, state, inputs))
            state = expected.state


def next_inputs(rng: Random, generated: Case, period: int) -> Inputs:
    return replace(
        generated.inputs,
        period=period,
        available=amount(rng),
        received=amount(rng),
        invoices=tuple(amount(rng) for _ in generated.inputs.invoices),
    )


def test_payment_date__every_month_1980_to_2100__solidity_equals_datetime(solidity: SolidityEngine) -> None:
    for day in (1, 15, 28):
        program = Program(Schedule(date(1980, 1, 1), 1980 * 12, 1, 1, day), (), (), (), ())
        for period in range(1, 120 * 12):
            expected = program.schedule.payment_date(period)
            midnight = datetime(expected.year, expected.month, expected.day, tzinfo=UTC)
            assert solidity.payment_timestamp(program, period) == int(midnight.timestamp()), expected


@pytest.mark.parametrize("day_count", list(DayCount))
def test_accrual_days__closing_on_every_day_of_leap_and_common_years__engines_equal(
    solidity: SolidityEngine, day_count: DayCount
) -> None:
    for year in (1999, 2000, 2023, 2024, 2099):
        for ordinal in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()):
            closing = date.fromordinal(ordinal)
            program = Program(Schedule(closing, (year + 1) * 12, 1, 1, 28), (), (), (), ())
            expected = days_between(day_count, *program.schedule.accrual(1))
            assert solidity.accrual_days(program, day_count, 1) == expected, closing
