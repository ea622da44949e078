# SPDX-License-Identifier: Apache-2.0
"""What the vectorised engine refuses by name, and that the exact one then projects it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from regalia.domain.program import PrincipalKind, Program, StepFlag, StepKind, StepProgram, SubjectKind
from regalia.domain.state import State
from regalia.projection.batch.project import project_batch
from regalia.projection.engine import EnginesDisagreeError, Projector
from regalia.projection.errors import NotBatchedError, ProjectionError
from regalia.projection.outcomes import Outcomes
from regalia.projection.outlook import Outlook, outlook_of
from tests.domain.small_deals import NOTES, SENIOR

THREE_QUARTERS = np.full((3, 2), 100_000, np.int64)


def principal(subject: int, **fields: Any) -> StepProgram:
    flags = StepFlag.GOES_ON if subject else StepFlag.NONE
    return StepProgram(
        f"principal.{subject}", StepKind.PRINCIPAL, SubjectKind.TRANCHE, subject, PrincipalKind.TURBO, flags,
        **({"tranche_mask": 0b11 >> subject << subject} | fields),
    )  # fmt: skip


def with_steps(*steps: StepProgram) -> Program:
    return replace(NOTES, steps=steps)


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        (with_steps(principal(0), principal(1, guard_on=1)), "another guard"),
        (with_steps(principal(0, tranche_mask=0b10)), "outside its group"),
        (replace(NOTES, tranches=(replace(SENIOR, coupon=1_000_001), *NOTES.tranches[1:])), "coupon above 100%"),
        (with_steps(replace(NOTES.steps[0], rate=8_000_001)), "rate above 800%"),
        (with_steps(replace(NOTES.steps[0], amount=2**53)), "smallest units or more"),
        (with_steps(replace(NOTES.steps[4], number=97)), "96 periods"),
    ],
)
def test_batch__program_it_can_not_run_exactly__refused_by_name(program: Program, reason: str) -> None:
    with pytest.raises(NotBatchedError, match=reason):
        project_batch(program, State.opening(program), outlook_of(program, THREE_QUARTERS))


@pytest.mark.parametrize("received", [2**53, 2**52])
def test_batch__amounts_beyond_its_integers__refused_before_or_while_they_add_up(received: int) -> None:
    given = outlook_of(NOTES, np.full((3, 1), received, dtype=object))
    keeps = with_steps(StepProgram("trap", StepKind.TRAP, SubjectKind.ACCOUNT, 0, rate=10**6), NOTES.steps[1])
    with pytest.raises(NotBatchedError, match="smallest units"):
        project_batch(keeps, State.opening(keeps), given)


def test_projector__amounts_beyond_64_bits__exact_engine_and_the_reason() -> None:
    given = outlook_of(NOTES, np.full((3, 1), 2**80, dtype=object))
    projector = Projector(NOTES, State.opening(NOTES))
    found = projector(given)
    assert not projector.vectorised and "2**" not in projector.refused and f"{2**80:,}" in projector.refused
    assert int(found.paid.sum()) > 2**81


def test_projector__vectorised_figures_that_differ__refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(program: Program, opening: State, outlook: Outlook, progress: object = None) -> Outcomes:
        found = project_batch(program, opening, outlook)
        return replace(found, interest=found.interest + 1)

    monkeypatch.setattr("regalia.projection.engine.project_batch", wrong)
    with pytest.raises(EnginesDisagreeError, match="differ in interest in scenarios 0, 1"):
        Projector(NOTES, State.opening(NOTES))(outlook_of(NOTES, THREE_QUARTERS))


def test_outlook__of_another_shape_than_the_deal_needs__refused_by_field() -> None:
    given = outlook_of(NOTES, THREE_QUARTERS)
    with pytest.raises(ProjectionError, match=r"invoices has the shape \(3, 0, 2\).*need \(3, 1, 2\)"):
        replace(given, invoices=given.invoices[:, :0]).check(NOTES)
    with pytest.raises(ProjectionError, match="no period or no scenario"):
        outlook_of(NOTES, THREE_QUARTERS[:0]).check(NOTES)
