# SPDX-License-Identifier: Apache-2.0
"""Support in its order: a reserve, a liquidity line that revolves, a guarantee that doesn't; and what is owed for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.calendar import DayCount
from regalia.domain.program import NO_LIMIT, FacilityProgram, Program, StepKind, StepProgram, SubjectKind
from regalia.domain.program_words import FacilityKind
from regalia.domain.waterfall import Outcome, StepRecord
from tests.domain.small_deals import SENIOR, deal, held, run

LINE_FIRST, GUARANTOR_FIRST = 128, 129
INTEREST = StepProgram("interest", StepKind.INTEREST, SubjectKind.TRANCHE, 0, support=(1, LINE_FIRST, GUARANTOR_FIRST))
REPAY_LINE = StepProgram("repay_line", StepKind.REPAY_SUPPORT, SubjectKind.FACILITY, 0)
REPAY_GUARANTOR = replace(REPAY_LINE, label="repay_guarantor", subject=1)
LINE = FacilityProgram("line", FacilityKind.LIQUIDITY, 0, 120_000, DayCount.THIRTY_E_360, limit=10_000)
GUARANTOR = FacilityProgram("guarantor", FacilityKind.GUARANTEE, 0, limit=50_000)


def supported(*steps: StepProgram, line: FacilityProgram = LINE, guarantor: FacilityProgram = GUARANTOR) -> Program:
    return deal(*(steps or (INTEREST,)), tranches=(SENIOR,), facilities=(line, guarantor))


def pay(*cash: int, available: int = 0, program: Program | None = None, **fields: object) -> Outcome:
    """A quarter's 20,000 when reserve, line and guarantor hold this cash."""
    program = program or supported()
    return run(program, held(program, *cash, **fields), available)


def test_three_sources__all_needed__in_their_order_and_each_recorded() -> None:
    outcome = pay(4_000, 10_000, 50_000, available=5_000)
    assert outcome.records[0] == StepRecord(20_000, 20_000, 15_000, 0)
    assert outcome.records[0].draws == ((1, 4_000), (128, 10_000), (129, 1_000))
    assert outcome.state.account == (0, 0, 49_000)
    assert (outcome.state.drawn, outcome.state.called, outcome.unmet) == ((10_000, 1_000), (10_000, 1_000), (0, 0))


@pytest.mark.parametrize(
    ("available", "draws"), [(20_000, ()), (16_000, ((1, 4_000),)), (15_999, ((1, 4_000), (128, 1)))]
)
def test_three_sources__earlier_ones_suffice__later_ones_untouched(
    available: int, draws: tuple[tuple[int, int], ...]
) -> None:
    outcome = pay(4_000, 10_000, 50_000, available=available)
    assert (outcome.records[0].paid, outcome.records[0].draws) == (20_000, draws)


def test_three_sources__another_order__guarantor_before_the_reserve() -> None:
    outcome = pay(4_000, 10_000, 50_000, program=supported(replace(INTEREST, support=(129, 1))))
    assert outcome.records[0].draws == ((129, 20_000),)


def test_facility__cash_not_put_in__unmet_and_the_next_source_pays() -> None:
    outcome = pay(4_000, 3_000, 6_000, available=5_000)
    assert outcome.records[0] == StepRecord(20_000, 18_000, 13_000, 0)
    assert outcome.records[0].draws == ((1, 4_000), (128, 3_000), (129, 6_000))
    # the line would have paid 10,000; of the 8,000 still missing the guarantor put in 6,000
    assert (outcome.unmet, outcome.state.arrears) == ((7_000, 2_000), (2_000,))


def test_facility__no_cash_at_all__nothing_drawn_and_nothing_owed() -> None:
    outcome = pay(0, 0, 0)
    assert (outcome.records[0].paid, outcome.unmet) == (0, (10_000, 20_000))
    assert (outcome.state.drawn, outcome.state.called) == ((0, 0), (0, 0))


@pytest.mark.parametrize(("limit", "drawn", "got"), [(10_000, 9_999, 1), (10_000, 10_000, 0), (9_000, 9_500, 0)])
def test_limit__used_up__only_what_is_left_of_it(limit: int, drawn: int, got: int) -> None:
    program = supported(line=replace(LINE, limit=limit, rate=0))
    outcome = pay(0, 10**6, 0, program=program, drawn=(drawn, 0), called=(drawn, 0))
    assert outcome.records[0].paid == got
    assert outcome.unmet == (0, 20_000 - got)


def test_limit__line_repaid__may_be_drawn_again() -> None:
    outcome = pay(0, 10**6, 0, drawn=(0, 0), called=(10_000, 0))
    assert (outcome.records[0].paid, outcome.state.drawn, outcome.state.called) == (10_000, (10_000, 0), (20_000, 0))


def test_limit__guarantee_repaid__stays_used() -> None:
    outcome = pay(0, 0, 10**6, drawn=(0, 0), called=(0, 45_000))
    assert (outcome.records[0].paid, outcome.state.drawn, outcome.state.called) == (5_000, (0, 5_000), (0, 50_000))


def test_limit__none__all_that_is_missing() -> None:
    program = supported(guarantor=replace(GUARANTOR, limit=NO_LIMIT))
    outcome = pay(0, 0, 10**6, program=program, called=(0, 10**20), drawn=(0, 10**20))
    assert (outcome.records[0].paid, outcome.state.called[1]) == (20_000, 10**20 + 20_000)


def test_limit__two_steps_on_one_line__the_second_has_what_the_first_left() -> None:
    fee = StepProgram("fee", StepKind.EXPENSE, SubjectKind.PAYEE, 0, amount=7_000, support=(128,))
    outcome = pay(0, 10_000, 0, program=supported(fee, replace(INTEREST, support=(128,))))
    assert [r.drawn for r in outcome.records] == [7_000, 3_000]
    assert outcome.unmet == (0, 0)


@pytest.mark.parametrize(
    ("available", "paid", "cost", "drawn"),
    [
        (0, 0, 300, 10_000),
        (200, 200, 100, 10_000),
        (300, 300, 0, 10_000),
        (5_300, 5_300, 0, 5_000),
        (10_300, 10_300, 0, 0),
        (99_999, 10_300, 0, 0),
    ],
)
def test_repay__a_quarter_at_12_percent__interest_first(available: int, paid: int, cost: int, drawn: int) -> None:
    outcome = pay(0, 0, 0, available=available, program=supported(REPAY_LINE), drawn=(10_000, 0))
    assert outcome.records[0] == StepRecord(10_300, paid, 0, 0)
    assert (outcome.state.cost[0], outcome.state.drawn[0]) == (cost, drawn)
    assert outcome.state.account == (0, 0, 0)


def test_cost__interest_unpaid__earns_none_itself() -> None:
    outcome = pay(0, 0, 0, program=supported(REPAY_LINE), drawn=(10_000, 0), cost=(300, 0))
    assert outcome.state.cost == (600, 0)


def test_cost__drawn_on_this_date__costs_nothing_yet() -> None:
    outcome = pay(0, 10_000, 0, program=supported(replace(INTEREST, support=(128,)), REPAY_LINE))
    assert (outcome.state.cost, outcome.records[1]) == ((0, 0), StepRecord(10_000, 0, 0, 0))


@pytest.mark.parametrize(
    ("day_count", "cost"), [(DayCount.THIRTY_E_360, 300), (DayCount.ACT_360, 303), (DayCount.ACT_365F, 299)]
)
def test_cost__91_days__by_the_day_count_of_the_facility(day_count: DayCount, cost: int) -> None:
    program = supported(REPAY_LINE, line=replace(LINE, day_count=day_count))
    assert pay(0, 0, 0, program=program, drawn=(10_000, 0)).state.cost[0] == cost


def test_repay__before_the_draw__the_line_revolves_within_the_date() -> None:
    program = supported(REPAY_LINE, replace(INTEREST, support=(128,)))
    outcome = pay(0, 50_000, 0, available=4_300, program=program, drawn=(10_000, 0), called=(10_000, 0))
    # 300 of interest and 4,000 come back, so that 4,000 can be drawn again
    assert [r.paid for r in outcome.records] == [4_300, 4_000]
    assert (outcome.state.drawn, outcome.state.called) == ((10_000, 0), (14_000, 0))


def test_repay__two_facilities__each_its_own() -> None:
    program = supported(REPAY_LINE, REPAY_GUARANTOR)
    outcome = pay(0, 0, 0, available=11_000, program=program, drawn=(10_000, 8_000), called=(10_000, 8_000))
    assert [(r.due, r.paid) for r in outcome.records] == [(10_300, 10_300), (8_000, 700)]
    assert (outcome.state.drawn, outcome.state.called) == ((0, 7_300), (10_000, 8_000))
