# SPDX-License-Identifier: Apache-2.0
"""What is typed, as values: times, countries, whole numbers."""

from __future__ import annotations

import click
import pytest

from regalia.cli.whole import Whole
from scripts._options import Country, LastSecond


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("2024-12-31", 1_735_689_599),
        ("2024-12-31T12:00:00", 1_735_646_400),
        ("2024-12-31T12:00:00Z", 1_735_646_400),
        ("9999-12-31", 253_402_300_799),
        ("1970-01-01", 86_399),
    ],
)
def test_last_second__day_or_moment__utc(typed: str, seconds: int) -> None:
    assert LastSecond().convert(typed, None, None) == seconds


@pytest.mark.parametrize("typed", ["2024-13-01", "tomorrow", "2024-12-31 12:00", ""])
def test_last_second__anything_else__refused(typed: str) -> None:
    with pytest.raises(click.BadParameter, match="is not a day"):
        LastSecond().convert(typed, None, None)


def test_country__letters_or_number__number() -> None:
    assert [Country().convert(typed, None, None) for typed in ("US", "us", "840", "036")] == [840, 840, 840, 36]


@pytest.mark.parametrize("typed", ["usa", "ZZ", "0", "1", "-840", ""])
def test_country__none_of_iso_3166__refused(typed: str) -> None:
    with pytest.raises(click.BadParameter, match="is not a country"):
        Country().convert(typed, None, None)


def test_last_second__before_the_chains_clock__refused() -> None:
    with pytest.raises(click.BadParameter, match="'1969-12-31' is before 1970"):
        LastSecond().convert("1969-12-31", None, None)


def test_whole__with_or_without_commas__number() -> None:
    units = Whole("units", 1, 5_000)
    assert [units.convert(typed, None, None) for typed in ("1", "5000", "5,000", 7)] == [1, 5_000, 5_000, 7]


@pytest.mark.parametrize("typed", ["1.5", "", "ten", "1e3", "1,00", "²", "1" * 5_000])
def test_whole__no_whole_number__refused_as_such(typed: str) -> None:
    with pytest.raises(click.BadParameter, match="is not a whole number of units"):
        Whole("units", 1, 5_000).convert(typed, None, None)


@pytest.mark.parametrize("typed", ["0", "-5", "5,001"])
def test_whole__outside_the_bounds__refused_with_both(typed: str) -> None:
    with pytest.raises(click.BadParameter, match=f"{typed} is not from 1 to 5,000 units"):
        Whole("units", 1, 5_000).convert(typed, None, None)
