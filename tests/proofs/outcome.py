# SPDX-License-Identifier: Apache-2.0
"""What halmos found, read from its JSON, and what of it is no proof."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.proofs.listed import PROOF, TWIN, Theorem

PASS, COUNTEREXAMPLE = 0, 1
WORDS = {0: "holds", 1: "counterexample", 2: "timed out", 3: "stuck", 4: "every path reverts", 5: "prover failed"}


@dataclass(frozen=True)
class Outcome:
    theorem: Theorem
    exit_code: int
    seconds: float
    cut_loops: int

    @property
    def said(self) -> str:
        return WORDS.get(self.exit_code, f"unknown answer {self.exit_code}")


def outcomes(report: Mapping[str, Any]) -> list[Outcome]:
    """Each function of each contract of a report."""
    return [
        Outcome(
            Theorem(place.rpartition(":")[2], result["name"].partition("(")[0]),
            result["exitcode"],
            result["time"][0] if result["time"] else 0.0,
            result["num_bounded_loops"] or 0,
        )
        for place, results in report["test_results"].items()
        for result in results
    ]


def problem(outcome: Outcome) -> str | None:
    """Why an outcome is not what it should be: a proof holds on whole paths, a twin is refuted."""
    name = f"{outcome.theorem.contract}.{outcome.theorem.function}"
    if outcome.theorem.function.startswith(TWIN):
        return None if outcome.exit_code == COUNTEREXAMPLE else f"{name}: the path was not found ({outcome.said})"
    if outcome.exit_code != PASS:
        return f"{name}: {outcome.said}"
    return f"{name}: {outcome.cut_loops} loops were cut short" if outcome.cut_loops else None


def problems(expected: Iterable[Theorem], found: Iterable[Outcome]) -> list[str]:
    """Everything that is wrong with a run; nothing when all is proved."""
    expected, found = list(expected), list(found)
    run = {outcome.theorem for outcome in found}
    wrong = [text for outcome in found if (text := problem(outcome)) is not None]
    wrong += [f"{t.contract}.{t.function}: was not run" for t in expected if t not in run]
    wrong += [f"{t.contract}.{t.function}: is in no file" for t in sorted(run - set(expected))]
    if len(run) != len(found):
        wrong.append(f"{len(found) - len(run)} were run twice")
    for theorem in expected:
        other = theorem.other
        if other not in expected:
            wrong.append(f"{theorem.contract}.{theorem.function}: has no {other.function}")
    if not any(t.function.startswith(PROOF) for t in expected):
        wrong.append("there is no proof at all")
    return wrong


def table(found: Iterable[Outcome]) -> str:
    rows = sorted(found, key=lambda outcome: outcome.theorem)
    width = max((len(f"{r.theorem.contract}.{r.theorem.function}") for r in rows), default=0)
    return "\n".join(
        f"{f'{r.theorem.contract}.{r.theorem.function}':<{width}}  {r.seconds:7.2f} s  {r.said}" for r in rows
    )
