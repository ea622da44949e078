# SPDX-License-Identifier: Apache-2.0
"""Dates and day counts: the contracts against Python's calendar, day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from regalia.domain.accrual import interest_down, rate_days
from regalia.domain.calendar import DayCount, Schedule, days_between
from regalia.domain.program import Program, StepKind, StepProgram, StepUp, SubjectKind, TrancheProgram
from regalia.domain.state import Inputs, State
from tests.differential.solidity_engine import SolidityEngine

EPOCH = date(1970, 1, 1)


@pytest.fixture(scope="module")
def solidity() -> SolidityEngine:
    return SolidityEngine()


def test_payment_date__every_month_1980_to_2100__solidity_equals_datetime(solidity: SolidityEngine) -> None:
    for day in (1, 15, 28):
        program = Program(Schedule(date(1980, 1, 1), 1980 * 12, 1, 1, day), (), (), (), ())
        for period in range(1, 120 * 12):
            expected = program.schedule.payment_date(period)
            midnight = datetime(expected.year, expected.month, expected.day, tzinfo=UTC)
            assert solidity.payment_timestamp(program, period) == int(midnight.timestamp()), expected


def test_from_days__every_day_1970_to_2110__solidity_equals_datetime(solidity: SolidityEngine) -> None:
    for day in range((date(2110, 1, 1) - EPOCH).days):
        expected = EPOCH + timedelta(days=day)
        assert solidity.from_days(day) == (expected.year, expected.month, expected.day)


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


@pytest.mark.parametrize("day_count", list(DayCount))
def test_days_between__every_pair_about_month_ends__engines_equal(
    solidity: SolidityEngine, day_count: DayCount
) -> None:
    days = [day for year in (2023, 2024, 2100) for day in month_ends(year)]
    for start in days:
        for end in (day for day in days if day >= start):
            expected = days_between(day_count, start, end)
            assert solidity.days_between(day_count, start, end) == expected, (start, end)


def month_ends(year: int) -> list[date]:
    """The days about the end of January, February, March and August."""
    first = (date(year, month, 1) for month in (2, 3, 4, 9))
    return [day + timedelta(days=near) for day in first for near in (-3, -2, -1, 0)]


@pytest.mark.parametrize("day_count", list(DayCount))
def test_step_up__on_every_day_about_an_accrual_period__engines_equal(
    solidity: SolidityEngine, day_count: DayCount
) -> None:
    rng = Random(day_count)
    for closing in (date(2023, 12, 31), date(2024, 2, 28), date(2024, 2, 29), date(2025, 2, 28)):
        terms = Schedule(closing, closing.year * 12 + closing.month - 1, 3, 3, rng.randrange(1, 29))
        start, end = terms.accrual(1)
        for ordinal in range(start.toordinal() - 2, end.toordinal() + 3):
            since = date.fromordinal(ordinal)
            note = TrancheProgram("note", 60_000, day_count, False, 1, 10**12, step_up=StepUp(95_000, since))
            step = StepProgram("interest", StepKind.INTEREST, SubjectKind.TRANCHE, 0)
            program = Program(terms, (note,), (), (), (step,))
            outcome = solidity.run(program, State.opening(program), Inputs(1, 0, 0, None, ()))
            weighted = rate_days(60_000, day_count, start, end, (95_000, since))
            assert outcome.records[0].due == interest_down(10**12, weighted, day_count), since
