# SPDX-License-Identifier: Apache-2.0
"""The lines of a deal with support, a trap, a default, a call and an end: figures worked out on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from regalia.domain.history import Source
from regalia.ledger.model import DealLedger
from regalia.reports import UnreconciledError, distribution_report
from regalia.reports.account_lines import FacilityLine
from regalia.reports.conclusion import ConclusionReport, conclusion_report
from regalia.reports.distribution import DistributionReport
from regalia.reports.step_lines import HeldBack, StepLine
from regalia.reports.summary import summarise
from regalia.reports.trigger_lines import flags_up
from tests.reports.stories import LINE, MAKE_UP, USD, whole_story

TRAPPED = 9_861_111_112
"""Half of the 19,722.222223 that fees, interest and scheduled principal left of 60,000, rounded up."""
HELD_INTEREST = 5_333_333_333
"""12% of 200,000 for 80 days of 30E/360."""
SENIOR, DEFERRED = 0, 1


def line_of(report: DistributionReport, label: str) -> StepLine:
    return next(line for line in report.steps if line.label == label)


def ended(ledger: DealLedger) -> ConclusionReport:
    report = conclusion_report(ledger)
    assert report is not None
    return report


def test_steps__guard_held_interest_back__due_is_said_and_why(whole: DealLedger) -> None:
    line = line_of(distribution_report(whole, 0), "deferred-interest")
    assert line.held == HeldBack(wanting=(), barring=("trap-50",))
    assert str(line.held) == "held back while trap-50 is up"
    assert (line.record.due, line.record.paid, line.is_shown) == (HELD_INTEREST, 0, True)


def test_steps__guard_held_another_back__no_amounts(whole: DealLedger) -> None:
    line = line_of(distribution_report(whole, 0), "sweep")
    assert str(line.held) == "held back until reserve-short is up"
    assert not line.is_shown


def test_held_back__several_flags_on_both_sides__all_of_them_named() -> None:
    assert str(HeldBack(("a", "b"), ("c", "d"))) == "held back while c and d are up, and until a and b are up"


def test_steps__trap_that_gives_back__is_not_held_back(whole: DealLedger) -> None:
    kept, released = (line_of(distribution_report(whole, i), "trap") for i in (0, 1))
    assert (kept.record.paid, kept.held) == (TRAPPED, None)
    assert (released.record.released, released.held) == (TRAPPED, None)


def test_steps__after_an_event_of_default__those_of_the_list_after_it(whole: DealLedger) -> None:
    reports = [distribution_report(whole, i) for i in range(5)]
    normal, after = ([step.label for step in steps] for steps in (whole.program.steps, whole.program.acceleration))
    assert [[line.label for line in report.steps] for report in reports] == [normal, normal, normal, after, after]
    assert line_of(reports[3], "senior-interest").sources == (
        Source("available funds", 8_800 * USD),
        Source("line", 10_000 * USD),
    )


def test_tranches__interest_held_back__added_to_the_balance(whole: DealLedger) -> None:
    line = distribution_report(whole, 0).tranches[DEFERRED]
    assert (line.accrued, line.interest_paid, line.capitalised) == (HELD_INTEREST, 0, HELD_INTEREST)
    assert (line.opening_balance, line.principal_paid) == (200_000 * USD, 2_000 * USD)
    assert line.closing_balance == 198_000 * USD + HELD_INTEREST
    assert line.closing_arrears == 0


def test_tranches__called_before_the_date__the_call_is_between_opening_and_closing(whole: DealLedger) -> None:
    line = distribution_report(whole, 4).tranches[SENIOR]
    assert (line.opening_balance, line.called_balance, line.principal_paid) == (940_000 * USD, 940_000 * USD, 0)
    assert (line.closing_balance, line.accrued) == (0, 0)


def test_tranches__every_date__foot(whole: DealLedger) -> None:
    reports = [*(distribution_report(whole, i) for i in range(5)), ended(whole)]
    before = [line.opening_balance for line in reports[0].tranches]
    for report in reports:
        for t, line in enumerate(report.tranches):
            assert line.opening_balance == before[t]
            left = line.opening_balance - line.called_balance + line.capitalised - line.principal_paid
            assert left == line.closing_balance
            owed = line.opening_arrears - line.called_arrears + line.accrued
            assert owed == line.interest_due == line.interest_paid + line.capitalised + line.closing_arrears
        before = [line.closing_balance for line in report.tranches]


def test_accounts__trap__kept_and_released_and_named_a_trap(whole: DealLedger) -> None:
    first, second = (distribution_report(whole, i).accounts[1] for i in (0, 1))
    assert (first.kind, first.put_in, first.closing) == ("trap", TRAPPED, TRAPPED)
    assert (second.opening, second.released, second.closing) == (TRAPPED, TRAPPED, 0)


def facility(whole: DealLedger, index: int, which: int) -> FacilityLine:
    report = ended(whole) if index == 5 else distribution_report(whole, index)
    return report.facilities[which]


def test_facilities__parent_paid__drawn_and_owed_without_interest(whole: DealLedger) -> None:
    line = facility(whole, 2, MAKE_UP)
    assert (line.facility, line.provider, line.kind, line.missed) == ("make-up", "parent", "guarantee", False)
    assert (line.opening_cash, line.put_in, line.drawn, line.closing_cash) == (0, 20_000 * USD, 20_000 * USD, 0)
    assert (line.opening_owed, line.interest, line.repaid, line.closing_owed) == (0, 0, 0, 20_000 * USD)
    assert line.unused == 80_000 * USD


def test_facilities__line__cash_put_in_ahead_drawn_later_and_repaid_with_interest(whole: DealLedger) -> None:
    first, drawn, repaid = (facility(whole, i, LINE) for i in (0, 3, 4))
    assert (first.put_in, first.drawn, first.closing_cash) == (5_000 * USD, 0, 5_000 * USD)
    assert (drawn.opening_cash, drawn.put_in, drawn.drawn, drawn.closing_cash) == (
        5_000 * USD,
        5_000 * USD,
        10_000 * USD,
        0,
    )
    assert drawn.unused == 20_000 * USD
    # 6% on 10,000 for 90 of 360 days
    assert (repaid.opening_owed, repaid.interest, repaid.repaid) == (10_000 * USD, 150 * USD, 10_150 * USD)
    assert (repaid.closing_owed, repaid.unused) == (0, 30_000 * USD)


def test_facilities__deadline_missed__said_on_that_date_only(whole: DealLedger) -> None:
    assert [facility(whole, i, MAKE_UP).missed for i in range(5)] == [False, False, False, True, False]


def test_facilities__end__undrawn_cash_goes_back_and_nothing_accrues(whole: DealLedger) -> None:
    line = facility(whole, 5, LINE)
    assert (line.put_in, line.drawn, line.returned, line.closing_cash) == (2_000 * USD, 0, 2_000 * USD, 0)
    assert line.interest == 0


def since(whole: DealLedger, trigger: str) -> list[date | None]:
    reports = [distribution_report(whole, i) for i in range(5)]
    return [next(line.since for line in report.triggers if line.trigger == trigger) for report in reports]


def test_triggers__since__the_date_on_which_each_became_active(whole: DealLedger) -> None:
    first, third, fourth = date(2024, 3, 20), date(2024, 9, 20), date(2024, 12, 20)
    assert since(whole, "coverage-low") == [first, None, third, third, None]
    assert since(whole, "reserve-short") == [None, None, None, fourth, fourth]
    assert since(whole, "parent-did-not-pay") == [None, None, None, fourth, fourth]
    assert since(whole, "stale") == [None] * 5


def test_triggers__tripped_and_cured__on_the_date_it_happens(whole: DealLedger) -> None:
    lines = [distribution_report(whole, i).triggers[0] for i in range(5)]
    assert [line.tripped for line in lines] == [True, False, True, False, False]
    assert [line.cured for line in lines] == [False, True, False, False, True]
    assert {line.effect for line in lines} == {"flag trap-50"}
    assert distribution_report(whole, 0).triggers[-1].effect == "event of default"


def test_flags__while_the_steps_ran(whole: DealLedger) -> None:
    up = [flags_up(distribution_report(whole, i).payment) for i in range(5)]
    assert up == [("trap-50",), (), ("trap-50",), ("trap-50",), ("reserve-short",)]


def test_conclusion__deal_that_goes_on__none(notes: DealLedger) -> None:
    assert conclusion_report(notes) is None


def test_conclusion__all_cash__to_what_was_owed_still(whole: DealLedger) -> None:
    report = ended(whole)
    paid = {line.label: line.record.paid for line in report.steps if line.record.paid}
    assert paid == {"deferred-principal": 7_000 * USD}
    assert report.payment.flow.available == 7_000 * USD
    assert report.final


def test_summary__support_and_calls__are_cash_that_came_in(whole: DealLedger) -> None:
    summary = summarise(whole)
    assert summary.support == 32_000 * USD
    # 940,000 at 101%, and 8% for 25 days
    assert summary.calls == 949_400 * USD + 5_222_222_222
    assert (summary.collection, summary.accounts) == (0, 0)


def test_report__interest_that_vanished__refused() -> None:
    ledger = whole_story()
    done = ledger.dates[0]
    balance = done.payment.state.balance
    state = replace(done.payment.state, balance=(balance[0], balance[1] - 1, balance[2]))
    ledger.dates[0] = replace(done, payment=replace(done.payment, state=state))
    with pytest.raises(UnreconciledError, match="period 1: balance of deferred"):
        distribution_report(ledger, 0)


def test_report__provider_s_cash_that_nobody_put_in__refused() -> None:
    ledger = whole_story()
    del ledger.support[1]
    with pytest.raises(UnreconciledError, match="period 3: cash of make-up"):
        distribution_report(ledger, 2)


def test_report__debt_to_a_provider_off_by_one__refused() -> None:
    ledger = whole_story()
    done = ledger.dates[2]
    state = replace(done.payment.state, drawn=(0, 20_000 * USD + 1))
    ledger.dates[2] = replace(done, payment=replace(done.payment, state=state))
    with pytest.raises(UnreconciledError, match="period 3: owed under make-up"):
        distribution_report(ledger, 2)
