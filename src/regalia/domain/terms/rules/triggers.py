# SPDX-License-Identifier: Apache-2.0
"""Triggers that can be measured, and acceleration that can come about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.terms.problems import Problem, shown

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms


def trigger_problems(terms: Terms) -> Iterator[Problem]:
    for i, trigger in enumerate(terms.triggers):
        path, measure, memory = f"triggers[{i}]", trigger.measure, trigger.memory
        if memory.kind == "of-last" and memory.periods > memory.of:
            yield Problem(f"{path}.memory.periods", shown(memory.periods), f"must be at most of, {memory.of}")
        if measure.kind == "collections-to-forecast" and not terms.forecast:
            yield Problem(f"{path}.measure", "", "needs the deal's forecast")
        if measure.kind == "date-reached":
            if (measure.which == "date") != (measure.date is not None):
                yield Problem(f"{path}.measure.date", shown(measure.date), "is given exactly when which is date")
            elif measure.which == "anticipated-repayment" and terms.calendar.anticipated_repayment is None:
                yield Problem(
                    f"{path}.measure.which", shown(measure.which), "needs anticipated_repayment in the calendar"
                )
            elif measure.which == "legal-final" and terms.calendar.legal_final is None:
                yield Problem(f"{path}.measure.which", shown(measure.which), "needs legal_final in the calendar")
    defaults = any(t.effect.kind == "event-of-default" for t in terms.triggers)
    if defaults and not terms.acceleration:
        yield Problem("acceleration", "", "must list the steps that follow an event of default")
    capable = defaults or any(t.coupon and t.coupon.shortfall == "default" for t in terms.tranches)
    if terms.acceleration and not capable:
        yield Problem("acceleration", "", "is never reached: nothing in the terms is an event of default")
