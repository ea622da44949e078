# SPDX-License-Identifier: Apache-2.0
"""The main test of the money path: both engines, the same cases, every field equal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from regalia.domain.state import Outcome, State
from regalia.domain.waterfall import run_steps
from tests.differential.cases import Case, aimed, inputs, unrelated
from tests.differential.coverage import Coverage, labels
from tests.differential.programs import PAYEES, program
from tests.differential.solidity_engine import SolidityEngine
from tests.support.tier import tries

CASES = tries(quick=15_000, deep=1_000_000, name="REGALIA_CASES")
"""Generated deals, each with its history."""
SEED = int(os.environ.get("REGALIA_SEED", "20261124"))
IN_A_ROW = [1, 1, 1, 2, 5]
"""Payment dates of a history: many short ones, as most of what deals differ in shows on their first dates."""
ENOUGH = 50_000
"""So many cases reach every combination."""


@pytest.fixture(scope="module")
def solidity() -> SolidityEngine:
    return SolidityEngine()


def check(solidity: SolidityEngine, generated: Case) -> Outcome:
    expected = run_steps(generated.program, generated.state, generated.inputs)
    actual = solidity.run(generated.program, generated.state, generated.inputs)
    assert actual == expected, f"paste into test_regressions.py:\n\nCASES.append(\n    {generated!r}\n)"
    records = expected.records
    came = generated.inputs.available + sum(r.drawn + r.released for r in records)
    assert came == sum(r.paid for r in records) + expected.carried, generated
    return expected


def test_run__generated_cases__engines_equal_in_every_field(
    solidity: SolidityEngine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rng, coverage, run = Random(SEED), Coverage(), 0
    coverage.watch(monkeypatch)
    for _ in range(CASES):
        made = program(rng)
        solidity.check(made.pack(), len(PAYEES))
        steps = labels(made)
        apart = unrelated(rng, made)
        coverage.note(apart, check(solidity, apart), steps)
        run += 1
        for case, outcome in history(rng, solidity, Case(made, State.opening(made), inputs(rng, made, 1))):
            coverage.note(case, outcome, steps)
            run += 1
    with capsys.disabled():
        print(
            f"\n{CASES:,} deals, {run:,} payment dates, seed {SEED}; steps with support, by trigger, and what happened:"
        )
        print(coverage.lines())
    if CASES >= ENOUGH:
        assert not coverage.missing()


def history(rng: Random, solidity: SolidityEngine, first: Case) -> Iterator[tuple[Case, Outcome]]:
    """Dates one after the other, from closing on; each begins where the one before left off."""
    made, state = first.program, first.state
    for period in range(made.schedule.opening, made.schedule.opening + rng.choice(IN_A_ROW)):
        case = aimed(rng, Case(made, state, replace(inputs(rng, made, period), ending=False)))
        outcome = check(solidity, case)
        yield case, outcome
        state = outcome.state
