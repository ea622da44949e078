# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from datetime import date

import pytest

from regalia.domain.rights.day import day_after, day_before, from_date, is_day, to_date, today_of, written


@pytest.mark.parametrize("day", [16_000_101, 16_000_229, 20_240_229, 20_001_231, 99_991_231])
def test_is_day__days__yes(day: int) -> None:
    assert is_day(day)
    assert from_date(to_date(day)) == day


@pytest.mark.parametrize(
    "day",
    [0, 15_991_231, 16_000_100, 17_000_229, 20_230_229, 20_240_431, 20_241_301, 20_240_001, 100_000_101, 2**32 - 1],
)
def test_is_day__numbers_that_are_no_days__no(day: int) -> None:
    assert not is_day(day)


def test_day_before__first_of_a_month__last_of_the_one_before() -> None:
    assert (day_before(20_240_301), day_before(20_250_101)) == (20_240_229, 20_241_231)
    assert (day_after(20_240_229), day_after(20_241_231)) == (20_240_301, 20_250_101)


def test_today_of__last_second_of_a_day__that_day() -> None:
    assert (today_of(0), today_of(86_399), today_of(86_400)) == (19_700_101, 19_700_101, 19_700_102)
    assert to_date(today_of(1_735_776_000)) == date(2025, 1, 2)


def test_written__day_none_and_nonsense__readable() -> None:
    assert (written(20_240_301), written(0), written(20_240_431)) == ("2024-03-01", "none", "20240431")
