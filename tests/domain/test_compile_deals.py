# SPDX-License-Identifier: Apache-2.0
"""The deals in ``deals/`` on the six quarters 2023Q4 to 2025Q1 that Mills Music Trust printed (whole dollars)."""

from __future__ import annotations

import pytest

from regalia.domain.compile import compile_terms, opening_state
from regalia.domain.program import Program
from regalia.domain.terms import Terms, load_terms
from regalia.domain.waterfall import Inputs, Outcome, run_steps
from tests.mills import DEAL, NOTES, NOTES_STEPS

RECEIVED = (288_427, 248_922, 512_648, 241_778, 260_759, 202_850)
EXPENSES = (132_887, 116_456, 141_921, 277_422, 196_827, 128_793)
TARGETS = (None, None, None, None, 63_932, 137_989)
DOLLAR = 10**6


def history(terms: Terms, targets: tuple[int | None, ...]) -> tuple[Program, list[Outcome]]:
    program = compile_terms(terms)
    state, outcomes = opening_state(terms, program), []
    for i, (received, expenses, target) in enumerate(zip(RECEIVED, EXPENSES, targets, strict=True)):
        inputs = Inputs(
            period=program.schedule.opening + i,
            available=received * DOLLAR,
            received=received * DOLLAR,
            target=None if target is None else target * DOLLAR,
            invoices=(expenses * DOLLAR,),
        )
        outcomes.append(run_steps(program, state, inputs))
        state = outcomes[-1].state
    return program, outcomes


@pytest.fixture(scope="module")
def mills() -> tuple[Program, list[Outcome]]:
    return history(load_terms(DEAL), TARGETS)


@pytest.fixture(scope="module")
def notes() -> tuple[Program, list[Outcome]]:
    return history(load_terms(NOTES), (None,) * 6)


def paid(run: tuple[Program, list[Outcome]], label: str) -> list[int]:
    index = [step.label for step in run[0].steps].index(label)
    return [outcome.records[index].paid for outcome in run[1]]


def test_mills__period_numbers__are_those_of_the_printed_reports(mills: tuple[Program, list[Outcome]]) -> None:
    schedule = mills[0].schedule
    assert schedule.opening == 237
    assert str(schedule.collection_period(237)) == "2023Q4"
    assert str(schedule.collection_period(204)) == "2015Q3"
    assert schedule.payment_date(237).isoformat() == "2024-03-20"


def test_mills__distributions__equal_the_printed_reports(mills: tuple[Program, list[Outcome]]) -> None:
    assert paid(mills, "distribution") == [d * DOLLAR for d in (155_540, 132_466, 370_727, 0, 0, 0)]


def test_mills__reserve__equals_the_printed_reports(mills: tuple[Program, list[Outcome]]) -> None:
    assert [outcome.state.account[0] for outcome in mills[1]] == [r * DOLLAR for r in (0, 0, 0, 0, 63_932, 137_989)]


def test_mills__deficit_quarter__bills_paid_as_far_as_receipts_go_and_not_carried(
    mills: tuple[Program, list[Outcome]],
) -> None:
    assert paid(mills, "expenses")[3] == 241_778 * DOLLAR
    assert not any(any(outcome.state.carried) for outcome in mills[1])


def test_notes__steps__ten_in_the_order_of_the_terms(notes: tuple[Program, list[Outcome]]) -> None:
    assert tuple(step.label for step in notes[0].steps) == NOTES_STEPS


def test_notes__reserve__opens_at_its_target_and_follows_it_down(notes: tuple[Program, list[Outcome]]) -> None:
    # two quarters of interest: half of 8% on 800,000 plus 12% on 250,000 = 47,000, funded at closing
    assert notes[1][0].records[6].due == 0
    assert [outcome.state.account[0] // DOLLAR for outcome in notes[1]] == [
        47_000,
        41_838,
        40_000,
        35_731,
        35_731,
        40_000,
    ]


def test_notes__first_quarter__every_step_by_hand(notes: tuple[Program, list[Outcome]]) -> None:
    # 31 December to 20 March: 80 days 30E/360 and 80 actual days (2024 is a leap year)
    assert [record.paid for record in notes[1][0].records] == [
        2_500_000_000,
        2_884_270_000,  # 1% of 288,427
        233_333_333,  # 1,050,000 × 0.1% × 80/360
        132_887_000_000,
        14_222_222_222,  # 800,000 × 8% × 80/360
        6_666_666_666,  # 250,000 × 12% × 80/360
        0,
        129_033_507_779,  # the rest of 288,427
        0,
        0,
    ]


def test_notes__deficit_quarter__draws_on_the_reserve_carries_expense_and_leaves_arrears(
    notes: tuple[Program, list[Outcome]],
) -> None:
    deficit = notes[1][3]
    senior = deficit.records[4]
    assert senior.drawn == senior.paid == senior.due > 0
    assert deficit.state.carried[3] == deficit.records[3].shortfall > 40_000 * DOLLAR
    assert deficit.state.arrears == (0, 7_500 * DOLLAR, 0)
    assert paid(notes, "principal.senior")[3] == 0


def test_notes__quarters_after__expense_then_arrears_then_reserve_are_cured(
    notes: tuple[Program, list[Outcome]],
) -> None:
    after, last = notes[1][4], notes[1][5]
    assert after.state.carried[3] == 0
    # 7,500 in arrears + a quarter at 12% on 250,000 and on the arrears
    assert after.records[5].due == 15_225 * DOLLAR
    assert 0 < after.state.arrears[1] < 7_500 * DOLLAR
    assert last.state.arrears == (0, 0, 0)
    assert last.records[6].paid > 0 and last.records[6].shortfall == 0
    assert paid(notes, "principal.senior")[5] > 50_000 * DOLLAR


def test_notes__turbo__senior_first_and_residual_only_after_both(notes: tuple[Program, list[Outcome]]) -> None:
    assert sum(paid(notes, "principal.mezzanine")) == sum(paid(notes, "residual")) == 0
    repaid = sum(paid(notes, "principal.senior"))
    assert notes[1][5].state.balance == (800_000 * DOLLAR - repaid, 250_000 * DOLLAR, 0)
    assert repaid > 600_000 * DOLLAR
