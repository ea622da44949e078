# SPDX-License-Identifier: Apache-2.0
"""What is projected from where a deal stands is the rest of what was projected from closing."""

from __future__ import annotations

import pytest

from regalia.domain.compile import compile_terms, opening_state
from regalia.domain.terms import load_terms
from regalia.market.payments import Payment, projected_payments
from regalia.market.position import Position
from regalia.projection.build import OutlookBuilder
from regalia.projection.errors import ProjectionError
from regalia.projection.exact import _project_one, project_exact
from tests.projection.desks import NOTES, ROOT, assume

TERMS = load_terms(NOTES)
PROGRAM = compile_terms(TERMS)
OPENING = opening_state(TERMS, PROGRAM)


def from_closing(tranche: int) -> list[Payment]:
    outcomes = project_exact(PROGRAM, OPENING, OutlookBuilder(TERMS, PROGRAM, assume(), ROOT).named())
    return [
        Payment(on, int(amount))
        for on, amount in zip(outcomes.dates, outcomes.paid[:, tranche, 0], strict=True)
        if amount
    ]


def project(position: Position, tranche: int = 0, scenario: str | None = None) -> list[Payment]:
    return list(projected_payments(TERMS, PROGRAM, position, assume(), ROOT, tranche, scenario))


@pytest.mark.parametrize("tranche", range(len(PROGRAM.tranches)))
def test_payments__from_closing__those_of_the_projection(tranche: int) -> None:
    found = project(Position(OPENING, PROGRAM.schedule.opening), tranche)
    assert found == from_closing(tranche) != []


def test_payments__after_some_dates__the_rest(done: int = 3) -> None:
    dates, _ = _project_one(PROGRAM, OPENING, OutlookBuilder(TERMS, PROGRAM, assume(), ROOT).named(), 0)
    position = Position(dates[done - 1].state, PROGRAM.schedule.opening + done)
    whole = from_closing(0)
    assert project(position) == [payment for payment in whole if payment.on > dates[done - 1].on] != whole


def test_payments__no_next_date_or_nothing_assumed_any_more__none() -> None:
    assert project(Position(OPENING, None)) == []
    assert project(Position(OPENING, PROGRAM.schedule.opening + 12)) == []


def test_payments__no_such_scenario__refused() -> None:
    with pytest.raises(ProjectionError, match="scenario 'feast' is not in the file"):
        project(Position(OPENING, 1), scenario="feast")
