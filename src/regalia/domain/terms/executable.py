# SPDX-License-Identifier: Apache-2.0
"""What the engines can't do yet, by name. Terms that ask for any of it are refused: nothing in a deal file is
ever ignored.
"""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.terms.deal import Terms
from regalia.domain.terms.problems import Problem, shown
from regalia.domain.terms.steps import ExpenseStep, PrincipalStep, Step

EXECUTABLE_DAY_COUNTS = ("30E/360", "ACT/360")


def not_executable(terms: Terms) -> list[Problem]:
    """Each feature with its path, its value and what it is; empty when the terms can be compiled."""
    return [*_deal(terms), *_tranches(terms), *_steps(terms)]


def _deal(terms: Terms) -> Iterator[Problem]:
    for name in ("anticipated_repayment", "legal_final"):
        if (day := getattr(terms.calendar, name)) is not None:
            yield Problem(f"calendar.{name}", shown(day), "a date with consequences")
    for i, account in enumerate(terms.accounts):
        if account.kind == "trap":
            yield Problem(f"accounts[{i}].kind", shown("trap"), "a trap account")
    for i, facility in enumerate(terms.facilities):
        yield Problem(f"facilities[{i}]", shown(facility.kind), "a support facility")
    for i, trigger in enumerate(terms.triggers):
        yield Problem(f"triggers[{i}]", shown(trigger.measure.kind), "a trigger")
    if terms.acceleration:
        yield Problem("acceleration", "", "a priority of payments after an event of default")
    if terms.forecast:
        yield Problem("forecast", "", "a forecast to measure collections by")
    for i, call in enumerate(terms.calls):
        yield Problem(f"calls[{i}]", shown(call.kind), "a call")
    yield from _retentions(terms)


def _retentions(terms: Terms) -> Iterator[Problem]:
    """The contracts know one originator a deal, and one share of it a tranche."""
    originators = {party.id for party in terms.parties if "originator" in party.roles}
    retained: set[str] = set()
    for i, retention in enumerate(terms.retentions):
        if originators != {retention.holder}:
            rule = "a retention by another than the only originator"
            yield Problem(f"retentions[{i}]", shown(retention.holder), rule)
        if retention.tranche in retained:
            yield Problem(f"retentions[{i}]", shown(retention.tranche), "a second retention of one tranche")
        retained.add(retention.tranche)


def _tranches(terms: Terms) -> Iterator[Problem]:
    for i, tranche in enumerate(terms.tranches):
        coupon, path = tranche.coupon, f"tranches[{i}].coupon"
        if coupon is None:
            continue
        if coupon.day_count not in EXECUTABLE_DAY_COUNTS:
            yield Problem(f"{path}.day_count", shown(coupon.day_count), "this day count")
        if coupon.shortfall not in ("arrears", "arrears-with-interest"):
            yield Problem(f"{path}.shortfall", shown(coupon.shortfall), "this consequence of unpaid interest")
        if coupon.step_up:
            yield Problem(f"{path}.step_up", "", "a step-up of the coupon")


def _steps(terms: Terms) -> Iterator[Problem]:
    set_by_report = 0
    for i, step in enumerate(terms.steps):
        path = f"steps[{i}]"
        if step.guard.while_active or step.guard.while_not_active:
            yield Problem(f"{path}.guard", "", "a guard other than always")
        if step.kind in ("trap", "repay-support"):
            yield Problem(path, shown(step.kind), "this kind of step")
        if step.kind == "reserve" and step.target.set_by_report:
            set_by_report += 1
            if set_by_report > 1:
                yield Problem(f"{path}.target.set_by_report", shown("true"), "a second target set by the report")
        yield from _support(terms, path, step)
        if step.kind == "expense":
            yield from _expense(path, step)
        if step.kind == "principal":
            yield from _principal(path, step)


def _support(terms: Terms, path: str, step: Step) -> Iterator[Problem]:
    if step.kind not in ("expense", "interest", "principal"):
        return
    accounts = {account.id for account in terms.accounts}
    for j, name in enumerate(step.support):
        if step.kind == "principal":
            yield Problem(f"{path}.support[{j}]", shown(name), "support of principal")
        elif name not in accounts:
            yield Problem(f"{path}.support[{j}]", shown(name), "support by a facility")
        elif j:
            yield Problem(f"{path}.support[{j}]", shown(name), "a second source of support")


def _expense(path: str, step: ExpenseStep) -> Iterator[Problem]:
    if step.cap:
        yield Problem(f"{path}.cap", "", "a cap")
    if step.carry_rate:
        yield Problem(f"{path}.carry_rate", "", "interest on a carried expense")
    if step.due.kind == "above-cap":
        yield Problem(f"{path}.due.kind", shown(step.due.kind), "this way to find the amount due")
    if step.due.kind == "rate-on-outstanding" and step.due.day_count not in EXECUTABLE_DAY_COUNTS:
        yield Problem(f"{path}.due.day_count", shown(step.due.day_count), "this day count")


def _principal(path: str, step: PrincipalStep) -> Iterator[Problem]:
    if step.due.kind != "turbo":
        yield Problem(f"{path}.due.kind", shown(step.due.kind), "this way to find the amount due")
    if step.order != "sequential":
        yield Problem(f"{path}.order", shown(step.order), "principal in proportion")
