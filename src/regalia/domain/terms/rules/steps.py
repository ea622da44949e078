# SPDX-License-Identifier: Apache-2.0
"""A priority of payments that pays everyone, once, in an order that makes sense."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.program import MAX_STEPS
from regalia.domain.terms.problems import Problem, shown
from regalia.domain.terms.rules.step import single_step_problems
from regalia.domain.terms.steps import Step

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

Steps = tuple[Step, ...]


def step_problems(terms: Terms) -> Iterator[Problem]:
    every = terms.steps + terms.acceleration
    count = sum(len(step.tranches) if step.kind == "principal" else 1 for step in every)
    if count > MAX_STEPS:
        rule = f"must be at most {MAX_STEPS} in both lists together, counting a principal step once a tranche"
        yield Problem("steps", shown(count), rule)
    for field, steps in terms.step_lists():
        if not steps:
            continue
        for i, step in enumerate(steps):
            yield from single_step_problems(terms, f"{field}[{i}]", step, steps[:i])
        yield from _residual(field, steps)
        yield from _interest(terms, field, steps)
        yield from _before_principal(field, steps)
        yield from _everyone_paid(terms, field, steps)
        yield from _accounts_used(terms, field, steps)


def _residual(field: str, steps: Steps) -> Iterator[Problem]:
    places = [i for i, step in enumerate(steps) if step.kind == "residual"]
    if not places:
        yield Problem(field, "", "must end with a residual step: something must take what is left")
    for i in places:
        if i != len(steps) - 1:
            yield Problem(f"{field}[{i}]", shown(steps[i].id), "the residual step must be the last, and the only one")


def _interest(terms: Terms, field: str, steps: Steps) -> Iterator[Problem]:
    """One interest step a tranche with a coupon; two only when guards tell when each runs, or it would accrue
    twice.
    """
    coupons = {t.id for t in terms.tranches if t.coupon}
    known = {t.id for t in terms.tranches}
    first: dict[str, int] = {}
    for i, step in enumerate(steps):
        if step.kind != "interest":
            continue
        if step.tranche in known - coupons:
            yield Problem(f"{field}[{i}].tranche", shown(step.tranche), "must have a coupon to be paid interest")
        before = first.setdefault(step.tranche, i)
        unguarded = not (step.guard.while_active or step.guard.while_not_active)
        other = steps[before].guard
        if before != i and (unguarded or not (other.while_active or other.while_not_active)):
            rule = f"is paid interest by {field}[{before}] already; two such steps need a guard each"
            yield Problem(f"{field}[{i}].tranche", shown(step.tranche), rule)
    for i, tranche in enumerate(terms.tranches):
        if tranche.coupon and tranche.id not in first:
            yield Problem(f"tranches[{i}].coupon", "", f"is paid by no interest step in {field}")


def _before_principal(field: str, steps: Steps) -> Iterator[Problem]:
    """What accrues on a balance is found before this date's principal lowers it."""
    repaid: dict[str, int] = {}
    for i, step in enumerate(steps):
        if step.kind == "principal":
            for name in step.tranches:
                repaid.setdefault(name, i)
        elif step.kind == "interest" and step.tranche in repaid:
            rule = f"must come before {field}[{repaid[step.tranche]}], which lowers the balance it accrues on"
            yield Problem(f"{field}[{i}]", shown(step.id), rule)
        elif step.kind == "expense" and step.due.kind == "rate-on-outstanding":
            for name in repaid.keys() & set(step.due.tranches):
                rule = f"must come before {field}[{repaid[name]}], which lowers the balance it accrues on"
                yield Problem(f"{field}[{i}]", shown(step.id), rule)


def _everyone_paid(terms: Terms, field: str, steps: Steps) -> Iterator[Problem]:
    repaid = {name for step in steps if step.kind == "principal" for name in step.tranches}
    residual = {step.tranche for step in steps if step.kind == "residual"}
    for i, tranche in enumerate(terms.tranches):
        if tranche.id not in repaid | residual:
            yield Problem(f"tranches[{i}]", shown(tranche.id), f"has no principal step and no residual in {field}")
        if tranche.id in repaid and not tranche.balance:
            yield Problem(
                f"tranches[{i}].balance", shown(tranche.balance), f"is repaid in {field}, so it must be above zero"
            )


def _accounts_used(terms: Terms, field: str, steps: Steps) -> Iterator[Problem]:
    """Money in an account that no step looks at would stay there for ever."""
    used = {step.account for step in steps if step.kind in ("reserve", "trap")}
    for i, account in enumerate(terms.accounts):
        if account.id not in used:
            yield Problem(f"accounts[{i}]", shown(account.id), f"has no {account.kind} step in {field}")
