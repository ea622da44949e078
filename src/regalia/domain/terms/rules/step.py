# SPDX-License-Identifier: Apache-2.0
"""What must hold within one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from regalia.domain.terms.problems import Problem, shown
from regalia.domain.terms.steps import ExpenseStep, Guard, PrincipalStep, ReserveStep, Step

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

MAX_PERIODS = 120
MAX_SUPPORTS = 3


def single_step_problems(terms: Terms, path: str, step: Step, earlier: Sequence[Step]) -> Iterator[Problem]:
    """``earlier`` are the steps above it in its list."""
    match step.kind:
        case "expense":
            yield from _expense(path, step, earlier)
        case "reserve":
            yield from _reserve(terms, path, step)
        case "principal":
            yield from _principal(path, step)
        case "trap":
            if not step.guard.while_active:
                yield Problem(f"{path}.guard", "", "must say while which flag the trap is shut: while_active")
            if not step.share:
                yield Problem(f"{path}.share", shown("0%"), "must be above zero")
        case "residual":
            if (step.tranche is None) == (step.payee is None):
                yield Problem(path, shown(step.id), "must name either a tranche or a payee")
    if step.kind in ("expense", "interest", "principal"):
        yield from repeats(f"{path}.support", step.support)
        if len(step.support) > MAX_SUPPORTS:
            yield Problem(f"{path}.support", shown(len(step.support)), f"must be at most {MAX_SUPPORTS}")


def _expense(path: str, step: ExpenseStep, earlier: Sequence[Step]) -> Iterator[Problem]:
    due = step.due
    match due.kind:
        case "fixed":
            if not due.amount:
                yield Problem(f"{path}.due.amount", shown(due.amount), "must be above zero")
        case "rate-on-collections" | "rate-on-outstanding":
            if not due.rate:
                yield Problem(f"{path}.due.rate", shown("0%"), "must be above zero")
            if due.kind == "rate-on-outstanding":
                yield from repeats(f"{path}.due.tranches", due.tranches)
        case "above-cap":
            yield from _above_cap(path, step, due.step, earlier)
    if step.cap and step.cap.per_period is None and step.cap.per_year is None:
        yield Problem(f"{path}.cap", "", "needs per_period, per_year or both")
    for name in ("per_period", "per_year"):
        if step.cap and getattr(step.cap, name) == 0:
            yield Problem(f"{path}.cap.{name}", shown("0"), "must be above zero, or the step would never be paid")
    if step.carry_rate and step.shortfall != "carried":
        yield Problem(f"{path}.carry_rate", "", "counts only when the shortfall is carried")


def _above_cap(path: str, step: ExpenseStep, of: str, earlier: Sequence[Step]) -> Iterator[Problem]:
    """What a cap leaves out is kept by the step that takes it, so that one must run whenever the capped one does."""
    capped = next((other for other in earlier if other.id == of and other.kind == "expense" and other.cap), None)
    if capped is None:
        yield Problem(f"{path}.due.step", shown(of), "must name an earlier expense step with a cap")
    elif _flags(step.guard) not in (_flags(Guard()), _flags(capped.guard)):
        yield Problem(f"{path}.guard", "", f"must be always, or that of {of}: what its cap leaves out would be lost")
    for other in earlier:
        if other.kind == "expense" and other.due.kind == "above-cap" and other.due.step == of:
            yield Problem(f"{path}.due.step", shown(of), f"is what {other.id} takes already")


def _flags(guard: Guard) -> tuple[set[str], set[str]]:
    return set(guard.while_active), set(guard.while_not_active)


def _reserve(terms: Terms, path: str, step: ReserveStep) -> Iterator[Problem]:
    target = step.target
    for i, part in enumerate(target.parts):
        if part.kind == "periods-of-interest" and part.periods > MAX_PERIODS:
            yield Problem(f"{path}.target.parts[{i}].periods", shown(part.periods), f"must be at most {MAX_PERIODS}")
    if step.gives_all_back and not path.startswith("acceleration"):
        yield Problem(f"{path}.target", "", "needs parts, or set_by_report: true")
    for kind, count in Counter(part.kind for part in target.parts).items():
        if count > 1:
            yield Problem(f"{path}.target.parts", shown(kind), "each kind of part may be given once")
    if not target.protects and any(part.kind != "fixed" for part in target.parts):
        yield Problem(f"{path}.target.protects", "", "must list the tranches whose interest or balance is meant")
    if target.protects and not target.parts:
        yield Problem(f"{path}.target.protects", "", "counts only with parts")
    coupons = {t.id for t in terms.tranches if t.coupon}
    if any(part.kind == "periods-of-interest" for part in target.parts) and not coupons & set(target.protects):
        yield Problem(f"{path}.target.protects", "", "must list a tranche with a coupon, for periods of interest")
    yield from repeats(f"{path}.target.protects", target.protects)


def _principal(path: str, step: PrincipalStep) -> Iterator[Problem]:
    due = step.due
    if due.kind == "scheduled" and due.share_of_original == 0:
        yield Problem(f"{path}.due.share_of_original", shown("0%"), "must be above zero")
    if due.kind == "target-balance" and due.share_of_pool_value == 0:
        yield Problem(f"{path}.due.share_of_pool_value", shown("0%"), "must be above zero")
    if due.kind == "scheduled" and (due.share_of_original is None) == (not due.amounts):
        yield Problem(f"{path}.due", "", "needs either share_of_original or amounts")
    if due.kind == "target-balance" and (due.share_of_pool_value is None) == (not due.balances):
        yield Problem(f"{path}.due", "", "needs either share_of_pool_value or balances")
    yield from repeats(f"{path}.tranches", step.tranches)


def repeats(path: str, names: Sequence[str]) -> Iterator[Problem]:
    """Names that a list has more than once."""
    for i, name in enumerate(names):
        if name in names[:i]:
            yield Problem(f"{path}[{i}]", shown(name), "must be listed once")
