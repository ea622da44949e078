# SPDX-License-Identifier: Apache-2.0
"""How values are spelled in a deal file: exactly, in the expected way, and never guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.domain.term_sheets import plain_note, problems, terms


@pytest.mark.parametrize("amount", [1.5, "1.5e3", "-1", "", "ten", True, None, [], "1,00"])
def test_amount__not_a_plain_number__refused(amount: Any) -> None:
    assert "tranches[0].balance" in problems(plain_note(tranches__0__balance=amount))


@pytest.mark.parametrize("amount", ["100,000.50", "100000.5", Decimal("100000.5000")])
def test_amount__any_exact_spelling__same_amount(amount: Any) -> None:
    assert terms(tranches__0__balance=amount).tranches[0].balance == Decimal("100000.5")


@pytest.mark.parametrize("rate", [98_750, 0.09875, "9.875", "0.09875", "1.4x", "9.87501%", "100.0001%", "-1%", ""])
def test_rate__without_per_cent_sign_or_too_fine_or_too_large__refused(rate: Any) -> None:
    assert list(problems(plain_note(tranches__0__coupon__rate=rate))) == ["tranches[0].coupon.rate"]


def test_rate__per_cent__ppm() -> None:
    coupon = terms().tranches[0].coupon
    assert coupon is not None and coupon.rate == 98_750


@pytest.mark.parametrize("units", ["1.5", 1.0, "0", 0, "-1", True, "many"])
def test_units__not_a_whole_number_above_zero__refused(units: Any) -> None:
    assert "tranches[0].units" in problems(plain_note(tranches__0__units=units))


@pytest.mark.parametrize(
    "day", ["2024-02-30", "15.1.2024", "2024-1-15", "20240115", 20240115, "1969-12-31", "2024-W01-1", "x"]
)
def test_date__not_iso_or_not_in_the_calendar__refused(day: Any) -> None:
    assert list(problems(plain_note(calendar__closing=day))) == ["calendar.closing"]


def test_date__as_text_or_as_date__same_day() -> None:
    assert terms(calendar__closing=date(2024, 1, 15)) == terms(calendar__closing="2024-01-15")


@pytest.mark.parametrize("period", ["2024M13", "2024-01", "Q1", 2024, ""])
def test_period__not_a_collection_period__refused(period: Any) -> None:
    assert "calendar.first_period" in problems(plain_note(calendar__first_period=period))


@pytest.mark.parametrize("name", ["Senior", "se nior", "-a", "a-", "a--b", "1a", "", "a" * 33, "ä", 5])
def test_id__not_small_letters_digits_hyphens__refused(name: Any) -> None:
    assert "parties[3].id" in problems(plain_note(parties__3__id=name))


@pytest.mark.parametrize("symbol", ["plain", "TWELVE-CHARS", "1A", "", "A B"])
def test_symbol__not_1_to_11_capitals__refused(symbol: str) -> None:
    assert list(problems(plain_note(tranches__0__symbol=symbol))) == ["tranches[0].symbol"]


def test_symbol__11_characters__taken() -> None:
    assert terms(tranches__0__symbol="ELEVEN-CHAR").tranches[0].symbol == "ELEVEN-CHAR"


@pytest.mark.parametrize("flag", ["yes", "True", 1, "on", ""])
def test_flag__not_true_or_false__refused(flag: Any) -> None:
    assert list(problems(plain_note(steps__7__target__set_by_report=flag))) == ["steps[7].target.set_by_report"]


def test_text__spacing_and_unicode_form__normalised() -> None:
    assert terms(name="Caf\u0065\u0301\n  note").name == "Caf\u00e9 note"


@pytest.mark.parametrize("text", ["", "  ", "a\x00b", "x" * 4001, 5, "a\u202eb"])
def test_text__empty_or_unprintable_or_endless__refused(text: Any) -> None:
    assert list(problems(plain_note(name=text))) == ["name"]


@pytest.mark.parametrize("code", ["usd", "US", "DOLLAR", "U$D"])
def test_currency_code__not_3_to_5_capitals__refused(code: str) -> None:
    assert list(problems(plain_note(currency__code=code))) == ["currency.code"]
