# SPDX-License-Identifier: Apache-2.0
"""Dates, periods, money, lists and lines, as each language writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from regalia.domain.calendar import CollectionPeriod
from regalia.domain.money import Currency
from regalia.explain.chinese import CHINESE
from regalia.explain.english import ENGLISH
from regalia.explain.language import joined
from regalia.explain.wrap import columns, wrapped

USDC = Currency("USDC", 6)


def test_date__each_language__its_own_form() -> None:
    day = date(2024, 3, 5)
    assert ENGLISH.date(day) == "5 March 2024"
    assert CHINESE.date(day) == "2024年3月5日"


@pytest.mark.parametrize(
    ("period", "chinese"),
    [
        ("2024M07", "2024年07月"),
        ("2024Q3", "2024年第3季度"),
        ("2024H1", "2024年上半年"),
        ("2024H2", "2024年下半年"),
        ("2024", "2024年"),
    ],
)
def test_period__each_length__as_the_file_has_it_in_english(period: str, chinese: str) -> None:
    assert ENGLISH.period(CollectionPeriod.parse(period)) == period
    assert CHINESE.period(CollectionPeriod.parse(period)) == chinese


def test_money__known_and_unknown_currencies__grouped_and_exact() -> None:
    amount = Decimal("1234567.000001")
    assert ENGLISH.money(amount, USDC) == "USDC 1,234,567.000001"
    assert CHINESE.money(amount, USDC) == "1,234,567.000001 USDC"
    assert CHINESE.money(Decimal(5), Currency("CNY", 2)) == "5.00 元人民币"


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [
        (1, "(a)", "（一）"),
        (10, "(j)", "（十）"),
        (12, "(l)", "（十二）"),
        (26, "(z)", "（二十六）"),
        (27, "(aa)", "（二十七）"),
        (40, "(nn)", "（四十）"),
    ],
)
def test_number__up_to_as_many_steps_as_a_list_may_have__as_prospectuses_count(
    number: int, english: str, chinese: str
) -> None:
    assert (ENGLISH.number(number), CHINESE.number(number)) == (english, chinese)


@pytest.mark.parametrize("names", [[], ["A"], ["A", "B"], ["A", "B", "C"]])
def test_lists__any_length__read_as_a_phrase(names: list[str]) -> None:
    english = {0: "", 1: "A", 2: "A and B", 3: "A, B and C"}[len(names)]
    chinese = {0: "", 1: "A", 2: "A 及 B", 3: "A、B 及 C"}[len(names)]
    assert (ENGLISH.all_of(names), CHINESE.all_of(names)) == (english, chinese)


def test_joined__chinese_beside_latin__one_space_at_the_seam_only() -> None:
    assert joined(["向", "Trustee", "支付", "5%", "，余额"]) == "向 Trustee 支付 5%，余额"
    assert joined(["向", "受托人A", "支付"]) == "向受托人A 支付"
    assert joined(["（", "ACT/360", "）"]) == "（ACT/360）"


@pytest.mark.parametrize("width", [20, 24, 31, 60])
def test_wrapped__both_scripts__fits_and_loses_nothing(width: int) -> None:
    text = "每个支付日，可分配资金按以下顺序支付：to the Trustee, USD 2,500.00 (fixed); mezzanine-interest；结转至下一支付日。"
    lines = wrapped(text, width)
    assert all(columns(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_wrapped__a_number__stays_with_what_precedes_it() -> None:
    assert wrapped("pay at most USD 2,500.00", 16) == ["pay at most", "USD 2,500.00"]


def test_wrapped__a_number_and_its_currency_wider_than_the_line__part_before_digits_do() -> None:
    assert wrapped("paid USD 7,304,046.59375", 16) == ["paid USD", "7,304,046.59375"]


def test_wrapped__punctuation__never_begins_a_line() -> None:
    assert wrapped("一二三四五，六", 10) == ["一二三四", "五，六"]


def test_wrapped__a_word_wider_than_the_line__is_cut() -> None:
    assert wrapped("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]
