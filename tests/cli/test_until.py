# SPDX-License-Identifier: Apache-2.0
"""Moments as people type them."""

from __future__ import annotations

import click
import pytest

from regalia.cli.until import Moment, Until

NOW = 1_704_067_200
"""2024-01-01 00:00 UTC."""


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("7d", NOW + 7 * 86_400),
        ("90m", NOW + 5_400),
        ("2024-01-31", 1_706_745_599),
        ("2024-01-31T12:00Z", 1_706_702_400),
        ("2024-01-31T12:00:01Z", 1_706_702_401),
    ],
)
def test_until__lengths_days_and_times__seconds_since_1970(typed: str, found: int) -> None:
    moment = Until().convert(typed, None, None)
    assert isinstance(moment, Moment) and moment.after(NOW) == found


@pytest.mark.parametrize("typed", ["soon", "-1d", "7", "2024-13-01", "2024-01-31T12:00", "٧d", ""])
def test_until__anything_else__refused_with_the_forms(typed: str) -> None:
    with pytest.raises(click.BadParameter, match=r"is not 7d, 12h, 30m, 2026-12-31"):
        Until().convert(typed, None, None)
