# SPDX-License-Identifier: Apache-2.0
"""The three special plans on invented receipts: the shortfall make-up, rights lost, a make-up that stays away, one repayment."""

from __future__ import annotations

import pytest

from tests.deals import History, run_deal

YUAN = 100
MILLION = 1_000_000 * YUAN


@pytest.fixture(scope="module")
def wenke() -> History:
    return run_deal("wenke-1")


@pytest.fixture(scope="module")
def guangzhou() -> History:
    return run_deal("guangzhou-patent-2019")


@pytest.fixture(scope="module")
def nanshan() -> History:
    return run_deal("nanshan-5")


def test_wenke__receipts_short__make_up_pays_what_is_missing_and_the_table_holds(wenke: History) -> None:
    asked = {row.attributed_to: amounts[0] for row, amounts in zip(wenke.rows, wenke.asked, strict=True)}
    # 464,000,000 + 58,000,000 outstanding, 91 days of 366/365: interest and principal less what came in after costs
    assert asked["2020Q1"] == 522 * MILLION * 47 * 91 // (1_000 * 365) + 58 * MILLION - (60 * MILLION - 150_000 * YUAN)
    assert [period for period, amount in asked.items() if amount] == ["2020Q1", "2020Q2"]
    assert [wenke.on(period).state.balance[0] // MILLION for period in asked][:6] == [638, 580, 522, 464, 406, 348]


def test_wenke__receipts_over__make_up_is_paid_back_before_the_junior_class(wenke: History) -> None:
    owed = wenke.on("2020Q2").state.drawn[0]
    assert wenke.paid("2020Q3", "repay-make-up") == owed - wenke.on("2020Q3").state.drawn[0] > 0
    assert wenke.on("2020Q3").state.drawn[0] > 0
    assert wenke.paid("2020Q3", "residual") == 0


def test_wenke__a_fifth_of_the_rights_lost__turbo_for_good(wenke: History) -> None:
    facts = [paid.facts.facts[0] for paid in wenke.dates]
    assert facts[-3:] == [125_000, 200_000, 180_000]
    assert wenke.flags("2020Q3") == set()
    assert wenke.flags("2020Q4") == wenke.flags("2021Q1") == {"rights-lost"}
    assert wenke.paid("2021Q1", "senior-turbo") > 0
    assert wenke.paid("2021Q1", "residual") == 0


def test_guangzhou__make_up_stays_away__event_of_default_on_that_date(guangzhou: History) -> None:
    assert [paid.accelerated for paid in guangzhou.dates] == [False] * 6 + [True] * 2
    assert guangzhou.on("2021Q2").state.active == (True,)
    assert guangzhou.asked[guangzhou.index("2021Q2")] == (0,)


def test_guangzhou__accelerated__all_that_is_left_repays_the_senior_class(guangzhou: History) -> None:
    accelerated = guangzhou.on("2021Q2")
    received = accelerated.report.received
    fees, interest = guangzhou.paid("2021Q2", "fees"), guangzhou.paid("2021Q2", "senior-interest")
    assert guangzhou.paid("2021Q2", "senior-turbo") == received - fees - interest > 0
    assert accelerated.records[-1].paid == 0


def test_guangzhou__twenty_quarters__five_per_cent_each(guangzhou: History) -> None:
    assert {guangzhou.paid(row.attributed_to, "senior-principal") for row in guangzhou.rows[:6]} == {
        1_425 * MILLION // 100
    }


def test_nanshan__until_the_year_is_over__kept_and_nothing_to_the_junior_class(nanshan: History) -> None:
    kept = [paid.state.account[0] for paid in nanshan.dates]
    assert 0 < kept[0] < kept[1] < kept[2]
    assert kept[3] == 0
    assert all(paid.records[-1].paid == 0 for paid in nanshan.dates)
    assert [paid.state.balance[0] for paid in nanshan.dates] == [1_957 * MILLION // 10] * 3 + [0]


def test_nanshan__last_date__what_was_kept_what_came_in_and_the_make_up_repay_all(nanshan: History) -> None:
    last, kept = nanshan.dates[-1], nanshan.dates[-2].state.account[0]
    costs, interest = nanshan.paid("2023Q1", "fees"), nanshan.paid("2023Q1", "senior-interest")
    assert nanshan.asked[-1] == (costs + interest + 1_957 * MILLION // 10 - kept - last.report.received,)
    assert nanshan.asked[:3] == ((0,), (0,), (0,))
