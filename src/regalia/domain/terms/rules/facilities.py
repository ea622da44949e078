# SPDX-License-Identifier: Apache-2.0
"""What holds a deal up has a use, is repaid, and is provided by who may provide it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.program import MAX_ACCOUNTS
from regalia.domain.terms.problems import Problem, shown
from regalia.domain.terms.steps import Step, SupportedStep

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

MAX_NOTICE_HOURS = 90 * 24
_PROVIDER_ROLE = {"liquidity": "liquidity-provider", "guarantee": "guarantor"}


def facility_problems(terms: Terms) -> Iterator[Problem]:
    count = len(terms.accounts) + len(terms.facilities)
    if count > MAX_ACCOUNTS:
        field = "accounts" if terms.accounts else "facilities"
        yield Problem(field, shown(count), f"must be at most {MAX_ACCOUNTS}, accounts and facilities together")
    yield from _each_alone(terms)
    yield from _unused_reserves(terms)
    yield from _unused_facilities(terms)
    yield from _endless(terms)


def _each_alone(terms: Terms) -> Iterator[Problem]:
    roles = {party.id: party.roles for party in terms.parties}
    for i, facility in enumerate(terms.facilities):
        path, role = f"facilities[{i}]", _PROVIDER_ROLE[facility.kind]
        if facility.provider in roles and role not in roles[facility.provider]:
            yield Problem(f"{path}.provider", shown(facility.provider), f"must have the role {role}")
        if facility.limit == 0:
            rule = "must be above zero; leave it out where there is none"
            yield Problem(f"{path}.limit", shown(facility.limit), rule)
        if facility.notice_hours > MAX_NOTICE_HOURS:
            yield Problem(f"{path}.notice_hours", shown(facility.notice_hours), f"must be at most {MAX_NOTICE_HOURS}")


def _unused_reserves(terms: Terms) -> Iterator[Problem]:
    """Money is kept in a reserve to be drawn by a step, or for what the trustee's report says."""
    used = _drawn(terms.steps)
    used |= {step.account for step in terms.steps if step.kind == "reserve" and step.target.set_by_report}
    for i, account in enumerate(terms.accounts):
        if account.kind == "reserve" and account.id not in used:
            rule = "is a reserve without a use: no step has it as support, and no report sets its target"
            yield Problem(f"accounts[{i}]", shown(account.id), rule)


def _unused_facilities(terms: Terms) -> Iterator[Problem]:
    drawn = _drawn(terms.steps + terms.acceleration)
    for i, facility in enumerate(terms.facilities):
        if facility.id not in drawn:
            yield Problem(f"facilities[{i}]", shown(facility.id), "has no use: no step has it as support")
        for field, steps in terms.step_lists():
            repaid = {step.facility for step in steps if step.kind == "repay-support"}
            if steps and facility.id not in repaid:
                rule = f"has no repay-support step in {field}: what it pays would never be paid back"
                yield Problem(f"facilities[{i}]", shown(facility.id), rule)


def _endless(terms: Terms) -> Iterator[Problem]:
    """Cash that a provider put in and no date drew comes back at the end of the deal."""
    held = any(
        step.kind == "residual" and step.tranche is not None for _, steps in terms.step_lists() for step in steps
    )
    if terms.facilities and held and terms.calendar.legal_final is None:
        rule = "must be given: holders take the residual, and what providers put in comes back when the deal ends"
        yield Problem("calendar.legal_final", "", rule)


def _drawn(steps: tuple[Step, ...]) -> set[str]:
    return {name for step in steps if isinstance(step, SupportedStep) for name in step.support}
