# SPDX-License-Identifier: Apache-2.0
"""What the generated cases have reached, and what they never did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from regalia.domain.accrual import PPM
from regalia.domain.program import Program, StepProgram, TriggerProgram
from regalia.domain.program_words import (
    FACILITY_BIT,
    Comparison,
    DueKind,
    Measure,
    PrincipalKind,
    StepFlag,
    StepKind,
)
from regalia.domain.state import Outcome
from regalia.domain.triggers import Triggers
from tests.differential.cases import Case

SUPPORTED = (StepKind.EXPENSE, StepKind.INTEREST, StepKind.PRINCIPAL)
SUPPORTS = ("none", "account", "facility", "several")
RUNS = ("ran", "held")
RATIOS = [m for m in Measure if m not in (Measure.DATE_REACHED, Measure.SUPPORT_UNPAID)]
EVENTS = (
    "accelerated", "final", "ending", "capitalised", "default", "held-back interest", "unmet", "trap kept", "released",
    "carried over to the acceleration list", "used anew", "series dropped", "support repaid",
)  # fmt: skip


class Coverage:
    """Counts; ``missing`` names every combination that should have come up and didn't."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Note how each quantity compares with its threshold."""
        quantity = Triggers.quantity

        def noted(self_: Triggers, i: int, trigger: TriggerProgram) -> tuple[int, int]:
            found = quantity(self_, i, trigger)
            left, right = found[0] * PPM, trigger.threshold * found[1]
            side = "infinite" if not found[1] else "below" if left < right else "exact" if left == right else "above"
            self.seen[f"trigger {trigger.measure.name} {trigger.comparison.name} {side}"] += 1
            return found

        patch.setattr(Triggers, "quantity", noted)

    def note(self, case: Case, outcome: Outcome, lists: list[list[list[str]]]) -> None:
        """``lists``: the labels of the steps of both lists."""
        steps = case.program.list_of(outcome.accelerated)
        for step, labels in zip(steps, lists[outcome.accelerated], strict=True):
            ran = "ran" if step.runs(outcome.up) else "held"
            for label in labels:
                self.seen[f"{label} {ran}"] += 1
        for event, happened in events(case, outcome):
            if happened:
                self.seen[event] += 1

    def missing(self) -> list[str]:
        return [label for label in required() if label not in self.seen]

    def lines(self) -> str:
        return "\n".join(f"{count:9,d} {label}" for label, count in sorted(self.seen.items()))


def labels(program: Program) -> list[list[list[str]]]:
    """Of each step of both lists: its variety with its support, and its kind with its support and each trigger it heeds."""
    return [[list(_labels(program, step)) for step in steps] for steps in (program.steps, program.acceleration)]


def _labels(program: Program, step: StepProgram) -> Iterator[str]:
    support = support_of(step)
    yield f"{variety(step)} / {support}"
    heeded = {
        t.measure.name
        for t in program.triggers
        if not t.is_default and (step.guard_on | step.guard_off) >> t.effect & 1
    }
    yield from (f"{step.kind.name} / {support} / {measure}" for measure in heeded)


def variety(step: StepProgram) -> str:
    name = step.kind.name
    match step.kind:
        case StepKind.EXPENSE:
            name += f" {DueKind(step.due_kind).name}"
            words = [("carried", step.carries), ("capped", step.cap), ("a year", step.counts_year)]
            return " ".join(
                [name, *(w for w, is_so in words if is_so), *(["taken"] if step.flags & StepFlag.TAKEN_ABOVE else [])]
            )
        case StepKind.PRINCIPAL:
            order = "in proportion" if StepFlag.PRO_RATA in step.flags else "in sequence"
            return f"{name} {PrincipalKind(step.due_kind).name} {order}{' goes on' if step.goes_on else ''}"
    return name


def support_of(step: StepProgram) -> str:
    if len(step.support) > 1:
        return "several"
    return "none" if not step.support else "account" if step.support[0] < FACILITY_BIT else "facility"


def events(case: Case, outcome: Outcome) -> Iterator[tuple[str, Any]]:
    program, inputs, state, after = case.program, case.inputs, case.state, outcome.state
    steps = list(zip(program.list_of(outcome.accelerated), outcome.records, strict=True))
    start, end = program.schedule.accrual(inputs.period)
    yield "accelerated", outcome.accelerated
    yield "final", program.legal_final and end >= program.legal_final
    yield "ending", inputs.ending
    yield "default", after.defaulted and not state.defaulted
    yield "capitalised", any(a > b for a, b in zip(after.balance, state.balance, strict=True))
    held = [r for s, r in steps if s.kind is StepKind.INTEREST and not s.runs(outcome.up)]
    yield "held-back interest", any(r.due for r in held)
    yield "unmet", any(outcome.unmet)
    yield "trap kept", any(s.kind is StepKind.TRAP and r.paid for s, r in steps)
    yield "released", any(r.released for _, r in steps)
    yield "support repaid", any(s.kind is StepKind.REPAY_SUPPORT and r.paid for s, r in steps)
    aliased = outcome.accelerated and any(s.carry is not None and s.carries for s, _ in steps)
    yield "carried over to the acceleration list", aliased
    yield "used anew", any(state.used) and start.year != end.year
    full = (len(state.series[i]) == t.trailing - 1 > 0 for i, t in enumerate(program.triggers))
    yield "series dropped", any(full)


def required() -> Iterator[str]:
    """Every combination there can be."""
    yield from EVENTS
    for kind, support, measure, ran in product(SUPPORTED, SUPPORTS, Measure, RUNS):
        yield f"{kind.name} / {support} / {measure.name} {ran}"
    for kind, measure, ran in product([k for k in StepKind if k not in SUPPORTED], Measure, RUNS):
        yield f"{kind.name} / none / {measure.name} {ran}"
    for due_kind, support, ran in product(DueKind, SUPPORTS, RUNS):
        yield f"EXPENSE {due_kind.name} carried / {support} {ran}"
        if due_kind is not DueKind.ABOVE_CAP:
            yield f"EXPENSE {due_kind.name} carried capped a year taken / {support} {ran}"
    orders = ["in sequence", "in sequence goes on", "in proportion", "in proportion goes on"]
    for due, order, support, ran in product(PrincipalKind, orders, SUPPORTS, RUNS):
        yield f"PRINCIPAL {due.name} {order} / {support} {ran}"
    for ratio, comparison, side in product(RATIOS, Comparison, ("below", "exact", "above")):
        yield f"trigger {ratio.name} {comparison.name} {side}"
    infinite = (
        Measure.DEBT_SERVICE_COVERAGE,
        Measure.OVERCOLLATERALISATION,
        Measure.LEVERAGE,
        Measure.COLLECTIONS_TO_FORECAST,
    )
    for measure, comparison in product(infinite, Comparison):
        yield f"trigger {measure.name} {comparison.name} infinite"
