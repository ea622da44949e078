# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.domain.calendar import CollectionPeriod, DayCount, Schedule, days_between

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
MILLS = Schedule(date(2023, 12, 31), 1964 * 12 + 11, 3, 3, 20, opening=237)


@pytest.mark.parametrize(
    ("text", "months", "end"),
    [
        ("2024Q3", 3, date(2024, 9, 30)),
        ("2024q4", 3, date(2024, 12, 31)),
        ("2024M02", 1, date(2024, 2, 29)),
        ("2023M2", 1, date(2023, 2, 28)),
        ("2024H1", 6, date(2024, 6, 30)),
        (" 2024 ", 12, date(2024, 12, 31)),
    ],
)
def test_parse__each_length__months_and_last_day(text: str, months: int, end: date) -> None:
    period = CollectionPeriod.parse(text)
    assert (period.months, period.end_date) == (months, end)


@pytest.mark.parametrize(
    "text", ["", "2024Q0", "2024Q5", "2024M13", "2024H3", "2024X1", "24Q1", "2024Q", "1899Q1", "2024-Q1"]
)
def test_parse__no_such_period__refused(text: str) -> None:
    with pytest.raises(ValueError, match="collection period"):
        CollectionPeriod.parse(text)


@pytest.mark.parametrize("text", ["2024Q3", "2024M07", "2024M12", "2024H2", "2024"])
def test_str__parsed_period__same_text(text: str) -> None:
    assert str(CollectionPeriod.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "following"), [("2024Q4", "2025Q1"), ("2024M12", "2025M01"), ("2024H1", "2024H2"), ("2024", "2025")]
)
def test_next__end_of_year__first_period_of_the_next(text: str, following: str) -> None:
    period = CollectionPeriod.parse(text)
    assert str(period.next()) == following
    assert period.next().ordinal == period.ordinal + 1


def test_from_end_month__not_an_end_of_that_length__refused() -> None:
    with pytest.raises(ValueError, match="no period of 3 months ends in month 2"):
        CollectionPeriod.from_end_month(2024 * 12 + 1, 3)


@pytest.mark.parametrize(("period", "collected"), [(1, "1964Q4"), (204, "2015Q3"), (220, "2019Q3"), (237, "2023Q4")])
def test_period_of__mills_reports__numbered_as_printed(period: int, collected: str) -> None:
    assert MILLS.period_of(CollectionPeriod.parse(collected)) == period
    assert str(MILLS.collection_period(period)) == collected


def test_period_of__other_length__refused() -> None:
    with pytest.raises(ValueError, match="2024M07 has 1 months"):
        MILLS.period_of(CollectionPeriod.parse("2024M07"))


def test_payment_date__lag_crosses_the_year__in_the_next() -> None:
    assert MILLS.payment_date(237) == date(2024, 3, 20)
    assert MILLS.payment_date(240) == date(2024, 12, 20)


def test_accrual__opening_of_a_seasoned_deal__from_closing() -> None:
    assert MILLS.accrual(237) == (date(2023, 12, 31), date(2024, 3, 20))


def test_accrual__later_period__from_the_date_before() -> None:
    assert MILLS.accrual(238) == (date(2024, 3, 20), date(2024, 6, 20))


@pytest.mark.parametrize(
    ("start", "end", "thirty_e", "actual"),
    [
        (date(2012, 11, 15), date(2012, 12, 31), 45, 46),
        (date(2024, 1, 20), date(2024, 4, 20), 90, 91),
        (date(2024, 1, 31), date(2024, 2, 29), 29, 29),
        (date(2023, 1, 31), date(2023, 2, 28), 28, 28),
        (date(2023, 2, 28), date(2023, 3, 1), 3, 1),
        (date(2024, 3, 31), date(2024, 4, 30), 30, 30),
        (date(2024, 3, 30), date(2024, 3, 31), 0, 1),
        (date(2024, 2, 29), date(2025, 2, 28), 359, 365),
        (date(2000, 1, 1), date(2100, 1, 1), 36_000, 36_525),
        (date(2024, 7, 1), date(2024, 7, 1), 0, 0),
    ],
)
def test_days_between__known_values__as_published(start: date, end: date, thirty_e: int, actual: int) -> None:
    assert days_between(DayCount.THIRTY_E_360, start, end) == thirty_e
    assert days_between(DayCount.ACT_360, start, end) == actual


@pytest.mark.parametrize("day_count", list(DayCount))
def test_days_between__end_before_start__refused(day_count: DayCount) -> None:
    with pytest.raises(ValueError, match="can't end"):
        days_between(day_count, date(2024, 1, 2), date(2024, 1, 1))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(DAYS, min_size=3, max_size=3).map(sorted),
    st.sampled_from([d for d in DayCount if d is not DayCount.THIRTY_US_360]),
)
def test_days_between__split_at_any_day__adds_up_but_for_30_360_us(days: list[date], day_count: DayCount) -> None:
    start, middle, end = days
    assert days_between(day_count, start, end) == (
        days_between(day_count, start, middle) + days_between(day_count, middle, end)
    )


@settings(max_examples=100, deadline=None)
@given(DAYS, st.integers(0, 2_000))
def test_days_between__thirty_e__counts_every_day_but_the_31st_and_fills_february(start: date, length: int) -> None:
    """Counted day by day: the 31st adds nothing, and the 1st of March adds what February lacks of 30."""
    counted = 0
    for offset in range(1, length + 1):
        day = start + timedelta(offset)
        if day.day == 31:
            continue
        counted += 1
        if (day.month, day.day) == (3, 1):
            counted += 30 - (day - timedelta(1)).day
    assert days_between(DayCount.THIRTY_E_360, start, start + timedelta(length)) == counted
