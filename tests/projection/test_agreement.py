# SPDX-License-Identifier: Apache-2.0
"""The vectorised engine and the exact one: the same outlooks, every field equal."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from random import Random
from time import perf_counter

import numpy as np
import pytest

from regalia.domain.compile import compile_terms, opening_state
from regalia.domain.program import Program
from regalia.domain.program_words import POOL_VALUE
from regalia.domain.terms import load_terms
from regalia.projection.batch.project import AT_ONCE, project_batch
from regalia.projection.exact import project_exact
from regalia.projection.outlook import Outlook
from regalia.projection.report import SEED
from tests.projection.desks import DEALS, desk
from tests.projection.programs import opening, outlook, program

PROGRAMS = int(os.environ.get("REGALIA_PROJECTIONS", "250"))
SAMPLE = 200
"""Scenarios over all deal files."""
FILES = sorted(DEALS.glob("*.yaml"))


def test_project__generated_programs__engines_equal_in_every_field() -> None:
    seen: Counter[str] = Counter()
    for seed in range(PROGRAMS):
        rng = Random(seed)
        made = program(rng)
        state, given = opening(rng, made), outlook(rng, made, 4)
        exact, batch = project_exact(made, state, given), project_batch(made, state, given)
        assert exact.differences(batch) == [], f"seed {seed}"
        seen.update(f"{step.kind.name} {step.due_kind.name}" for step in made.all_steps)
        seen.update(trigger.measure.name for trigger in made.triggers)
        both_lists = exact.accelerated.any(axis=1) & ~exact.accelerated.all(axis=1)
        seen.update({"both lists on one date": int(both_lists.any()), "support": int(bool(exact.put_in.any()))})
    rare = {name: seen[name] for name in ("both lists on one date", "support") if seen[name] < 5}
    assert not rare and len(seen) == 28, f"the generator no longer reaches everything: {seen}"


def random_outlook(of: Program, largest: int, unit: int, scenarios: int) -> Outlook:
    """Receipts around some level of its own in each scenario, falling; facts that jump; facilities that pay or fail."""
    rng = np.random.Generator(np.random.PCG64(SEED))
    day, first, periods = of.schedule.payment_date, of.schedule.opening, 60
    while periods > 1 and of.legal_final and day(first + periods - 2) >= of.legal_final:
        periods -= 1
    level = largest * rng.uniform(0.005, 0.12, scenarios)
    fading = 0.985 ** np.arange(periods)[:, None]
    received = (level * rng.lognormal(0, 0.4, (periods, scenarios)) * fading).astype(np.int64)
    facts = rng.integers(0, 10**6, (periods, len(of.facts), scenarios))
    if POOL_VALUE in of.facts:
        facts[:, of.facts.index(POOL_VALUE)] = rng.integers(0, 2 * largest, (periods, scenarios))
    return Outlook(
        first=first,
        received=received,
        invoices=rng.integers(0, largest // 100 + unit, (periods, len(of.invoiced_steps), scenarios)),
        facts=facts,
        other=(0,) * periods,
        targets=(None,) * periods,
        report_age=tuple(int(age) for age in rng.integers(60, 130, periods)),
        pays=rng.random((len(of.facilities), scenarios)) < 0.6,
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_project__sample_of_200_over_all_deal_files__equal_to_the_smallest_unit(file: Path) -> None:
    """The goal is one currency unit; asked is equality."""
    terms = load_terms(file)
    made, state = compile_terms(terms), opening_state(terms, compile_terms(terms))
    unit = terms.money.to_units(1)
    largest = sum(tranche.original_balance for tranche in made.tranches) or 4_000_000 * unit
    given = random_outlook(made, largest, unit, -(-SAMPLE // len(FILES)))
    assert project_exact(made, state, given).differences(project_batch(made, state, given)) == []


def test_project__more_scenarios_than_are_run_at_once__each_as_alone() -> None:
    notes = desk("mills-notes", periods=8)
    given = notes.builder.random(AT_ONCE + 3, SEED)
    together = project_batch(notes.program, notes.projector.opening, given)
    for scenario in (0, AT_ONCE - 1, AT_ONCE, AT_ONCE + 2):
        alone = project_batch(notes.program, notes.projector.opening, given.only([scenario]))
        assert alone.differences(together.only([scenario])) == []


def test_project__10_000_scenarios_60_quarters_3_tranches__under_the_ceiling() -> None:
    """The goal is 5 s on two cores; bench/projection.json has the figure. Twice that, so that a busy machine doesn't fail."""
    notes = desk("mills-notes")
    given = notes.builder.random(10_000, SEED)
    start = perf_counter()
    found = project_batch(notes.program, notes.projector.opening, given)
    assert perf_counter() - start < 10
    assert found.interest.shape == (61, 3, 10_000)
