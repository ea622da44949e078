# SPDX-License-Identifier: Apache-2.0
"""Accrued interest by hand-worked figures: at the end of the period it is what the payment date finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from regalia.domain.money import Currency
from regalia.domain.program import Program, StepUp
from regalia.domain.running import Running
from regalia.domain.state import Inputs, State
from regalia.market.accrued import accrued
from regalia.market.position import Position
from tests.domain.small_deals import MEZZANINE, NOTES, SENIOR

OPENING = State.opening(NOTES)
FIRST = Position(OPENING, 1)
CENTS = Currency("USD", 2)


@pytest.mark.parametrize(
    ("day", "interest"),
    [
        (date(2024, 1, 1), 0),
        (date(2024, 1, 20), 0),
        (date(2024, 1, 21), 222),
        (date(2024, 3, 5), 10_000),
        (date(2024, 4, 20), 20_000),
        (date(2024, 5, 9), 20_000),
    ],
)
def test_accrued__on_a_day_of_the_period__balance_coupon_days_down(day: date, interest: int) -> None:
    """1,000,000 at 8% on 30E/360: 222.2 a day."""
    found = accrued(NOTES, FIRST, 0, day)
    assert (found.interest, found.arrears, found.since) == (interest, 0, date(2024, 1, 20))


def test_accrued__a_unit__rounded_down_beyond_the_currency() -> None:
    found = accrued(NOTES, FIRST, 0, date(2024, 1, 21))
    assert found.interest_of_a_unit(CENTS) == Decimal("0.00222000")
    seventh = replace(found, units=7)
    assert seventh.interest_of_a_unit(CENTS) == Decimal("0.31714285")


def test_accrued__arrears__apart_and_bearing_interest_where_they_do() -> None:
    late = Position(replace(OPENING, arrears=(1_000, 2_000, 0)), 2)
    senior, mezzanine = (accrued(NOTES, late, t, date(2024, 7, 20)) for t in (0, 1))
    assert (senior.interest, senior.arrears) == (20_000, 1_000)
    assert (mezzanine.interest, mezzanine.arrears) == (15_060, 2_000)


def test_accrued__step_up_in_the_period__each_rate_its_days() -> None:
    stepped = replace(SENIOR, step_up=StepUp(120_000, date(2024, 3, 5)))
    program: Program = replace(NOTES, tranches=(stepped, MEZZANINE, NOTES.tranches[2]))
    assert accrued(program, FIRST, 0, date(2024, 4, 20)).interest == 10_000 + 15_000


@pytest.mark.parametrize("tranche", [0, 1, 2])
def test_accrued__on_the_payment_date__what_the_engine_finds(tranche: int) -> None:
    engine = Running(NOTES, OPENING, Inputs(1, 0, 0, None, (0,)))
    assert accrued(NOTES, FIRST, tranche, date(2024, 4, 20)).interest == engine.accrual[tranche]


def test_accrued__no_next_date__nothing_but_arrears() -> None:
    found = accrued(NOTES, Position(replace(OPENING, arrears=(5, 0, 0)), None), 0, date(2024, 4, 20))
    assert (found.interest, found.arrears, found.since, found.until) == (0, 5, None, None)
