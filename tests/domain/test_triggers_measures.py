# SPDX-License-Identifier: Apache-2.0
"""Each measure, exactly on its threshold and one unit to either side of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from regalia.domain.program import (
    FacilityProgram,
    PeriodTable,
    Program,
    StepFlag,
    StepKind,
    StepProgram,
    SubjectKind,
    TriggerProgram,
)
from regalia.domain.program_words import Comparison, FacilityKind, Measure
from regalia.domain.triggers import is_breached
from tests.domain.small_deals import deal, held, raised, run

INTEREST = StepProgram("interest", StepKind.INTEREST, SubjectKind.TRANCHE, 0)
RESERVE = StepProgram(
    "reserve", StepKind.RESERVE, SubjectKind.ACCOUNT, 0, flags=StepFlag.PART_FIXED, tranche_mask=0b11, amount=40_000
)
LINE = FacilityProgram("line", FacilityKind.LIQUIDITY, 0)
FORECAST = PeriodTable(1, (100, 250, 450))
BELOW, AT_MOST, AT_LEAST, ABOVE = Comparison
LESS, SAME, MORE = [True, True, False, False], [False, True, True, False], [False, False, True, True]
"""Whether a quantity below, at and above the threshold is breached, by comparison."""
ENDLESS = MORE
"""A denominator of zero is infinitely much."""


def answers(
    trigger: TriggerProgram,
    *steps: StepProgram,
    state: dict[str, object] | None = None,
    accounts: tuple[int, ...] = (),
    available: int = 0,
    received: int = 0,
    period: int = 1,
    facts: dict[str, int] | None = None,
    report_age: int = 0,
    unpaid: int = 0,
) -> list[bool]:
    """Whether the trigger is breached under each comparison, on one date."""
    found, facts = [], facts or {}
    for comparison in Comparison:
        asked = replace(trigger, comparison=comparison)
        program = deal(*steps, triggers=(asked,), facts=tuple(facts), facilities=(LINE, LINE))
        outcome = run(
            program, held(program, *accounts, **(state or {})), available, received, period=period,
            facts=tuple(facts.values()), report_age=report_age, unpaid=unpaid,
        )  # fmt: skip
        assert outcome.state.history[0] in (0, 1)
        assert outcome.state.active[0] is bool(outcome.state.history[0])
        found.append(outcome.state.active[0])
    return found


ON_EACH_SIDE = pytest.mark.parametrize(("more", "expected"), [(-1, LESS), (0, SAME), (1, MORE)])


@pytest.mark.parametrize(
    ("quantity", "threshold", "expected"),
    [
        ((7, 5), 1_400_000, SAME),
        ((7, 5), 1_400_001, LESS),
        ((7, 5), 1_399_999, MORE),
        ((1, 3), 333_333, MORE),
        ((1, 3), 333_334, LESS),
        ((0, 5), 0, SAME),
        ((0, 0), 2**128 - 1, ENDLESS),
        ((1, 0), 0, ENDLESS),
        ((2**128 - 1, 2**128 - 1), 10**6, SAME),
    ],
)
def test_is_breached__compared_without_division__exact(
    quantity: tuple[int, int], threshold: int, expected: list[bool]
) -> None:
    assert [is_breached(comparison, quantity, threshold) for comparison in Comparison] == expected


@ON_EACH_SIDE
def test_interest_coverage__tranches_of_the_mask__received_over_their_interest(more: int, expected: list[bool]) -> None:
    senior = TriggerProgram("t", Measure.INTEREST_COVERAGE, threshold=1_400_000, tranche_mask=0b01)
    assert answers(senior, received=28_000 + more) == expected
    both = replace(senior, tranche_mask=0b11)
    assert answers(both, received=49_000 + more) == expected


def test_interest_coverage__measured_after_the_steps__the_same_as_before_them() -> None:
    """Interest is found before the steps pay it."""
    trigger = TriggerProgram("t", Measure.INTEREST_COVERAGE, threshold=1_400_000, tranche_mask=0b01, after=True)
    assert answers(trigger, INTEREST, available=20_000, received=28_000) == SAME


def test_interest_coverage__arrears_from_before__are_not_counted() -> None:
    trigger = TriggerProgram("t", Measure.INTEREST_COVERAGE, threshold=1_400_000, tranche_mask=0b01)
    assert answers(trigger, received=28_000, state={"arrears": (5_000, 0)}) == SAME


@pytest.mark.parametrize("measure", [Measure.INTEREST_COVERAGE, Measure.DEBT_SERVICE_COVERAGE])
@pytest.mark.parametrize("received", [0, 5])
def test_coverage__nothing_to_serve__infinitely_much(measure: Measure, received: int) -> None:
    trigger = TriggerProgram("t", measure, threshold=1_400_000, tranche_mask=0b11)
    assert answers(trigger, received=received, state={"balance": (0, 0)}) == ENDLESS


@ON_EACH_SIDE
def test_overcollateralisation__pool_value_over_balances__before_and_after_the_steps(
    more: int, expected: list[bool]
) -> None:
    trigger = TriggerProgram("t", Measure.OVERCOLLATERALISATION, threshold=1_200_000, tranche_mask=0b11)
    facts = {"lapsed": 7, "pool-value": 1_800_000 + more}
    assert answers(trigger, facts=facts) == expected
    principal = StepProgram("principal", StepKind.PRINCIPAL, SubjectKind.TRANCHE, 0)
    after = replace(trigger, after=True)
    facts = {"pool-value": 1_200_000 + more}
    assert answers(after, principal, available=500_000, facts=facts) == expected


@pytest.mark.parametrize("value", [0, 5])
def test_overcollateralisation__all_repaid__infinitely_much(value: int) -> None:
    trigger = TriggerProgram("t", Measure.OVERCOLLATERALISATION, threshold=1, tranche_mask=0b11)
    assert answers(trigger, facts={"pool-value": value}, state={"balance": (0, 0)}) == ENDLESS


@pytest.mark.parametrize(
    ("before", "received"),
    [
        ((), 75_000),  # one quarter of 75,000 is 300,000 a year: 1,500,000 is five times that
        ((100_000,), 50_000),
        ((20_000, 90_000), 115_000),
        ((0, 0, 300_000), 0),
        ((75_000, 75_000, 75_000), 75_000),
    ],
)
def test_leverage__fewer_dates_known_than_make_a_year__annualised(before: tuple[int, ...], received: int) -> None:
    trigger = TriggerProgram("t", Measure.LEVERAGE, threshold=5_000_000, tranche_mask=0b11, trailing=4)
    state: dict[str, object] = {"series": (tuple((c, 0) for c in before),)}
    assert answers(trigger, received=received, state=state) == SAME
    assert answers(trigger, received=received + 1, state=state) == LESS
    less = {"balance": (1_000_001, 500_000)} | state
    assert answers(trigger, received=received, state=less) == MORE


def test_leverage__nothing_collected__infinitely_much() -> None:
    trigger = TriggerProgram("t", Measure.LEVERAGE, threshold=5_000_000, tranche_mask=0b11, trailing=4)
    assert answers(trigger) == ENDLESS


@ON_EACH_SIDE
def test_forecast_to_date__all_collected_over_the_forecast(more: int, expected: list[bool]) -> None:
    trigger = TriggerProgram(
        "t", Measure.COLLECTIONS_TO_FORECAST, threshold=800_000, trailing=0, forecast=FORECAST
    )  # fmt: skip
    assert answers(trigger, received=80 + more) == expected
    assert answers(trigger, received=120 + more, period=2, state={"collected": 80}) == expected
    assert answers(trigger, received=60 + more, period=9, state={"collected": 300}) == expected  # the last: 450


@ON_EACH_SIDE
def test_forecast_trailing__two_dates__over_what_was_forecast_for_them(more: int, expected: list[bool]) -> None:
    trigger = TriggerProgram(
        "t", Measure.COLLECTIONS_TO_FORECAST, threshold=800_000, trailing=2, forecast=FORECAST
    )  # fmt: skip
    assert answers(trigger, received=80 + more) == expected  # 100, one date known
    assert answers(trigger, received=120 + more, period=2, state={"series": (((80, 0),),)}) == expected  # 250
    assert answers(trigger, received=230 + more, period=3, state={"series": (((50, 0),),)}) == expected  # 350


@pytest.mark.parametrize(("trailing", "period"), [(0, 1), (1, 1), (1, 9), (2, 1)])
def test_forecast__nothing_forecast__infinitely_much(trailing: int, period: int) -> None:
    """Before its first period, and beyond its end where it does not grow any more."""
    later = PeriodTable(2, (100, 250))
    trigger = TriggerProgram("t", Measure.COLLECTIONS_TO_FORECAST, threshold=10**9, trailing=trailing, forecast=later)
    assert answers(trigger, received=5, period=period) == ENDLESS


@ON_EACH_SIDE
def test_reserve_deficiency__what_is_missing_over_the_target(more: int, expected: list[bool]) -> None:
    trigger = TriggerProgram("t", Measure.RESERVE_DEFICIENCY, threshold=250_000)
    assert answers(trigger, RESERVE, accounts=(30_000 - more,)) == expected


@pytest.mark.parametrize("account", [40_000, 50_000])
def test_reserve_deficiency__at_or_above_the_target__none(account: int) -> None:
    trigger = TriggerProgram("t", Measure.RESERVE_DEFICIENCY, threshold=0)
    assert answers(trigger, RESERVE, accounts=(account,)) == SAME


def test_reserve_deficiency__measured_after__with_what_the_steps_put_in() -> None:
    trigger = TriggerProgram("t", Measure.RESERVE_DEFICIENCY, threshold=250_000, after=True)
    assert answers(trigger, RESERVE, available=30_000) == SAME
    assert answers(replace(trigger, after=False), RESERVE, available=30_000) == MORE


def test_reserve_deficiency__guard_shut__its_target_counts_all_the_same() -> None:
    trigger = TriggerProgram("t", Measure.RESERVE_DEFICIENCY, threshold=250_000)
    shut = replace(RESERVE, guard_on=0b100)
    assert answers(trigger, shut, accounts=(30_000,)) == SAME


def test_reserve_deficiency__two_steps_of_the_account__the_first_says() -> None:
    trigger = TriggerProgram("t", Measure.RESERVE_DEFICIENCY, threshold=250_000)
    assert answers(trigger, RESERVE, replace(RESERVE, amount=90_000), accounts=(30_000,)) == SAME


@pytest.mark.parametrize(
    "steps",
    [(), (replace(RESERVE, subject=1),), (replace(RESERVE, amount=0),), (replace(RESERVE, flags=StepFlag.NONE),)],
    ids=["no step", "of another account", "target zero", "no part"],
)
def test_reserve_deficiency__no_step_or_no_target__none(steps: tuple[StepProgram, ...]) -> None:
    trigger = TriggerProgram("t", Measure.RESERVE_DEFICIENCY, threshold=1)
    assert answers(trigger, *steps) == LESS


@pytest.mark.parametrize(("age", "expected"), [(1, LESS), (2, SAME), (3, MORE)])
def test_arrears_age__measured_before__dates_up_to_the_last(age: int, expected: list[bool]) -> None:
    trigger = TriggerProgram("t", Measure.ARREARS_AGE, threshold=2, subject=1)
    assert answers(trigger, state={"age": (200, age)}) == expected


@pytest.mark.parametrize(
    ("available", "expected"), [(19_999, SAME), (20_000, LESS)], ids=["left in arrears", "paid in full"]
)
def test_arrears_age__measured_after__with_this_date(available: int, expected: list[bool]) -> None:
    trigger = TriggerProgram("t", Measure.ARREARS_AGE, threshold=2, after=True)
    assert answers(trigger, INTEREST, available=available, state={"age": (1, 0)}) == expected


@pytest.mark.parametrize(("share", "expected"), [(199_999, LESS), (200_000, SAME), (200_001, MORE)])
def test_fact__share_in_ppm__compared_as_it_is(share: int, expected: list[bool]) -> None:
    trigger = TriggerProgram("t", Measure.FACT, threshold=200_000, subject=1)
    assert answers(trigger, facts={"pledged": 0, "lapsed": share}) == expected


@pytest.mark.parametrize(("days", "expected"), [(119, LESS), (120, SAME), (121, MORE)])
def test_days_since_report__in_days(days: int, expected: list[bool]) -> None:
    assert answers(TriggerProgram("t", Measure.DAYS_SINCE_REPORT, threshold=120), report_age=days) == expected


@pytest.mark.parametrize(("day", "reached"), [(19, True), (20, True), (21, False)])
def test_date_reached__payment_date_of_20_april__whatever_the_comparison(day: int, reached: bool) -> None:
    trigger = TriggerProgram("t", Measure.DATE_REACHED, since=date(2024, 4, day))
    assert answers(trigger) == [reached] * 4


@pytest.mark.parametrize(("unpaid", "breached"), [(0b00, False), (0b01, False), (0b10, True), (0b11, True)])
def test_support_unpaid__bit_of_the_facility__whatever_the_comparison(unpaid: int, breached: bool) -> None:
    assert answers(TriggerProgram("t", Measure.SUPPORT_UNPAID, subject=1), unpaid=unpaid) == [breached] * 4


def test_age__tranche_no_trigger_looks_at__stays_zero() -> None:
    program = deal(
        INTEREST, replace(INTEREST, subject=1), triggers=(TriggerProgram("t", Measure.ARREARS_AGE, subject=1),)
    )
    assert run(program).state.age == (0, 1)


def test_age__left_in_arrears_for_ever__stops_at_255() -> None:
    program = deal(INTEREST, triggers=(TriggerProgram("t", Measure.ARREARS_AGE, threshold=9),))
    assert run(program, held(program, age=(254, 0))).state.age == (255, 0)
    assert run(program, held(program, age=(255, 0))).state.age == (255, 0)


def test_age__capitalised_or_paid__starts_anew() -> None:
    program = deal(INTEREST, triggers=(TriggerProgram("t", Measure.ARREARS_AGE, threshold=9),))
    assert run(program, held(program, age=(7, 0)), available=20_000).state.age == (0, 0)
    pik = replace(program, tranches=(replace(program.tranches[0], capitalises=True), program.tranches[1]))
    assert run(pik, held(pik, age=(7, 0))).state.age == (0, 0)


def counting(trailing: int) -> Program:
    trigger = TriggerProgram("t", Measure.COLLECTIONS_TO_FORECAST, trailing=trailing, forecast=FORECAST)
    return deal(INTEREST, triggers=(trigger, raised(1)))


def test_collected__a_trigger_compares_it__grows_by_what_is_received_and_not_by_cash() -> None:
    assert run(counting(0), held(counting(0), collected=80), 999, received=120, period=2).state.collected == 200


def test_collected__no_trigger_compares_it__stays_zero() -> None:
    assert run(counting(2), received=120).state.collected == 0
