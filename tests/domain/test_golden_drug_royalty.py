# SPDX-License-Identifier: Apache-2.0
"""Drug Royalty III on receipts and pool values that trip the sales test, then overcollateralisation, and cure each."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.deals import History, published, run_deal

DOLLAR = 10**6
MILLION = 1_000_000 * DOLLAR


@pytest.fixture(scope="module")
def drug_royalty() -> History:
    return run_deal("drug-royalty-iii")


def test_first_date__printed_pool_value__no_test_is_breached(drug_royalty: History) -> None:
    printed = published("drug-royalty-iii")["series"][0]
    first = drug_royalty.dates[0]
    assert first.facts.facts == (printed["dav"] * DOLLAR,)
    assert sum(drug_royalty.terms.money.to_units(t.balance) for t in drug_royalty.terms.tranches) == 266 * MILLION
    assert drug_royalty.active("2017Q2") == set()


def test_scheduled__in_proportion__of_116_75_and_75(drug_royalty: History) -> None:
    paid = [drug_royalty.paid("2017Q2", f"scheduled.series-{s}") for s in ("2016-1", "2017-1-a1", "2017-1-a2")]
    assert paid == [2_900_000 * DOLLAR, 1_875_000 * DOLLAR, 1_875_000 * DOLLAR]  # 2.5% of 266,000,000


def share_of_forecast(history: History, period: str) -> Fraction:
    """Received over forecast, of that period and the three before."""
    last = history.index(period) + 1
    expected = {str(entry.period): history.terms.money.to_units(entry.amount) for entry in history.terms.forecast}
    rows = history.rows[last - 4 : last]
    return Fraction(sum(row.received for row in rows), sum(expected[row.attributed_to] for row in rows))


def test_sales__trailing_four_more_than_15_per_cent_short__turbo(drug_royalty: History) -> None:
    assert share_of_forecast(drug_royalty, "2018Q3") == Fraction(86, 94)
    assert share_of_forecast(drug_royalty, "2018Q4") == Fraction(79, 93) < Fraction(85, 100)
    assert drug_royalty.flags("2018Q3") == set()
    assert (drug_royalty.flags("2018Q4"), drug_royalty.active("2018Q4")) == ({"turbo"}, {"sales"})
    assert drug_royalty.paid("2018Q4", "residual") == 0


def test_turbo__in_proportion__shares_stay_and_nothing_is_lost(drug_royalty: History) -> None:
    balance = drug_royalty.on("2018Q4").state.balance
    assert abs(balance[0] * 75 - balance[1] * 116) < 116 and abs(balance[1] - balance[2]) <= 1
    paid = sum(
        drug_royalty.paid("2018Q4", step.label) for step in drug_royalty.program.steps if ".series" in step.label
    )
    assert sum(drug_royalty.on("2018Q3").state.balance) - sum(balance) == paid


def test_sales__90_per_cent_again__cured_and_the_owners_are_paid(drug_royalty: History) -> None:
    assert share_of_forecast(drug_royalty, "2019Q3") == Fraction(81, 90)
    assert drug_royalty.flags("2019Q2") == {"turbo"}
    assert drug_royalty.flags("2019Q3") == set()
    assert drug_royalty.paid("2019Q3", "residual") > 0


def test_pool_value__below_135_per_cent_of_the_notes__turbo_until_back(drug_royalty: History) -> None:
    balance = sum(drug_royalty.on("2019Q3").state.balance)
    assert drug_royalty.on("2019Q4").facts.facts[0] * 100 < 135 * balance
    assert drug_royalty.active("2019Q4") == {"overcollateralised"}
    assert drug_royalty.active("2020Q1") == set()


def test_reserve__six_months_of_interest(drug_royalty: History) -> None:
    # found after interest and before principal of the same date
    before = sum(drug_royalty.on("2019Q4").state.balance)
    assert drug_royalty.on("2020Q1").state.account[0] == -(-before * 2 // 100)
