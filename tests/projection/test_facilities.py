# SPDX-License-Identifier: Apache-2.0
"""Facilities in projections: those that pay are asked for exactly what is drawn, those that fail are in default on that date."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from regalia.domain.program import FacilityProgram, Program, StepKind, StepProgram, SubjectKind, TriggerProgram
from regalia.domain.program_words import FACILITY_BIT, Comparison, FacilityKind, Measure
from regalia.domain.state import State
from regalia.projection.batch.project import project_batch
from regalia.projection.exact import project_exact
from regalia.projection.outcomes import Outcomes
from regalia.projection.outlook import outlook_of
from tests.domain.small_deals import QUARTERLY, SENIOR

INTEREST = StepProgram("interest", StepKind.INTEREST, SubjectKind.TRANCHE, 0, support=(FACILITY_BIT,))
RESIDUAL = StepProgram("residual", StepKind.RESIDUAL, SubjectKind.PAYEE, 0, guard_off=1)
GUARANTEED = Program(
    QUARTERLY,
    (SENIOR,),
    (),
    ("parent",),
    (INTEREST, RESIDUAL),
    facilities=(FacilityProgram("make-up", FacilityKind.GUARANTEE, 0, limit=30_000),),
    triggers=(TriggerProgram("unpaid", Measure.SUPPORT_UNPAID, Comparison.AT_LEAST),),
    flags=("unpaid",),
)
"""20,000 of interest a quarter, of which the parent makes up 30,000 in all."""


def project(received: list[int], pays: bool) -> Outcomes:
    outlook = outlook_of(GUARANTEED, np.array([received]).T)
    outlook = replace(outlook, pays=np.array([[pays]]), ends=False)
    exact = project_exact(GUARANTEED, State.opening(GUARANTEED), outlook)
    assert exact.differences(project_batch(GUARANTEED, State.opening(GUARANTEED), outlook)) == []
    return exact


def test_guarantor__that_pays__makes_up_until_its_limit() -> None:
    found = project([5_000, 5_000, 20_000], pays=True)
    assert found.put_in[:, 0, 0].tolist() == [15_000, 15_000, 0]
    assert found.owed[-1, 0, 0] == 30_000
    assert found.shortfall[:, 0, 0].tolist() == [0, 0, 0]


def test_guarantor__asked_beyond_its_limit__the_rest_is_unpaid() -> None:
    assert project([0, 0], pays=True).shortfall[:, 0, 0].tolist() == [0, 10_000]


def test_guarantor__that_fails__trigger_is_up_on_that_very_date_and_stays() -> None:
    found = project([20_000, 5_000, 30_000], pays=False)
    assert found.put_in.sum() == 0
    assert found.active[:, 0, 0].tolist() == [False, True, True]
    assert found.left.tolist() == [0]
    assert found.shortfall[:, 0, 0].tolist() == [0, 15_000, 5_000]


@pytest.mark.parametrize("pays", [True, False])
def test_guarantor__never_asked__in_no_default(pays: bool) -> None:
    assert not project([20_000, 25_000], pays=pays).active.any()
