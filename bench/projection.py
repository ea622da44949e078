# SPDX-License-Identifier: Apache-2.0
"""How fast scenarios are projected, and that the vectorised engine and the exact one agree. Writes ``bench/projection.json``."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from regalia.domain.terms import load_terms
from regalia.projection.assumptions_file import load_assumptions
from regalia.projection.batch.project import project_batch
from regalia.projection.exact import project_exact
from regalia.projection.report import SEED, Desk

ROOT = Path(__file__).parents[1]
FIGURES = Path(__file__).parent / "projection.json"
DEALS = ("mills-notes", "teaching", "hi-fi-ii")
PATHS, DATES, SAMPLE = 10_000, 60, 200
GOAL = 5.0
"""Seconds for 10,000 scenarios of 60 quarters and 3 tranches on two cores."""


@dataclass(frozen=True)
class Figure:
    """``seconds``: for all paths; ``exact_seconds``: what the exact engine would need, by the sample. ``equal``: in every field."""

    paths: int
    dates: int
    tranches: int
    steps: int
    triggers: int
    seconds: float
    exact_seconds: float
    sample: int
    equal: bool


def measure(deal: str, paths: int = PATHS, sample: int = SAMPLE) -> Figure:
    """Project the bootstrap paths of a deal's scenario file."""
    terms = load_terms(ROOT / "deals" / f"{deal}.yaml")
    file = ROOT / "deals" / "scenarios" / f"{deal}.yaml"
    given = load_assumptions(file).model_copy(update={"periods": DATES})
    desk = Desk(terms, given, file.parent)
    outlook, opening = desk.builder.random(paths, SEED), desk.projector.opening
    start = perf_counter()
    found = project_batch(desk.program, opening, outlook)
    seconds = perf_counter() - start
    chosen = [i * paths // sample for i in range(sample)]
    start = perf_counter()
    exact = project_exact(desk.program, opening, outlook.only(chosen))
    exact_seconds = (perf_counter() - start) * paths / sample
    return Figure(
        paths=paths,
        dates=DATES,
        tranches=len(desk.program.tranches),
        steps=len(desk.program.steps),
        triggers=len(desk.program.triggers),
        seconds=round(seconds, 2),
        exact_seconds=round(exact_seconds, 1),
        sample=sample,
        equal=not exact.differences(found.only(chosen)),
    )


def main() -> int:
    """1 when the goal is missed or the engines differ."""
    figures = {deal: measure(deal) for deal in DEALS}
    FIGURES.write_text(json.dumps({d: asdict(f) for d, f in figures.items()}, indent=2, sort_keys=True) + "\n")
    print(
        f"\n{'projection':<14}{'paths':>8}{'dates':>7}{'tranches':>10}{'seconds':>9}{'exact':>9}{'goal':>7}  {os.cpu_count()} cores"
    )
    for deal, f in figures.items():
        equal = f"equal in {f.sample}" if f.equal else "THE ENGINES DIFFER"
        goal = f"{GOAL:.1f}" if deal == DEALS[0] else "-"
        print(
            f"{deal:<14}{f.paths:>8,}{f.dates:>7}{f.tranches:>10}{f.seconds:>9.2f}{f.exact_seconds:>9.1f}{goal:>7}  {equal}"
        )
    return 0 if figures[DEALS[0]].seconds < GOAL and all(f.equal for f in figures.values()) else 1
