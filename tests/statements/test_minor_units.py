# SPDX-License-Identifier: Apache-2.0
"""What a bank books: whole minor units of a currency, by ISO 4217."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regalia.statements.minor_units import MINOR_UNITS, as_booked, minor_unit
from regalia.statements.model import ONE

CENT = ONE // 100


@pytest.mark.parametrize(
    ("currency", "digits"),
    [("USD", 2), ("EUR", 2), ("CNY", 2), ("JPY", 0), ("KRW", 0), ("XPF", 0), ("KWD", 3), ("TND", 3), ("CLF", 4)],
)
def test_minor_unit__of_a_currency__as_iso_4217_has_it(currency: str, digits: int) -> None:
    assert minor_unit(currency) == ONE // 10**digits


def test_minor_units__every_entry__a_code_that_has_not_two_digits() -> None:
    assert all(code.isascii() and code.isalpha() and code.isupper() and len(code) == 3 for code in MINOR_UNITS)
    assert set(MINOR_UNITS.values()) == {0, 3, 4}


@pytest.mark.parametrize(
    ("amount", "currency", "booked"),
    [
        (123_456_789_000_000, "USD", {12_345 * CENT, 12_346 * CENT, 123_456_789_000_000}),
        (123_450_000_000_000, "USD", {12_345 * CENT}),
        (123_450_000_000_000, "JPY", {123 * ONE, 124 * ONE, 123_450_000_000_000}),
        (123_450_000_000_000, "KWD", {123_450 * ONE // 1000}),
        (1, "USD", {0, 1, CENT}),
        (-1, "USD", {-CENT, -1, 0}),
    ],
)
def test_as_booked__amount__itself_and_rounded_either_way(amount: int, currency: str, booked: set[int]) -> None:
    assert set(as_booked(amount, currency)) == booked


@given(st.integers(-(10**20), 10**20), st.sampled_from(["USD", "JPY", "BHD"]))
def test_as_booked__anything__less_than_a_minor_unit_away(amount: int, currency: str) -> None:
    unit, booked = minor_unit(currency), as_booked(amount, currency)
    assert all(abs(each - amount) < unit and (each == amount or each % unit == 0) for each in booked)
    assert len(booked) == (3 if amount % unit else 1)
