# SPDX-License-Identifier: Apache-2.0
"""From terms to program: every number where both engines look for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from regalia.domain.calendar import DayCount, Schedule
from regalia.domain.compile import compile_terms, opening_state, step_origins
from regalia.domain.program import DueKind, Program, StepFlag, StepKind, StepProgram, SubjectKind, TrancheProgram
from regalia.domain.terms import load_terms, terms_from
from regalia.domain.waterfall import State
from tests.domain.term_sheets import ABSENT, ALL, sheet, terms

EXPENSE, PAYEE, TRANCHE, ACCOUNT = StepKind.EXPENSE, SubjectKind.PAYEE, SubjectKind.TRANCHE, SubjectKind.ACCOUNT


@pytest.fixture
def program() -> Program:
    return compile_terms(terms())


def compiled(**changes: Any) -> Program:
    return compile_terms(terms(**changes))


def test_compile__calendar__schedule_with_opening_period(program: Program) -> None:
    # first period November 2023; January 2024 is the third, paid on the 10th of February
    assert program.schedule == Schedule(date(2024, 1, 15), 2023 * 12 + 10, 1, 1, 10, opening=3)
    assert program.schedule.accrual(3) == (date(2024, 1, 15), date(2024, 2, 10))


def test_compile__no_take_over__opens_with_period_one() -> None:
    assert compiled(calendar__takes_over_at=ABSENT, calendar__closing="2023-11-30").schedule.opening == 1


@pytest.mark.parametrize(
    ("frequency", "first", "months", "end_month"),
    [("quarterly", "2024Q1", 3, 2), ("half-yearly", "2024H1", 6, 5), ("yearly", "2024", 12, 11)],
)
def test_compile__frequency__months_per_period(frequency: str, first: str, months: int, end_month: int) -> None:
    schedule = compiled(
        calendar__frequency=frequency, calendar__first_period=first, calendar__takes_over_at=ABSENT
    ).schedule
    assert (schedule.months, schedule.first_end_month) == (months, 2024 * 12 + end_month)


def test_compile__tranches__coupon_day_count_arrears_units_balance(program: Program) -> None:
    assert program.tranches == (
        TrancheProgram("senior", 98_750, DayCount.ACT_360, False, 1_000, 100_000_500_000),
        TrancheProgram("junior", 120_000, DayCount.THIRTY_E_360, True, 500, 50_000_000_000),
    )


def test_compile__no_coupon__zero_rate() -> None:
    deal = terms()
    steps = [step.model_dump(mode="json", exclude_none=True) for step in deal.steps if step.id != "junior-interest"]
    assert compiled(tranches__1__coupon=ABSENT, steps=steps).tranches[1].coupon == 0


def test_compile__names__payees_by_first_step_accounts_in_file_order(program: Program) -> None:
    assert program.payees == ("trustee", "servicer", "agent", "label")
    assert program.accounts == ("spare", "reserve")


def test_compile__expenses__each_way_to_find_the_amount(program: Program) -> None:
    fixed, collections, outstanding, invoiced = program.steps[:4]
    assert fixed == StepProgram(
        "trustee-fee", EXPENSE, PAYEE, 0, DueKind.FIXED, StepFlag.CARRIED, support=(2,), amount=12_500_000
    )
    assert collections == StepProgram("servicer-fee", EXPENSE, PAYEE, 1, DueKind.COLLECTIONS_RATE, rate=25_000)
    assert outstanding == StepProgram(
        "agent-fee",
        EXPENSE,
        PAYEE,
        2,
        DueKind.OUTSTANDING_RATE,
        StepFlag.CARRIED,
        tranche_mask=0b11,
        rate=1_000,
        day_count=DayCount.ACT_360,
    )
    assert invoiced == StepProgram("audit", EXPENSE, PAYEE, 0, DueKind.AS_INVOICED, StepFlag.CARRIED)
    assert program.invoiced_steps == (3,)


def test_compile__outstanding_rate__mask_of_the_named_tranches_only() -> None:
    assert compiled(steps__2__due__tranches=["junior"]).steps[2].tranche_mask == 0b10


def test_compile__interest__tranche_and_support(program: Program) -> None:
    assert program.steps[4] == StepProgram("senior-interest", StepKind.INTEREST, TRANCHE, 0, support=(2,))
    assert program.steps[5] == StepProgram("junior-interest", StepKind.INTEREST, TRANCHE, 1, support=(1,))


def test_compile__reserve__formula_parts_and_report(program: Program) -> None:
    formula = StepFlag.PART_FIXED | StepFlag.PART_INTEREST | StepFlag.PART_OUTSTANDING
    assert program.steps[6] == StepProgram(
        "fill-reserve",
        StepKind.RESERVE,
        ACCOUNT,
        1,
        flags=formula,
        tranche_mask=0b11,
        rate=15_000,
        number=3,
        combine_min=True,
        amount=5_000_000_000,
    )
    assert program.steps[7] == StepProgram("fill-spare", StepKind.RESERVE, ACCOUNT, 0, flags=StepFlag.SET_BY_REPORT)


def test_compile__reserve_max__no_minimum_flag() -> None:
    assert not compiled(steps__6__target__combine="max").steps[6].combine_min


def test_compile__sequential_principal__one_step_a_tranche_in_the_listed_order(program: Program) -> None:
    assert program.steps[8:10] == (
        StepProgram("repay.senior", StepKind.PRINCIPAL, TRANCHE, 0, tranche_mask=0b01),
        StepProgram("repay.junior", StepKind.PRINCIPAL, TRANCHE, 1, tranche_mask=0b10),
    )
    reverse = compiled(steps__8__tranches=["junior", "senior"]).steps[8:10]
    assert [step.label for step in reverse] == ["repay.junior", "repay.senior"]


def test_compile__principal_of_one_tranche__bears_the_id_of_its_step() -> None:
    changed = compiled(steps__8__tranches=["senior"], steps__9__payee=ABSENT, steps__9__tranche="junior")
    assert changed.steps[8].label == "repay"
    assert changed.steps[9] == StepProgram("rest", StepKind.RESIDUAL, TRANCHE, 1)


def test_compile__residual__to_a_payee(program: Program) -> None:
    assert program.steps[10] == StepProgram("rest", StepKind.RESIDUAL, PAYEE, 3)


def test_step_origins__each_program_step__leads_back_to_its_terms(program: Program) -> None:
    origins = step_origins(terms())
    assert origins == (0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 9)
    assert len(origins) == len(program.steps)
    for step, origin in zip(program.steps, origins, strict=True):
        assert step.label.partition(".")[0] == terms().steps[origin].id


def test_opening_state__accounts_funded_balances_full_nothing_owed(program: Program) -> None:
    state = opening_state(terms(), program)
    assert state == State.opening(program, accounts=(0, 1_234_567_891))
    assert (state.balance, state.account) == ((100_000_500_000, 50_000_000_000), (0, 1_234_567_891))
    assert not any((*state.arrears, *state.carried, *state.used, *state.age, state.defaulted, state.collected))


def test_opening_state__facilities_and_triggers__an_entry_each() -> None:
    deal = terms_from(sheet("guaranteed"))
    state = opening_state(deal, compile_terms(deal))
    assert state.account == (0, 0, 0)  # the reserve, then the cash of two facilities
    assert state.drawn == state.cost == state.called == (0, 0)
    assert state.history == (0,) * 6 and state.active == (False,) * 6 and state.series == ((),) * 6


def test_compile__same_terms_twice__same_bytes(program: Program) -> None:
    assert program.pack() == compile_terms(terms()).pack()


def test_pack__header__sizes_and_dates(program: Program) -> None:
    head = program.pack()[:32]
    assert tuple(head[:8]) == (2, 2, 2, 11, 1, 1, 1, 10)
    assert int.from_bytes(head[8:12], "big") == 20_240_115
    assert int.from_bytes(head[12:16], "big") == 2023 * 12 + 10
    assert int.from_bytes(head[16:20], "big") == 3
    assert head[20:] == bytes(12)  # none of the rest, and no legal final date
    assert len(program.pack()) == 32 * (1 + 2 + 2 * 11)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_pack__every_sheet_and_deal__as_long_as_its_header_says(path: Path) -> None:
    program = compile_terms(load_terms(path))
    packed = program.pack()
    head = packed[:32]
    steps, triggers, facilities, facts, calls = head[3] + head[20], head[21], head[22], head[23], head[30]
    tables = int.from_bytes(head[28:30], "big")
    assert len(packed) == 32 * (1 + head[1] + 2 * steps + facilities + triggers + facts + calls + tables)
    assert steps == len(program.all_steps) and head[4] == len(program.invoiced_steps)
    assert len(packed) < 22_000  # with the addresses behind it, the code of one contract


def test_pack__legal_final_and_both_lists__in_the_header() -> None:
    head = compile_terms(terms_from(sheet("turbo_note"))).pack()[:32]
    assert (head[3], head[20], head[21]) == (5, 4, 2)
    assert int.from_bytes(head[24:28], "big") == 20_421_231


@pytest.mark.parametrize(
    "change",
    [
        {"calendar__closing": "2024-01-16"},
        {"calendar__payment__day": 11},
        {"calendar__takes_over_at": "2024M02"},
        {"tranches__0__units": 1001},
        {"tranches__0__balance": "100,000.500001"},
        {"tranches__0__coupon__rate": "9.8751%"},
        {"tranches__0__coupon__day_count": "30E/360"},
        {"tranches__0__coupon__shortfall": "arrears-with-interest"},
        {"steps__0__due__amount": "12.500001"},
        {"steps__0__shortfall": "presented-again"},
        {"steps__0__support": ["spare"]},
        {"steps__1__due__rate": "2.5001%"},
        {"steps__2__due__day_count": "30E/360"},
        {"steps__6__target__parts__1__periods": 4},
        {"steps__6__target__protects": ["senior"]},
        {"steps__7__target__parts": [{"kind": "fixed", "amount": 1}]},
        {"steps__8__tranches": ["junior", "senior"]},
        {"steps__8__order": "pro-rata"},
        {"steps__8__due": {"kind": "scheduled", "share_of_original": "1%"}},
        {"steps__8__due": {"kind": "target-balance", "balances": [{"period": "2024M02", "amount": 1}]}},
        {"steps__8__support": ["spare"]},
        {"steps__0__support": ["reserve", "spare"]},
        {"steps__0__carry_rate": "1%"},
        {"steps__0__cap": {"per_period": 1}},
        {"steps__0__cap": {"per_year": 1}},
        {"tranches__0__coupon__shortfall": "capitalised"},
        {"tranches__0__coupon__step_up": {"rate": "11%", "since": "2025-01-01"}},
        {"calendar__legal_final": "2040-01-01"},
        {"calls": [{"kind": "clean-up", "holder": "label", "remaining": "10%", "price": "100%"}]},
    ],
)
def test_pack__a_term_that_moves_money_changed__other_bytes(program: Program, change: dict[str, Any]) -> None:
    assert compiled(**change).pack() != program.pack()
