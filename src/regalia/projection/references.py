# SPDX-License-Identifier: Apache-2.0
"""Whether assumptions speak of things the deal has, and of all it needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from regalia.domain.program import Program
from regalia.domain.program_words import POOL_VALUE
from regalia.domain.terms import Problem, Terms
from regalia.domain.terms.facts import LIMITS_BROKEN
from regalia.projection.assumptions import Assumptions, Fact
from regalia.projection.errors import ScenarioFileError

_WAYS = {POOL_VALUE: ("amount", "years_of_receipts"), LIMITS_BROKEN: ("count",)}
"""How facts that are no shares may be said."""


def check_references(terms: Terms, program: Program, given: Assumptions) -> None:
    """ScenarioFileError lists every reference that doesn't resolve and everything that is missing."""
    problems = list(_problems(terms, program, given))
    if problems:
        raise ScenarioFileError(problems, f"assumptions {given.id} for {terms.id}")


def assumed_zero(program: Program, given: Assumptions) -> tuple[str, ...]:
    """Shares and counts the deal looks at and nobody says anything about: they are taken to be zero."""
    named = {fact.fact for fact in given.facts}
    return tuple(f for f in program.facts if f not in named and f != POOL_VALUE and given.receipts.kind != "file")


def _problems(terms: Terms, program: Program, given: Assumptions) -> Iterator[Problem]:
    steps = [program.all_steps[i].label for i in program.invoiced_steps]
    facilities = [facility.label for facility in program.facilities]
    if given.deal is not None and given.deal != terms.id:
        yield Problem("deal", repr(given.deal), f"these assumptions are for another deal than {terms.id}")
    if given.receipts.kind == "forecast" and not terms.forecast:
        yield Problem(
            "receipts", "", f"{terms.id} has no forecast: give receipts of another kind: flat, amounts, file, history"
        )
    yield from _unknown("invoices", [invoice.step for invoice in given.invoices], steps, "as-invoiced step")
    yield from _repeated("invoices", [invoice.step for invoice in given.invoices])
    yield from _repeated("scenarios", [scenario.id for scenario in given.scenarios])
    for i, invoice in enumerate(given.invoices):
        if (invoice.amount is None) == (invoice.share_of_receipts is None):
            yield Problem(f"invoices[{i}]", invoice.step, "say either amount or share_of_receipts")
    if given.receipts.kind != "file":
        for step in steps:
            if step not in {invoice.step for invoice in given.invoices}:
                yield Problem("invoices", step, "what this step is invoiced is missing; zero is an amount")
    yield from _facts("facts", given.facts, terms, program)
    for i, scenario in enumerate(given.scenarios):
        yield from _facts(f"scenarios[{i}].facts", scenario.facts, terms, program)
        yield from _unknown(f"scenarios[{i}].fails", scenario.fails, facilities, "facility")
    if given.bootstrap:
        yield from _unknown("bootstrap.fails", given.bootstrap.fails, facilities, "facility")
    valued = given.receipts.kind == "file" or any(f.fact == POOL_VALUE and f.since is None for f in given.facts)
    if POOL_VALUE in program.facts and not valued:
        yield Problem("facts", POOL_VALUE, "the deal looks at it; say it, from the first period on")


def _facts(path: str, facts: tuple[Fact, ...], terms: Terms, program: Program) -> Iterator[Problem]:
    limits = terms.number_of_limits
    yield from _unknown(path, [fact.fact for fact in facts], program.facts, "fact")
    for i, fact in enumerate(facts):
        said = [n for n in ("amount", "share", "years_of_receipts", "count") if getattr(fact, n) is not None]
        allowed = _WAYS.get(fact.fact, ("share",))
        if len(said) != 1 or said[0] not in allowed:
            yield Problem(f"{path}[{i}]", fact.fact, f"say one of {', '.join(allowed)}")
        elif (fact.count or 0) > limits:
            yield Problem(
                f"{path}[{i}].count", str(fact.count), f"the pool has {limits} limits, and no more can be broken"
            )


def _unknown(path: str, names: Iterable[str], known: Iterable[str], what: str) -> Iterator[Problem]:
    choices = list(known)
    for i, name in enumerate(names):
        if name not in choices:
            near = get_close_matches(name, choices, 1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(choices) or 'none'}"
            yield Problem(f"{path}[{i}]", repr(name), f"no {what} of the deal has this name; {hint}")


def _repeated(path: str, names: list[str]) -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Problem(path, name, f"is given {count} times")
