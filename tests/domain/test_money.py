# SPDX-License-Identifier: Apache-2.0
"""Amounts and rates are taken exactly or refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regalia.domain.money import Currency, MoneyError, exact_decimal, format_rate, format_ratio, rate_to_ppm
from regalia.errors import RegaliaError

USD = Currency("USD", 6)
YEN = Currency("JPY", 0)


@pytest.mark.parametrize(
    ("amount", "units"),
    [
        ("0", 0),
        ("0.000001", 1),
        ("1234.56", 1_234_560_000),
        ("1,234.56", 1_234_560_000),
        ("1,234,567", 1_234_567_000_000),
        (" 12 ", 12_000_000),
        ("-3.5", -3_500_000),
        ("1.50000000000", 1_500_000),
        (Decimal("1E+3"), 1_000_000_000),
        (Decimal("79228162514264337593543.950335"), 2**96 - 1),
        (Decimal("0E+999999"), 0),
        (7, 7_000_000),
    ],
)
def test_to_units__exact_amount__units(amount: Decimal | str | int, units: int) -> None:
    assert USD.to_units(amount) == units


@pytest.mark.parametrize(
    "amount",
    ["", ".", "1.", ".5", "1e3", "1_000", "1,00", "12,34.5", "1,2345", "NaN", "Infinity", "0x10", "١", "--1", "1" * 61],
)
def test_to_units__text_that_is_no_plain_number__refused(amount: str) -> None:
    with pytest.raises(MoneyError):
        USD.to_units(amount)


@pytest.mark.parametrize(
    "amount", [1.5, True, None, b"1", Decimal("NaN"), Decimal("-Infinity"), Decimal("1E+60"), 10**60]
)
def test_to_units__another_type_or_out_of_range__refused(amount: Any) -> None:
    with pytest.raises(MoneyError):
        USD.to_units(amount)


def test_to_units__more_decimals_than_currency__refused_naming_both() -> None:
    with pytest.raises(MoneyError, match=r"1\.0000001 has too many decimals: USD has 6 decimals"):
        USD.to_units("1.0000001")
    with pytest.raises(MoneyError, match="JPY has 0 decimals"):
        YEN.to_units("0.5")


def test_money_error__caught_as_value_error_and_as_regalia_error() -> None:
    assert issubclass(MoneyError, ValueError) and issubclass(MoneyError, RegaliaError)


@given(st.integers(-(2**96), 2**96))
def test_to_decimal__any_units__comes_back(units: int) -> None:
    assert USD.to_units(USD.to_decimal(units)) == units
    assert USD.to_units(USD.format(units)) == units


def test_to_decimal__29_digits__no_digit_lost() -> None:
    assert str(USD.to_decimal(2**96 - 1)) == "79228162514264337593543.950335"


@pytest.mark.parametrize(
    ("units", "text"),
    [
        (0, "0.00"),
        (1, "0.000001"),
        (1_500_000, "1.50"),
        (1_234_560_000, "1,234.56"),
        (1_234_567_000, "1,234.567"),
        (1_000_000_000_000, "1,000,000.00"),
        (-1_234_560_000, "-1,234.56"),
    ],
)
def test_format__six_decimals__two_shown_unless_more_needed(units: int, text: str) -> None:
    assert USD.format(units) == text


def test_format__currency_with_fewer_than_two_decimals__only_those() -> None:
    assert YEN.format(1234567) == "1,234,567"
    assert Currency("MGA", 1).format(12345) == "1,234.5"


@pytest.mark.parametrize(
    ("rate", "ppm"),
    [
        ("9.875%", 98_750),
        ("0.0001%", 1),
        ("100%", 1_000_000),
        ("9.875 %", 98_750),
        ("1.40x", 1_400_000),
        ("0.09875", 98_750),
        (Decimal("0.09875"), 98_750),
        ("429,496.7295%", 2**32 - 1),
    ],
)
def test_rate_to_ppm__exact_rate__ppm(rate: str | Decimal, ppm: int) -> None:
    assert rate_to_ppm(rate) == ppm


@pytest.mark.parametrize(
    "rate", ["0.00001%", "0.0000001", "1.4000001x", "-1%", "429496.7296%", "%", "x", "5%%", 0.05, 5]
)
def test_rate_to_ppm__finer_than_a_ppm_or_no_rate__refused(rate: Any) -> None:
    with pytest.raises(MoneyError):
        rate_to_ppm(rate)


@given(st.integers(0, 2**32 - 1))
def test_format_rate__any_ppm__comes_back(ppm: int) -> None:
    assert rate_to_ppm(format_rate(ppm)) == ppm
    assert rate_to_ppm(format_ratio(ppm)) == ppm


def test_format_rate__no_superfluous_zeros() -> None:
    assert (format_rate(98_750), format_rate(100_000), format_ratio(1_400_000)) == ("9.875%", "10%", "1.4x")


def test_exact_decimal__float__refused_by_name() -> None:
    with pytest.raises(MoneyError, match="float"):
        exact_decimal(9.875)  # type: ignore[arg-type]
