# SPDX-License-Identifier: Apache-2.0
"""Every name leads to something that the deal declares."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from regalia.domain.terms.amending import named_by
from regalia.domain.terms.explain import path_of
from regalia.domain.terms.meeting import MeetingTerms
from regalia.domain.terms.problems import Problem, shown
from regalia.domain.terms.steps import Step

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

Reference = tuple[str, str, str]
"""Path, name, and the sort of thing it must name."""


def reference_problems(terms: Terms) -> Iterator[Problem]:
    declared = {
        "party": [p.id for p in terms.parties],
        "licensee": [p.id for p in terms.parties if "licensee" in p.roles],
        "party with the role attestor": list(terms.attestors),
        "tranche": [t.id for t in terms.tranches],
        "account": [a.id for a in terms.accounts],
        "reserve account": [a.id for a in terms.accounts if a.kind == "reserve"],
        "trap account": [a.id for a in terms.accounts if a.kind == "trap"],
        "facility": [f.id for f in terms.facilities],
        "trigger": [t.id for t in terms.triggers],
        "step of steps": [s.id for s in terms.steps],
        "step of acceleration": [s.id for s in terms.acceleration],
        "flag that a trigger raises": [t.effect.flag for t in terms.triggers if t.effect.kind == "flag"],
    }
    declared["reserve account or facility"] = declared["reserve account"] + declared["facility"]
    for path, name, sort in _references(terms):
        if name not in declared[sort]:
            near = get_close_matches(name, declared[sort], 1)
            meant = f"; did you mean {near[0]}?" if near else ""
            yield Problem(path, shown(name), f"must name a {sort}{meant}")


def _references(terms: Terms) -> Iterator[Reference]:
    for name in terms.oracle.weights:
        yield path_of(("oracle", "weights", name)), name, "party with the role attestor"
    for field, steps in terms.step_lists():
        for i, step in enumerate(steps):
            yield from _of_step(f"{field}[{i}]", step)
    for i, trigger in enumerate(terms.triggers):
        path, measure = f"triggers[{i}].measure", trigger.measure
        match measure.kind:
            case "debt-service-coverage" | "interest-coverage" | "overcollateralisation" | "leverage":
                yield from _each(f"{path}.tranches", measure.tranches, "tranche")
            case "reserve-deficiency":
                yield f"{path}.account", measure.account, "reserve account"
            case "arrears-age":
                yield f"{path}.tranche", measure.tranche, "tranche"
            case "support-unpaid":
                yield f"{path}.facility", measure.facility, "facility"
            case "licensee-concentration" if measure.licensee is not None:
                yield f"{path}.licensee", measure.licensee, "licensee"
    for i, facility in enumerate(terms.facilities):
        yield f"facilities[{i}].provider", facility.provider, "party"
    for i, call in enumerate(terms.calls):
        yield f"calls[{i}].holder", call.holder, "party"
        if call.kind == "optional":
            yield from _each(f"calls[{i}].tranches", call.tranches, "tranche")
    for i, retention in enumerate(terms.retentions):
        yield f"retentions[{i}].holder", retention.holder, "party"
        yield f"retentions[{i}].tranche", retention.tranche, "tranche"
    if terms.withholding:
        yield "withholding.authority", terms.withholding.authority, "party"
    if terms.meeting:
        yield from _of_meeting(terms.meeting)


def _of_step(path: str, step: Step) -> Iterator[Reference]:
    yield from _each(f"{path}.guard.while_active", step.guard.while_active, "flag that a trigger raises")
    yield from _each(f"{path}.guard.while_not_active", step.guard.while_not_active, "flag that a trigger raises")
    match step.kind:
        case "expense":
            yield f"{path}.payee", step.payee, "party"
            if step.due.kind == "rate-on-outstanding":
                yield from _each(f"{path}.due.tranches", step.due.tranches, "tranche")
        case "interest":
            yield f"{path}.tranche", step.tranche, "tranche"
        case "reserve":
            yield f"{path}.account", step.account, "account" if step.gives_all_back else "reserve account"
            yield from _each(f"{path}.target.protects", step.target.protects, "tranche")
        case "principal":
            yield from _each(f"{path}.tranches", step.tranches, "tranche")
        case "trap":
            yield f"{path}.account", step.account, "trap account"
        case "repay-support":
            yield f"{path}.facility", step.facility, "facility"
        case "residual":
            if step.tranche is not None:
                yield f"{path}.tranche", step.tranche, "tranche"
            if step.payee is not None:
                yield f"{path}.payee", step.payee, "party"
    if step.kind in ("expense", "interest", "principal"):
        yield from _each(f"{path}.support", step.support, "reserve account or facility")


def _of_meeting(meeting: MeetingTerms) -> Iterator[Reference]:
    for name in meeting.classes:
        yield path_of(("meeting", "classes", name)), name, "tranche"
    yield from _each("meeting.replaceable", meeting.replaceable, "party")
    sorts = {"trigger": "trigger", "step": "step of steps", "acceleration_step": "step of acceleration"}
    for i, amendable in enumerate(meeting.amendable):
        for by, name in named_by(amendable).items():
            yield f"meeting.amendable[{i}].{by}", name, sorts[by]


def _each(path: str, names: tuple[str, ...], sort: str) -> Iterator[Reference]:
    return ((f"{path}[{i}]", name, sort) for i, name in enumerate(names))
