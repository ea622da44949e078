# SPDX-License-Identifier: Apache-2.0
"""AzaSite 2008 to 2014 on receipts solved back: printed balances and accrued interest come out, the shortfall, the default."""

from __future__ import annotations

from datetime import date

import pytest

from regalia.domain.accrual import interest_down
from regalia.domain.calendar import DayCount, days_between
from regalia.domain.history import PaymentDate
from tests.deals import History, published, run_deal

DOLLAR = 10**6
THOUSAND = 1_000 * DOLLAR
QUARTER_ENDS = {
    date(2011, 12, 31): "2011Q3",
    date(2012, 12, 31): "2012Q3",
    date(2013, 9, 30): "2013Q2",
    date(2013, 12, 31): "2013Q3",
    date(2014, 3, 31): "2013Q4",
}
"""A balance sheet date and the collection period paid last before it."""


@pytest.fixture(scope="module")
def azasite() -> History:
    return run_deal("azasite")


def principal(paid: PaymentDate) -> int:
    return paid.state.balance[0]


def rounded(amount: int, to: int) -> int:
    """To the nearest multiple, as statements print."""
    return (amount + to // 2) // to * to


def accrued(history: History, day: date) -> int:
    """What a balance sheet of that day shows: arrears, and interest since the last payment date on all that is owed."""
    last = history.on(QUARTER_ENDS[day])
    paid_on = history.program.schedule.payment_date(last.report.period)
    owed = principal(last) + last.state.arrears[0]
    days = days_between(DayCount.THIRTY_E_360, paid_on, day)
    return last.state.arrears[0] + interest_down(owed, 160_000 * days, DayCount.THIRTY_E_360)


@pytest.mark.parametrize("day", ["2012-12-31", "2013-12-31", "2014-03-31"])
def test_principal__printed_to_the_thousand__comes_out(azasite: History, day: str) -> None:
    last = azasite.on(QUARTER_ENDS[date.fromisoformat(day)])
    assert principal(last) == published("azasite")["principal"][day] * DOLLAR


@pytest.mark.parametrize(("day", "parts"), [("2011-12-31", (52_300, 6_300)), ("2013-09-30", (41_300, 2_800))])
def test_principal__printed_in_two_parts_to_the_hundred_thousand__comes_out(
    azasite: History, day: str, parts: tuple[int, int]
) -> None:
    printed = published("azasite")["principal"][day]
    assert [f"{part // 1000}.{part // 100 % 10}m" in printed for part in parts] == [True, True]
    last = azasite.on(QUARTER_ENDS[date.fromisoformat(day)])
    assert rounded(principal(last), 100 * THOUSAND) == sum(parts) * THOUSAND


@pytest.mark.parametrize("day", ["2012-12-31", "2013-12-31", "2014-03-31"])
def test_accrued_interest__printed_to_the_thousand__comes_out(azasite: History, day: str) -> None:
    printed = published("azasite")["accrued_interest"][day]
    assert rounded(accrued(azasite, date.fromisoformat(day)), THOUSAND) == printed * DOLLAR


def test_reserve__five_million__used_up_by_the_first_years_and_not_filled_again(azasite: History) -> None:
    left = [paid.state.account[0] // THOUSAND for paid in azasite.dates]
    assert left[:11] == [4_000, 3_100, 2_300, 1_700, 1_200, 800, 500, 300, 150, 50, 0]
    assert set(left[11:]) == {0}
    assert sum(record.drawn for paid in azasite.dates for record in paid.records) == 5_000 * THOUSAND


def test_first_interest__from_closing_to_may_2008__eighty_four_days(azasite: History) -> None:
    assert azasite.paid("2008Q1", "interest") == 2_240 * THOUSAND  # 60,000,000 × 16% × 84/360


def test_shortfall__february_2014__arrears_of_one_date_and_no_default(azasite: History) -> None:
    before, missed = azasite.on("2013Q3"), azasite.on("2013Q4")
    assert before.state.arrears == (0,)
    assert missed.records[1].due == 1_651_240 * DOLLAR
    assert (missed.state.arrears, missed.state.age) == ((1_632_700 * DOLLAR,), (1,))
    assert "unpaid" not in azasite.active("2013Q4")


def test_default__still_unpaid_in_may_2014__steers_from_the_date_after(azasite: History) -> None:
    may, august = azasite.on("2014Q1"), azasite.on("2014Q2")
    assert azasite.program.schedule.payment_date(may.report.period) == date(2014, 5, 15)
    assert (may.state.age, may.accelerated, azasite.active("2014Q1")) == ((2,), False, {"unpaid"})
    assert august.accelerated
    assert [step.label for step in august.steps] == ["expenses", "reserve", "interest", "turbo", "residual"]


def test_arrears__bear_the_coupon(azasite: History) -> None:
    # a quarter of 16% on 41,281,000 and on 1,632,700 of arrears, which are due too
    assert azasite.on("2014Q1").records[1].due == (1_632_700 * DOLLAR) + (41_281_000 + 1_632_700) * DOLLAR * 4 // 100


def test_minimum_royalties__year_to_september_2012__missed(azasite: History) -> None:
    received = sum(paid.report.received for paid in azasite.dates[15:19])
    assert [row.attributed_to for row in azasite.rows[15:19]] == ["2011Q4", "2012Q1", "2012Q2", "2012Q3"]
    assert received < published("azasite")["minimum_royalties"]["FY Sep-2012"] * DOLLAR
    assert azasite.flags("2012Q2") == set() and azasite.flags("2012Q3") == {"minimum-missed"}


def test_parent__gets_nothing_while_notes_are_outstanding(azasite: History) -> None:
    assert all(paid.records[-1].paid == 0 for paid in azasite.dates)
