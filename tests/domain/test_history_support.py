# SPDX-License-Identifier: Apache-2.0
"""The books of a deal with facilities: what a date asks of a provider, what it puts in, and what comes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.history import (
    AmountRangeError,
    DealBooks,
    PeriodReport,
    PeriodsAccrueError,
    PoolFacts,
    Source,
    accruing_steps,
)
from regalia.domain.program import (
    DueKind,
    FacilityProgram,
    PeriodTable,
    PrincipalKind,
    Program,
    StepKind,
    StepProgram,
    StepUp,
    SubjectKind,
    TriggerProgram,
)
from regalia.domain.program_words import EVENT_OF_DEFAULT, Comparison, FacilityKind, Measure
from regalia.domain.waterfall import State
from tests.domain.small_deals import NEVER, PASS_THROUGH, SENIOR, deal, raised

LINE = FacilityProgram("line", FacilityKind.LIQUIDITY, 0, limit=10_000)
GUARANTOR = FacilityProgram("guarantor", FacilityKind.GUARANTEE, 0)
INTEREST = StepProgram("interest", StepKind.INTEREST, SubjectKind.TRANCHE, 0, support=(128, 129))
REPAY = StepProgram("repay", StepKind.REPAY_SUPPORT, SubjectKind.FACILITY, 0)
RESIDUAL = StepProgram("residual", StepKind.RESIDUAL, SubjectKind.PAYEE, 0)
PROGRAM = deal(INTEREST, REPAY, RESIDUAL, tranches=(SENIOR,), facilities=(LINE, GUARANTOR))


def books(cash: int, program: Program = PROGRAM, *put_in: int) -> DealBooks:
    made = DealBooks(program, State.opening(program))
    made.collect(cash)
    for facility, amount in enumerate(put_in):
        made.put_in(facility, amount)
    return made


def figures(made: DealBooks) -> tuple[int, int, int, int, State]:
    return made.collection, made.attested, made.distributed, made.next_period, made.state


@pytest.mark.parametrize(
    ("cash", "put_in", "asked"),
    [
        (20_000, (), (0, 0)),
        (19_999, (), (1, 0)),
        (5_000, (), (10_000, 5_000)),
        (5_000, (4_000, 0), (6_000, 5_000)),
        (5_000, (10_000, 5_000), (0, 0)),
        (5_000, (50_000, 1_000), (0, 4_000)),
        (0, (), (10_000, 10_000)),
    ],
)
def test_demands__a_quarter_of_20_000__what_each_lacks_of_what_it_promised(
    cash: int, put_in: tuple[int, ...], asked: tuple[int, int]
) -> None:
    made = books(cash, PROGRAM, *put_in)
    before = figures(made)
    assert made.demands(PeriodReport(1, 20_000)) == asked
    assert figures(made) == before


def test_demands__a_deadline_passed__the_next_in_order_is_asked_for_it() -> None:
    made = books(5_000, PROGRAM, 4_000)
    assert made.demands(PeriodReport(1, 20_000), PoolFacts(unpaid=0b01)) == (0, 11_000)
    assert made.demands(PeriodReport(1, 20_000), PoolFacts(unpaid=0b11)) == (0, 0)


def test_execute__all_that_was_asked_is_put_in__interest_is_whole_and_nothing_is_unmet() -> None:
    made = books(5_000)
    for facility, amount in enumerate(made.demands(PeriodReport(1, 20_000))):
        made.put_in(facility, amount)
    date = made.execute(PeriodReport(1, 20_000))
    assert date.sources(0) == (
        Source("available funds", 5_000),
        Source("line", 10_000),
        Source("guarantor", 5_000),
    )
    assert made.state.account == (0, 0, 0)
    assert (made.state.drawn, made.collection, made.distributed) == ((10_000, 5_000), 0, 5_000)


def test_execute__next_date_with_cash__line_repaid_before_the_rest_goes_on() -> None:
    made = books(5_000, PROGRAM, 10_000, 5_000)
    made.execute(PeriodReport(1, 5_000))
    made.collect(33_000)
    date = made.execute(PeriodReport(2, 33_000))
    assert [record.paid for record in date.records] == [20_000, 10_000, 3_000]
    assert date.paid(SubjectKind.FACILITY) == (10_000, 0)
    assert date.flow.payees == 13_000
    assert made.demands(PeriodReport(3, 0)) == (10_000, 10_000)


def test_execute__cash_that_was_not_drawn__stays_with_its_facility() -> None:
    made = books(20_000, PROGRAM, 700, 0)
    made.execute(PeriodReport(1, 20_000))
    assert made.state.account == (0, 700, 0)


@pytest.mark.parametrize("amount", [-1, 2**96])
def test_put_in__amount_out_of_range__refused_and_nothing_changes(amount: int) -> None:
    made = books(5, PROGRAM, 7)
    before = figures(made)
    with pytest.raises(AmountRangeError, match=r"support .* outside 0 to 2\^96 - 1"):
        made.put_in(0, amount)
    assert figures(made) == before


def test_put_in__more_than_its_place_can_hold__refused() -> None:
    full = replace(State.opening(PROGRAM), account=(0, 2**128 - 1, 0))
    made = DealBooks(PROGRAM, full)
    with pytest.raises(AmountRangeError, match="cash of the facility"):
        made.put_in(0, 1)
    assert made.state == full


def test_execute__facts_of_another_number_than_the_deal_looks_at__refused_and_nothing_changes() -> None:
    program = deal(RESIDUAL, facts=("pledged",))
    made = books(5, program)
    before = figures(made)
    with pytest.raises(ValueError, match="0 facts for the 1"):
        made.execute(PeriodReport(1, 5))
    assert figures(made) == before


def test_execute__facts_in_force__steer_the_date_and_stay_with_it() -> None:
    default = TriggerProgram("unpaid", Measure.SUPPORT_UNPAID, effect=EVENT_OF_DEFAULT, subject=1)
    late = TriggerProgram("late", Measure.DAYS_SINCE_REPORT, Comparison.ABOVE, 100, effect=3)
    guarded = replace(REPAY, label="guarded", guard_on=0b1000)
    program = replace(PROGRAM, triggers=(default, late), acceleration=(guarded, RESIDUAL))
    facts = PoolFacts(report_age=101, unpaid=0b10)
    date = books(900, program).execute(PeriodReport(1, 900), facts)
    assert (date.accelerated, date.up, date.facts) == (True, 0b1000, facts)
    assert date.steps == program.acceleration
    assert (date.ran(0), date.records[1].paid) == (True, 900)


def test_ran__guard_shut__says_so() -> None:
    program = deal(replace(RESIDUAL, guard_off=0b1), RESIDUAL, triggers=(raised(0),))
    date = books(5, program).execute(PeriodReport(1, 5))
    assert [date.ran(0), date.ran(1)] == [False, True]


SCHEDULE = StepProgram(
    "schedule", StepKind.PRINCIPAL, SubjectKind.TRANCHE, 0, PrincipalKind.SCHEDULED_TABLE, table=PeriodTable(1, (5,))
)


@pytest.mark.parametrize(
    ("program", "accruing"),
    [
        (replace(PASS_THROUGH, triggers=(raised(0),)), ("flag0",)),
        (replace(PASS_THROUGH, steps=(SCHEDULE,)), ("schedule",)),
        (replace(PASS_THROUGH, steps=(replace(SCHEDULE, due_kind=PrincipalKind.TARGET_TABLE),)), ()),
        (replace(PASS_THROUGH, acceleration=(replace(RESIDUAL, kind=StepKind.EXPENSE, amount=1),)), ("residual",)),
    ],
    ids=["a trigger", "a schedule", "a target", "a fee of the acceleration list"],
)
def test_accruing_steps__what_remembers_every_date__cannot_be_left_out(
    program: Program, accruing: tuple[str, ...]
) -> None:
    assert accruing_steps(program) == accruing
    if accruing:
        with pytest.raises(PeriodsAccrueError):
            DealBooks(program, State.opening(program)).skip_to(2)


def test_accruing_steps__interest_of_a_coupon_that_begins_later__accrues() -> None:
    note = replace(SENIOR, coupon=0, step_up=StepUp(80_000, NEVER))
    assert accruing_steps(deal(INTEREST, tranches=(note,))) == ("interest",)
    assert accruing_steps(deal(INTEREST, tranches=(replace(SENIOR, coupon=0),))) == ()


def test_accruing_steps__invoices__do_not_accrue() -> None:
    assert PASS_THROUGH.steps[0].due_kind is DueKind.AS_INVOICED
    assert accruing_steps(PASS_THROUGH) == ()
