# SPDX-License-Identifier: Apache-2.0
"""Guards that can open, flags that are read, and no trigger that waits for itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.terms.problems import Problem, shown
from regalia.domain.terms.rules.step import repeats
from regalia.domain.terms.triggers import RaiseFlag

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

Needs = dict[int, tuple[int, str]]
"""Triggers whose flags decide what a measure counts: by index, the step that is counted and the flag its guard reads."""


def guard_problems(terms: Terms) -> Iterator[Problem]:
    for field, steps in terms.step_lists():
        for i, step in enumerate(steps):
            path, guard = f"{field}[{i}].guard", step.guard
            yield from repeats(f"{path}.while_active", guard.while_active)
            yield from repeats(f"{path}.while_not_active", guard.while_not_active)
            for j, flag in enumerate(guard.while_not_active):
                if flag in guard.while_active:
                    rule = "must be active for this step too, which so never runs"
                    yield Problem(f"{path}.while_not_active[{j}]", shown(flag), rule)
            if step.kind == "residual" and (guard.while_active or guard.while_not_active):
                yield Problem(path, "", "must be always: else what is left would be nobody's")
    yield from _unread(terms)
    yield from _circular(terms)


def _unread(terms: Terms) -> Iterator[Problem]:
    """A flag that bears the name of its trigger may be meant for people only."""
    guards = [step.guard for step in terms.steps + terms.acceleration]
    known = {flag for guard in guards for flag in guard.while_active + guard.while_not_active}
    known |= {trigger.id for trigger in terms.triggers if trigger.effect == RaiseFlag(kind="flag", flag=trigger.id)}
    for i, trigger in enumerate(terms.triggers):
        if trigger.effect.kind == "flag" and trigger.effect.flag not in known:
            rule = f"is read by no guard; name it {trigger.id}, as the trigger, when it is only to be reported"
            yield Problem(f"triggers[{i}].effect.flag", shown(trigger.effect.flag), rule)


def _circular(terms: Terms) -> Iterator[Problem]:
    """What a trigger counts is settled by guards, and those by triggers that were measured before it."""
    needs = [_needs(terms, i) for i in range(len(terms.triggers))]
    for i, trigger in enumerate(terms.triggers):
        path = f"triggers[{i}].measure"
        circle = next((j for j in needs[i] if i in _reached(needs, j)), None)
        later = max(needs[i], default=i)
        if circle is not None:
            k, flag = needs[i][circle]
            raiser = "this trigger raises" if circle == i else f"triggers[{circle}] raises, which waits for this one"
            rule = f"counts steps[{k}], whose guard reads the flag {flag}, which {raiser}: a circle"
            yield Problem(path, shown(trigger.id), rule)
        elif later > i:
            k, flag = needs[i][later]
            rule = f"counts steps[{k}], whose guard reads the flag {flag}: must come after triggers[{later}], which raises it"
            yield Problem(path, shown(trigger.id), rule)


def _needs(terms: Terms, i: int) -> Needs:
    """Debt service counts the scheduled principal of the normal list that guards let run at that moment.

    A latched trigger may count steps that its own flag holds back: while its answers matter, the flag is down.
    """
    trigger = terms.triggers[i]
    if trigger.measure.kind != "debt-service-coverage":
        return {}
    tranches = set(trigger.measure.tranches) or {tranche.id for tranche in terms.tranches}
    needs: Needs = {}
    for k, step in enumerate(terms.steps):
        if step.kind != "principal" or step.due.kind != "scheduled" or not tranches & set(step.tranches):
            continue
        for flag in step.guard.while_active + step.guard.while_not_active:
            for j, other in enumerate(terms.triggers):
                raises = other.effect.kind == "flag" and other.effect.flag == flag and other.measured == "before"
                if raises and not (j == i and trigger.cure == "latched"):
                    needs.setdefault(j, (k, flag))
    return needs


def _reached(needs: list[Needs], start: int) -> set[int]:
    """A trigger and all that it waits for, directly or through others."""
    reached, ahead = {start}, [start]
    while ahead:
        for j in needs[ahead.pop()]:
            if j not in reached:
                reached.add(j)
                ahead.append(j)
    return reached
