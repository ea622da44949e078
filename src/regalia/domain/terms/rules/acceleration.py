# SPDX-License-Identifier: Apache-2.0
"""The steps after an event of default: needed when there can be one, and fit to take over from those before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.terms.problems import Problem, shown

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms


def acceleration_problems(terms: Terms) -> Iterator[Problem]:
    defaults = any(trigger.effect.kind == "event-of-default" for trigger in terms.triggers)
    defaults |= any(tranche.coupon and tranche.coupon.shortfall == "default" for tranche in terms.tranches)
    if defaults and not terms.acceleration:
        yield Problem("acceleration", "", "must list the steps that follow an event of default")
    if terms.acceleration and not defaults:
        yield Problem("acceleration", "", "is never reached: nothing in the terms is an event of default")
    yield from _taken_over(terms)


def _taken_over(terms: Terms) -> Iterator[Problem]:
    """A step with the id of a normal one takes over what that one carries, so it must be owed to the same."""
    normal = {(step.kind, step.id): (i, step) for i, step in enumerate(terms.steps)}
    for i, step in enumerate(terms.acceleration):
        if (step.kind, step.id) not in normal:
            continue
        j, before = normal[step.kind, step.id]
        rule = f"must be as in steps[{j}], which has the same id and hands on what it carries"
        if step.kind == "expense" and before.kind == "expense" and step.payee != before.payee:
            yield Problem(f"acceleration[{i}].payee", shown(step.payee), rule)
        if step.kind == "expense" and before.kind == "expense" and step.shortfall != before.shortfall:
            yield Problem(f"acceleration[{i}].shortfall", shown(step.shortfall), rule)
        if step.kind == "principal" and before.kind == "principal" and step.tranches != before.tranches:
            yield Problem(f"acceleration[{i}].tranches", "", rule)
