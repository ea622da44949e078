# SPDX-License-Identifier: Apache-2.0
"""Exact division and comparison of products that don't fit 64 bits."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from regalia.projection.batch.integers import divided, less, share_up, times_over_up

AMOUNTS = st.lists(st.integers(0, 2**53 - 1), min_size=1, max_size=8)
NUMBERS = st.integers(0, 2**32 - 1)


def array(values: list[int]) -> np.ndarray:  # type: ignore[type-arg]
    return np.array(values, np.int64)


@given(AMOUNTS, st.integers(0, 2**36), st.integers(28, 36))
def test_divided__any_amount_by_a_rate__quotient_and_remainder_as_python_has_them(
    a: list[int], b: int, bits: int
) -> None:
    c = 365 * 10**6 * 2 ** (bits - 28)
    quotient, remainder = divided(array(a), b, c)
    assert [*zip(quotient.tolist(), remainder.tolist(), strict=True)] == [divmod(x * b, c) for x in a]


@given(st.lists(st.tuples(st.integers(0, 2**53 - 1), st.integers(0, 2**53 - 1), st.integers(1, 2**53 - 1)), min_size=1))
def test_divided__shares_of_a_whole__exact_up_to_the_bound(rows: list[tuple[int, int, int]]) -> None:
    rows = [(a, min(b, c), c) for a, b, c in rows]
    a, b, c = (array([row[i] for row in rows]) for i in range(3))
    quotient, remainder = divided(a, b, c)
    assert [*zip(quotient.tolist(), remainder.tolist(), strict=True)] == [divmod(x * y, z) for x, y, z in rows]


@given(AMOUNTS, NUMBERS)
def test_up__any_amount__rounded_up_and_not_beyond(a: list[int], rate: int) -> None:
    rate %= 10**6 + 1
    assert share_up(array(a), rate).tolist() == [-(-x * rate // 10**6) for x in a]
    assert times_over_up(array(a), rate, 7 * 10**6).tolist() == [-(-x * rate // (7 * 10**6)) for x in a]


@given(st.integers(0, 2**62 - 1), NUMBERS, st.integers(0, 2**62 - 1), NUMBERS)
def test_less__products_of_94_bits__as_python_compares_them(a: int, x: int, b: int, y: int) -> None:
    assert bool(less(array([a]), x, array([b]), y)[0]) == (a * x < b * y)


def test_less__products_that_differ_by_one__told_apart() -> None:
    a, x = 2**61 - 1, 2**32 - 1
    below, above = array([a]), array([a])
    assert not less(below, x, above, x)[0]
    assert less(array([a - 1]), x, above, x)[0]
    assert less(array([3]), 5, array([4]), 4)[0]
