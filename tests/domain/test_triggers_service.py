# SPDX-License-Identifier: Apache-2.0
"""Debt service: what interest and scheduled principal come to, over one date and over several."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.program import (
    PeriodTable,
    PrincipalKind,
    StepFlag,
    StepKind,
    StepProgram,
    SubjectKind,
    TriggerProgram,
)
from regalia.domain.program_words import Comparison, Measure
from regalia.domain.waterfall import State
from tests.domain.small_deals import deal, held, raised, run

SHARE = StepProgram(
    "principal.senior", StepKind.PRINCIPAL, SubjectKind.TRANCHE, 0, PrincipalKind.SCHEDULED_SHARE,
    tranche_mask=0b11, rate=10_000,
)  # fmt: skip
"""15,000 a date; the senior's interest is 20,000, the mezzanine's 15,000."""
GOES_ON = replace(SHARE, subject=1, flags=StepFlag.GOES_ON, tranche_mask=0b10)
TABLE = replace(SHARE, due_kind=PrincipalKind.SCHEDULED_TABLE, table=PeriodTable(1, (6_000, 9_000)))
DSCR = TriggerProgram("dscr", Measure.DEBT_SERVICE_COVERAGE, tranche_mask=0b01, trailing=2)


def service(
    *steps: StepProgram, trigger: TriggerProgram = DSCR, period: int = 1, received: int = 0,
    first: tuple[TriggerProgram, ...] = (), acceleration: tuple[StepProgram, ...] = (), **fields: object,
) -> int:  # fmt: skip
    """The debt service of one date, as it is remembered; ``first``: triggers above it in the list."""
    program = deal(*steps, triggers=(*first, trigger), acceleration=acceleration)
    outcome = run(program, held(program, **fields), 10**6, received, period=period)
    ((collections, found),) = outcome.state.series[-1]
    assert collections == received
    return found


def test_service__interest_and_a_share_of_the_group__both() -> None:
    assert service(SHARE, GOES_ON, received=77) == 35_000


def test_service__both_tranches__all_interest_and_the_group_once() -> None:
    assert service(SHARE, GOES_ON, trigger=replace(DSCR, tranche_mask=0b11)) == 50_000


def test_service__group_shares_a_tranche__counts_whole() -> None:
    assert service(SHARE, GOES_ON, trigger=replace(DSCR, tranche_mask=0b10)) == 30_000


def test_service__group_of_other_tranches__does_not_count() -> None:
    assert service(replace(SHARE, subject=1, tranche_mask=0b10)) == 20_000


def test_service__interest_coverage__interest_alone() -> None:
    assert service(SHARE, trigger=replace(DSCR, measure=Measure.INTEREST_COVERAGE)) == 20_000


@pytest.mark.parametrize(("period", "found"), [(1, 26_000), (2, 29_000), (3, 20_000)])
def test_service__by_table__the_amount_of_the_period(period: int, found: int) -> None:
    assert service(TABLE, period=period) == found


def test_service__missed_before__not_counted_again() -> None:
    assert service(TABLE, carried=(50_000,)) == 26_000


def test_service__less_left_than_scheduled__what_is_left() -> None:
    # interest of 100 is 2
    assert service(SHARE, GOES_ON, balance=(100, 1_000)) == 1_102


@pytest.mark.parametrize("kind", [PrincipalKind.TURBO, PrincipalKind.TARGET_TABLE, PrincipalKind.TARGET_SHARE])
def test_service__other_kinds_of_principal__not_counted(kind: PrincipalKind) -> None:
    assert service(replace(SHARE, due_kind=kind, table=PeriodTable(1, (0,)))) == 20_000


def test_service__two_groups__added_up() -> None:
    assert service(SHARE, GOES_ON, TABLE) == 41_000


def test_service__acceleration_list__not_counted() -> None:
    assert service(TABLE, acceleration=(SHARE,)) == 26_000


def test_service__measured_after_the_steps__balances_before_them() -> None:
    turbo = replace(SHARE, due_kind=PrincipalKind.TURBO, tranche_mask=0)
    assert service(turbo, SHARE, trigger=replace(DSCR, after=True)) == 35_000


def test_service__guard_shut__scheduled_principal_is_none() -> None:
    shut = replace(SHARE, guard_off=0b1)
    assert service(shut, first=(raised(0),)) == 20_000
    assert service(shut, first=(raised(1),)) == 35_000


def test_service__guard_shut_by_a_trigger_below_it__still_counts_on_this_date() -> None:
    """Each sees the flags as those before it in the list have left them."""
    program = deal(replace(SHARE, guard_off=0b1), triggers=(DSCR, raised(0)))
    first = run(program)
    second = run(program, first.state, period=2)
    assert first.state.series[0] == ((0, 35_000),)
    assert second.state.series[0] == ((0, 20_000),)


def test_service__guard_shut_by_a_trigger_measured_after__counts_until_the_next_date() -> None:
    program = deal(replace(SHARE, guard_off=0b1), triggers=(replace(raised(0), after=True), DSCR))
    first = run(program)
    second = run(program, first.state, period=2)
    assert (first.state.series[1], second.state.series[1]) == (((0, 35_000),), ((0, 20_000),))


def test_trailing__three_dates__sums_of_those_known() -> None:
    """Interest of 20,000 a date: 30/20, 40/40, 60/60, 90/60, 82/60 of a thousand."""
    trigger = replace(DSCR, comparison=Comparison.BELOW, threshold=1_400_000, trailing=3)
    program = deal(triggers=(trigger,))
    state, active = State.opening(program), []
    for period, received in enumerate((30_000, 10_000, 20_000, 60_000, 2_000), 1):
        state = run(program, state, received=received, period=period).state
        active.append(state.active[0])
    assert active == [False, True, True, False, True]
    assert state.series[0] == ((60_000, 20_000), (2_000, 20_000))


@pytest.mark.parametrize(("third", "breached"), [(23_999, True), (24_000, False)])
def test_trailing__exactly_on_the_threshold__of_the_sums(third: int, breached: bool) -> None:
    trigger = replace(DSCR, comparison=Comparison.BELOW, threshold=1_400_000, trailing=3)
    program = deal(triggers=(trigger,))
    known = held(program, series=(((50_000, 20_000), (10_000, 20_000)),))
    assert run(program, known, received=third, period=3).state.active == (breached,)


def test_trailing__measure_without_debt_service__collections_alone_are_remembered() -> None:
    leverage = replace(DSCR, measure=Measure.LEVERAGE, trailing=4)
    assert run(deal(SHARE, triggers=(leverage,)), received=5).state.series == (((5, 0),),)


def test_trailing__one_date__nothing_is_remembered() -> None:
    program = deal(triggers=(replace(DSCR, trailing=1), DSCR))
    assert run(program, received=5).state.series == ((), ((5, 20_000),))
