# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regalia.statements.amounts import parse_amount
from regalia.statements.model import ONE, decimal_of


@pytest.mark.parametrize(
    ("text", "options", "amount"),
    [
        ("12.5", {}, 12_500_000_000_000),
        ("0", {}, 0),
        ("007.10", {}, 7_100_000_000_000),
        (".5", {}, 500_000_000_000),
        ("0.000000000001", {}, 1),
        ("0.0000000000010", {}, 1),
        ("999999999999999999.999999999999", {}, 10**30 - 1),
        ("12,5", {"decimal_comma": True}, 12_500_000_000_000),
        ("1,234,567.8", {"thousands": ","}, 1_234_567_800_000_000_000),
        ("1.234,5", {"decimal_comma": True, "thousands": "."}, 1_234_500_000_000_000),
        ("1 234", {"thousands": " "}, 1_234 * ONE),
        ("1\u00a0234\u202f567", {"thousands": " "}, 1_234_567 * ONE),
        ("1'234", {"thousands": "'"}, 1_234 * ONE),
        ("1234", {"thousands": ","}, 1_234 * ONE),
        ("-1.5", {"negative": True}, -1_500_000_000_000),
    ],
)
def test_parse__plain_number__exact(text: str, options: dict[str, Any], amount: int) -> None:
    assert parse_amount(text, **options) == amount


@pytest.mark.parametrize(
    ("text", "options", "rule"),
    [
        ("", {}, "is empty"),
        ("  ", {}, "is empty"),
        ("-1", {}, "is negative"),
        ("-0", {}, "is negative"),
        ("1-", {"negative": True}, "minus sign behind"),
        ("−1", {"negative": True}, "another sign for minus"),
        ("(1.00)", {"negative": True}, "in brackets"),
        ("+1", {}, "plus sign"),
        ("1e5", {}, "exponent"),
        ("1.5E-03", {}, "exponent"),
        ("１２", {}, "full-width"),
        ("٣", {}, "full-width"),
        ("²", {}, "full-width"),
        (" 1", {}, "a blank"),
        ("1\n", {}, "a blank"),
        ("5.", {}, "is not a number"),
        (".", {}, "is not a number"),
        ("1.2.3", {}, "is not a number"),
        ("1,234", {}, "nothing between thousands"),
        ("12,34", {"thousands": ","}, "',' between thousands"),
        ("1,2345", {"thousands": ","}, "',' between thousands"),
        (",123", {"thousands": ","}, "',' between thousands"),
        ("1.5", {"decimal_comma": True}, "','"),
        ("1_000", {}, "is not a number"),
        ("$5", {}, "not a plain number"),
        ("5 USD", {}, "not a plain number"),
        ("50%", {}, "not a plain number"),
        ("=1+1", {}, "not a plain number"),
        ("NaN", {}, "not a plain number"),
        ("0x10", {}, "not a plain number"),
        ("0.1234567890123", {}, "finer than 12 decimals"),
        ("1" * 19, {}, "more than 18 digits"),
        ("1" * 61, {}, "more than 60 characters"),
    ],
)
def test_parse__what_leaves_room_for_doubt__refused_in_words(text: str, options: dict[str, Any], rule: str) -> None:
    with pytest.raises(ValueError, match=r"^(is|has) ") as refusal:
        parse_amount(text, **options)
    assert rule in str(refusal.value)


@pytest.mark.parametrize("thousands", [".", "12", "3", "-"])
def test_parse__impossible_separator__refused(thousands: str) -> None:
    with pytest.raises(ValueError, match="thousands"):
        parse_amount("1", thousands=thousands)


@given(st.decimals(min_value=0, max_value=10**15, places=12))
def test_parse__any_amount__as_decimal_has_it(amount: Decimal) -> None:
    assert parse_amount(f"{amount:f}") == int(amount.scaleb(12))


@given(st.text(alphabet="0123456789.,-+eE() '\u00a0１", max_size=14), st.booleans(), st.sampled_from(["", " ", "'"]))
def test_parse__any_text__a_number_or_a_rule(text: str, comma: bool, thousands: str) -> None:
    try:
        amount = parse_amount(text, decimal_comma=comma, thousands=thousands, negative=True)
    except ValueError as error:
        assert str(error).startswith(("is ", "has "))
    else:
        plain = text.replace("\u00a0", "").replace(" ", "").replace("'", "").replace(",", ".")
        assert amount == int(Decimal(plain).scaleb(12))


@pytest.mark.parametrize(
    ("amount", "shown"), [(-1, "-0.000000000001"), (10**42 + 1, "1000000000000000000000000000000.000000000001")]
)
def test_decimal_of__more_digits_than_a_context_has__all_of_them(amount: int, shown: str) -> None:
    assert f"{decimal_of(amount):f}" == shown
