# SPDX-License-Identifier: Apache-2.0
"""What scenarios do to receipts, by figures worked out on paper."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from regalia.projection.assumptions import Change
from regalia.projection.changes import changed_down, reduced_down
from regalia.projection.errors import ProjectionError
from tests.domain.small_deals import QUARTERLY

LEVEL = [1_000] * 6
"""Of 2024Q1 to 2025Q2."""


def change(amounts: list[int], **fields: Any) -> list[int]:
    return changed_down(amounts, 1, QUARTERLY, (TypeAdapter(Change).validate_python(fields),))


def test_decay__19_per_cent_a_year__nine_tenths_after_two_quarters_rounded_down() -> None:
    """0.81 a year is 0.9 in half a year; its root in a quarter, 948.68."""
    assert change(LEVEL, kind="decay", rate="19%") == [1_000, 948, 900, 853, 810, 768]


def test_decay__since_a_period__begins_there() -> None:
    assert change(LEVEL, kind="decay", rate="19%", since="2024Q4") == [1_000, 1_000, 1_000, 1_000, 948, 900]


def test_decay__of_everything__nothing_after_the_first() -> None:
    assert change(LEVEL, kind="decay", rate="100%") == [1_000, 0, 0, 0, 0, 0]


def test_growth__21_per_cent_a_year__eleven_tenths_after_two_quarters() -> None:
    assert change(LEVEL, kind="growth", rate="21%") == [1_000, 1_048, 1_100, 1_153, 1_210, 1_269]


def test_decay__amount_of_29_digits__exact_to_the_unit() -> None:
    amounts = [2**96 - 1] * 5
    assert change(amounts, kind="decay", rate="50%")[4] == (2**96 - 1) // 2


def test_delay__two_periods__the_last_two_fall_off() -> None:
    assert change([1, 2, 3, 4, 5, 6], kind="delay", periods="2") == [0, 0, 1, 2, 3, 4]
    assert change([1, 2, 3, 4, 5, 6], kind="delay", periods="2", since="2024Q3") == [1, 2, 0, 0, 3, 4]
    assert change([1, 2, 3], kind="delay", periods="9") == [0, 0, 0]


def test_loss_and_shock__a_third__for_good_and_for_a_while() -> None:
    third = "33.3333%"
    assert change(LEVEL, kind="loss", share=third, since="2024Q2", of="a song") == [1_000, 666, 666, 666, 666, 666]
    assert change(LEVEL, kind="shock", share=third, since="2024Q2", periods="2") == [
        1_000,
        666,
        666,
        1_000,
        1_000,
        1_000,
    ]


def test_changes__in_another_order__another_result() -> None:
    decay, delay = ({"kind": "decay", "rate": "19%"}, {"kind": "delay", "periods": "1"})
    read = TypeAdapter(tuple[Change, ...]).validate_python
    assert changed_down(LEVEL[:3], 1, QUARTERLY, read((decay, delay))) == [0, 1_000, 948]
    assert changed_down(LEVEL[:3], 1, QUARTERLY, read((delay, decay))) == [0, 948, 900]


def test_reduced__by_a_share__rounded_down() -> None:
    assert reduced_down([999, 1], 500_000) == [499, 0]


def test_since__after_the_periods_projected__nothing_changes() -> None:
    assert change(LEVEL, kind="loss", share="50%", since="2025Q3") == LEVEL


@pytest.mark.parametrize(
    ("since", "rule"),
    [("2023Q4", "2023Q4 is before 2024Q1, the first period projected"), ("2024M01", "has 1 months")],
)
def test_since__before_the_periods_projected_or_of_another_length__refused(since: str, rule: str) -> None:
    with pytest.raises(ProjectionError, match=rule):
        change(LEVEL, kind="loss", share="1%", since=since)
