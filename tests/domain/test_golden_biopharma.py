# SPDX-License-Identifier: Apache-2.0
"""BioPharma 2000 to 2006 on falling receipts: the printed order of breaches, rapid amortisation, the guarantor, senior whole."""

from __future__ import annotations

from datetime import date

import pytest

from tests.deals import History, run_deal

DOLLAR = 10**6


@pytest.fixture(scope="module")
def biopharma() -> History:
    return run_deal("biopharma")


def first(history: History, trigger: str) -> str:
    """The period in which a trigger was active first."""
    return next(row.attributed_to for row in history.rows if trigger in history.active(row.attributed_to))


def periods(history: History, start: str, end: str) -> list[str]:
    names = [row.attributed_to for row in history.rows]
    return names[names.index(start) : names.index(end) + 1]


def test_covenants__first_breaches__in_the_printed_quarters(biopharma: History) -> None:
    assert first(biopharma, "mezzanine-covenant") == "2001Q4"
    assert first(biopharma, "senior-covenant") == "2002Q1"
    assert first(biopharma, "three-strikes") == "2002Q3"


def test_two_strikes__not_yet_rapid(biopharma: History) -> None:
    assert biopharma.flags("2002Q2") == {"mezzanine-covenant", "senior-covenant"}
    assert biopharma.paid("2002Q2", "senior-principal") == 2_500_000 * DOLLAR
    assert biopharma.paid("2002Q2", "senior-turbo") == 0
    assert biopharma.asked[biopharma.index("2002Q2")] == (0,)


def test_third_strike__all_that_is_left_repays_the_senior_class(biopharma: History) -> None:
    # 4,800,000 less fees of 10,000 and 1%, less 2% on 37,150,000
    assert biopharma.on("2002Q2").state.balance[0] == 37_150_000 * DOLLAR
    assert biopharma.paid("2002Q3", "senior-turbo") == (4_800_000 - 10_000 - 48_000 - 743_000) * DOLLAR
    assert biopharma.paid("2002Q3", "senior-principal") == 0


def test_rapid__latched__although_coverage_of_interest_alone_is_high(biopharma: History) -> None:
    assert biopharma.active("2002Q4") == {"three-strikes"}
    assert all("rapid" in biopharma.flags(period) for period in periods(biopharma, "2002Q3", "2006Q2"))


def test_mezzanine__while_the_senior_class_is_outstanding__paid_by_the_guarantor_alone(biopharma: History) -> None:
    for period in periods(biopharma, "2002Q3", "2004Q4"):
        paid, before = biopharma.on(period), biopharma.dates[biopharma.index(period) - 1].state.balance[1]
        interest, principal = before * 25 // 1000, 1_000_000 * DOLLAR
        drawn = {step.label: record.drawn for step, record in zip(paid.steps, paid.records, strict=True)}
        assert drawn["mezzanine-interest-rapid"] == biopharma.paid(period, "mezzanine-interest-rapid") == interest
        assert drawn["mezzanine-principal"] == biopharma.paid(period, "mezzanine-principal") == principal
        assert biopharma.asked[biopharma.index(period)] == (interest + principal,)


def test_senior__repaid_with_the_report_of_2005q1(biopharma: History) -> None:
    assert biopharma.on("2004Q4").state.balance[0] > 0
    assert biopharma.on("2005Q1").state.balance[0] == 0
    assert not any(paid.state.arrears[0] for paid in biopharma.dates)


def test_guarantor__after_the_senior_class__repaid_before_equity(biopharma: History) -> None:
    called = biopharma.dates[-1].state.called[0]
    repaid = sum(biopharma.paid(row.attributed_to, "repay-guarantor") for row in biopharma.rows)
    assert sum(asked for (asked,) in biopharma.asked) == called == 12_875_000 * DOLLAR
    assert 0 < repaid == called - biopharma.dates[-1].state.drawn[0]
    assert all(biopharma.paid(period, "residual") == 0 for period in periods(biopharma, "2002Q3", "2006Q2"))


def test_legal_final__july_2006__both_classes_whole(biopharma: History) -> None:
    last = biopharma.dates[-1]
    assert biopharma.program.schedule.payment_date(last.report.period) == date(2006, 7, 15)
    assert (last.state.balance, last.state.arrears) == ((0, 0, 0), (0, 0, 0))
