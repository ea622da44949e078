# SPDX-License-Identifier: Apache-2.0
"""Yields, average lives and coverage, against figures known beforehand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from regalia.domain.state import State
from regalia.projection.exact import project_exact
from regalia.projection.measures import (
    average_life,
    coverage,
    is_timely,
    is_ultimate,
    lowest_coverage,
    quantiles,
    unpaid_at_end,
    yields,
)
from regalia.projection.outlook import outlook_of
from tests.domain.small_deals import NOTES

CLOSING = date(2021, 1, 1)
YEARLY = (date(2022, 1, 1), date(2023, 1, 1))
"""365 days apart, each."""


def column(*amounts: int) -> np.ndarray:  # type: ignore[type-arg]
    return np.array([[amount] for amount in amounts], dtype=object)


@pytest.mark.parametrize(
    ("flows", "price", "expected"),
    [
        ((0, 121), 100, 0.10),
        ((10, 110), 100, 0.10),
        ((50, 50), 100, 0.0),
        ((0, 25), 100, -0.5),
        ((300, 0), 100, 2.0),
        ((0, 0), 100, -1.0),
    ],
)
def test_yields__flows_a_year_apart__effective_a_year(flows: tuple[int, int], price: int, expected: float) -> None:
    assert yields(column(*flows), YEARLY, price, CLOSING)[0] == pytest.approx(expected, abs=1e-9)


def test_yields__no_price_or_beyond_all_bounds__not_a_number() -> None:
    assert np.isnan(yields(column(10, 10), YEARLY, 0, CLOSING)[0])
    assert np.isnan(yields(column(10**9, 0), YEARLY, 1, CLOSING)[0])


def test_average_life__a_quarter_after_one_year_the_rest_after_two__one_and_three_quarters() -> None:
    assert average_life(column(25, 75), YEARLY, CLOSING)[0] == pytest.approx(1.75)
    assert np.isnan(average_life(column(0, 0), YEARLY, CLOSING)[0])


def test_outcomes__deficit_then_plenty__late_and_whole_and_coverage_of_the_worst_date() -> None:
    """A quarter costs 2,500 of fee, 20,000 of senior and 15,000 of mezzanine interest: 30,000 leave 7,500 unpaid."""
    received = np.array([[30_000, 100_000], [2_000_000, 2_000_000]])
    found = project_exact(NOTES, State.opening(NOTES), outlook_of(NOTES, received))
    assert found.shortfall[0].tolist() == [[0, 0], [7_500, 0], [0, 0]]
    assert coverage(found)[0].tolist() == pytest.approx([30 / 35, 100 / 35])
    assert lowest_coverage(found)[0] == pytest.approx(30 / 35)
    assert is_ultimate(found, 1).tolist() == [True, True]
    assert is_timely(found, 1).tolist() == [False, True]
    assert is_timely(found, 0).tolist() == [True, True]


def test_outcomes__nothing_received__all_owed_at_the_end() -> None:
    found = project_exact(NOTES, State.opening(NOTES), outlook_of(NOTES, np.zeros((2, 1), np.int64)))
    assert unpaid_at_end(found, 0).tolist() == [1_040_000]
    assert unpaid_at_end(found, 1).tolist() == [500_000 + 15_000 + 15_450]
    assert not is_ultimate(found, 0)[0]
    assert lowest_coverage(found)[0] == 0


def test_outcomes__no_legal_final_date__wound_up_on_the_last_date() -> None:
    """What the reserve holds goes to principal at the end, a date that nothing is received on."""
    given = outlook_of(NOTES, np.full((1, 1), 80_000))
    found = project_exact(NOTES, State.opening(NOTES), given)
    assert found.dates == (date(2024, 4, 20), date(2024, 4, 20))
    assert found.account[:, 0, 0].tolist() == [40_000, 0]
    assert found.principal[:, 0, 0].tolist() == [2_500, 40_000]
    assert found.received[:, 0].tolist() == [80_000, 0]


def test_quantiles__without_what_is_no_number() -> None:
    assert quantiles(np.array([1.0, np.nan, 3.0]), (0.5,)) == [2.0]
    assert np.isnan(quantiles(np.array([np.nan]), (0.5,))[0])
