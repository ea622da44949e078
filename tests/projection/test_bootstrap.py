# SPDX-License-Identifier: Apache-2.0
"""Random paths: what can be drawn, in blocks, the same for the same seed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from regalia.domain.calendar import CollectionPeriod
from regalia.domain.money import Currency
from regalia.projection.assumptions import Bootstrap
from regalia.projection.bootstrap import LARGEST_FACTOR, observed_factors, paths_down
from regalia.projection.errors import ProjectionError
from regalia.projection.history_file import PastReceipts, read_history
from tests.projection.desks import SIX_QUARTERS

USD = Currency("USD", 6)


def history(*amounts: int, first: str = "2020Q1") -> PastReceipts:
    periods = [CollectionPeriod.parse(first)]
    while len(periods) < len(amounts):
        periods.append(periods[-1].next())
    return PastReceipts(tuple(periods), amounts)


def how(method: str, **fields: Any) -> Bootstrap:
    return Bootstrap.model_validate({"history": "history.csv", "method": method} | fields)


def test_levels__each_over_the_average() -> None:
    assert observed_factors(history(50, 150, 100), how("levels"), 4) == [500_000, 1_500_000, 1_000_000]


def test_growth__each_over_the_one_before__none_after_zero() -> None:
    assert observed_factors(history(100, 150, 0, 80, 40), how("growth"), 4) == [1_500_000, 0, 500_000]


def test_seasonal_growth__over_a_year_before() -> None:
    assert observed_factors(history(100, 1, 1, 1, 80, 2), how("seasonal-growth"), 4) == [800_000, 2_000_000]


def test_growth__trend_removed__geometric_mean_is_one() -> None:
    """Halved and then quadrupled: a mean of √2 a period."""
    factors = observed_factors(history(100, 50, 200), how("growth", trend="removed"), 4)
    assert factors == [353_553, 2_828_427]


def test_growth__over_a_gap__left_out() -> None:
    gap = PastReceipts(
        tuple(map(CollectionPeriod.parse, ("2020Q1", "2020Q2", "2021Q1", "2021Q2"))), (100, 110, 200, 100)
    )
    assert observed_factors(gap, how("growth"), 4) == [1_100_000, 500_000]


def test_paths__blocks__are_neighbours_of_the_history_going_round() -> None:
    drawn = paths_down([10**6] * 6, 3, history(1, 2, 3, 4), how("levels", block="3"), 50, 7)
    factors = observed_factors(history(1, 2, 3, 4), how("levels"), 4)
    rounds = {tuple(factors[(i + k) % 4] for k in range(3)) for i in range(4)}
    assert {tuple(path[:3]) for path in drawn.T} == rounds
    assert {tuple(path[3:]) for path in drawn.T} == rounds


def test_paths__growth__multiplied_up_and_cut_at_a_hundredfold() -> None:
    drawn = paths_down([1_000] * 12, 3, history(1, 2, 4), how("growth", block="1"), 1, 7)
    assert drawn[:, 0].tolist() == [min(2_000 * 2**k, 1_000 * LARGEST_FACTOR // 10**6) for k in range(12)]


def test_paths__seasonal_growth__each_quarter_on_its_own_of_last_year() -> None:
    drawn = paths_down([1_000] * 9, 3, history(1, 1, 1, 1, 2, 2), how("seasonal-growth"), 1, 7)
    assert drawn[:, 0].tolist() == [2_000] * 4 + [4_000] * 4 + [8_000]


def test_paths__same_seed__same_paths__another_seed__others() -> None:
    real = read_history(SIX_QUARTERS, USD)
    one, two, other = (paths_down([10**9] * 8, 3, real, how("levels"), 20, seed) for seed in (1, 1, 2))
    assert (one == two).all() and (one != other).any()


def test_paths__fewer_paths__not_more_random_numbers_but_whole_ones() -> None:
    drawn = paths_down([10**9] * 4, 3, history(3, 7), how("levels"), 5, 1)
    assert all(isinstance(amount, int) for amount in drawn.ravel())


@pytest.mark.parametrize(
    ("method", "amounts", "rule"),
    [
        ("seasonal-growth", (1, 2, 3, 4, 5), "1 such observations, it needs 2"),
        ("levels", (0, 0), "0 such observations"),
    ],
)
def test_history__with_too_little_to_draw_from__refused(method: str, amounts: tuple[int, ...], rule: str) -> None:
    with pytest.raises(ProjectionError, match=rule):
        observed_factors(history(*amounts), how(method), 4)


def test_history__of_other_periods_than_the_deal__refused() -> None:
    with pytest.raises(ProjectionError, match="has periods of 3 months, the deal's have 1"):
        paths_down([1], 1, history(1, 2), how("levels"), 1, 1)


# reading a history


def test_read_history__printed_receipts__all_six_quarters() -> None:
    read = read_history(SIX_QUARTERS, USD)
    assert [str(period) for period in read.periods] == ["2023Q4", "2024Q1", "2024Q2", "2024Q3", "2024Q4", "2025Q1"]
    assert read.amounts[0] == 288_427 * 10**6


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("attributed_to,received\n", "no row after the header"),
        ("attributed_to,other\n2024Q1,1\n", "row 2: received is missing"),
        ("attributed_to,received\n2024Q5,1\n", "row 2, attributed_to: no collection period"),
        ("attributed_to,received\n2024Q1,abc\n", "row 2, received: 'abc' is not a plain number"),
        ("attributed_to,received\n2024Q1,-1\n", "row 2, received: -1 is negative"),
        ("attributed_to,received\n2024Q2,1\n2024Q1,1\n", "2024Q1 after 2024Q2"),
        ("attributed_to,received\n2024Q1,1\n2024M04,1\n", "periods of one length"),
    ],
)
def test_read_history__bad_row__refused_with_row_field_and_rule(tmp_path: Path, text: str, rule: str) -> None:
    path = tmp_path / "history.csv"
    path.write_text(text)
    with pytest.raises(ProjectionError, match=rule):
        read_history(path, USD)


def test_read_history__no_such_file__refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectionError, match="can't be read"):
        read_history(tmp_path / "missing.csv", USD)
