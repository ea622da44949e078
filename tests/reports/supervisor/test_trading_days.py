# SPDX-License-Identifier: Apache-2.0
"""Due two trading days before: weekends and holidays do not count."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from regalia.feeds.errors import FeedError
from regalia.reports.supervisor.holidays import TradingDays, due_day, load_holidays
from tests.mills import ROOT

EXAMPLE = ROOT / "data" / "supervision" / "holidays.yaml"


@pytest.mark.parametrize(
    ("payment_date", "holidays", "due"),
    [
        (date(2024, 9, 20), (), date(2024, 9, 18)),  # Friday: Thursday, Wednesday
        (date(2024, 9, 20), (date(2024, 9, 19),), date(2024, 9, 17)),
        (date(2024, 9, 20), (date(2024, 9, 20),), date(2024, 9, 18)),  # the date itself never counts
        (date(2024, 5, 20), (), date(2024, 5, 16)),  # Monday: over a weekend
        (date(2024, 10, 20), (), date(2024, 10, 17)),  # a Sunday: Friday, Thursday
        (date(2025, 1, 2), (date(2025, 1, 1), date(2024, 12, 31)), date(2024, 12, 27)),
    ],
    ids=["weekdays", "holiday-between", "holiday-on-it", "weekend", "on-a-sunday", "over-new-year"],
)
def test_due_day__weekends_and_holidays__two_trading_days_before(
    payment_date: date, holidays: tuple[date, ...], due: date
) -> None:
    days = TradingDays("exchange", frozenset({2024, 2025}), frozenset(holidays))
    assert due_day(payment_date, days) == due


def test_knows__one_year_of_two__not_both() -> None:
    days = load_holidays(EXAMPLE)
    assert days.knows(date(2024, 1, 2), date(2024, 1, 5))
    assert not days.knows(date(2026, 12, 30), date(2027, 1, 2))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("years: [2024]\ndays: [2025-01-01]", "days[0]: 2025-01-01: its year is not one of years: 2024"),
        ("years: [2024]\ndays: [2024-02-30]", "days[0]: '2024-02-30': the calendar has no such day"),
        ("years: []\ndays: []", "years: must not be empty"),
        ("years: [2024]\nholidays: []", "'holidays': is not known here"),
    ],
    ids=["other-year", "no-such-day", "no-year", "unknown-field"],
)
def test_load__something_wrong__named_by_field_value_and_rule(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "holidays.yaml"
    file.write_text(f"format: regalia-holidays-1\nname: exchange\n{text}\n", encoding="utf-8")
    with pytest.raises(FeedError) as refused:
        load_holidays(file)
    assert told in str(refused.value)


def test_load__no_such_file__refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="can't be read"):
        load_holidays(tmp_path / "none.yaml")
