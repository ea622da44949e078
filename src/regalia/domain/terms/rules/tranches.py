# SPDX-License-Identifier: Apache-2.0
"""Classes that can be sold and that bear interest on something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.program import MAX_TRANCHES
from regalia.domain.terms.problems import Problem, shown
from regalia.domain.terms.tranches import StepUp

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

UNITS_LIMIT = 2**48


def tranche_problems(terms: Terms) -> Iterator[Problem]:
    if len(terms.tranches) > MAX_TRANCHES:
        yield Problem("tranches", shown(len(terms.tranches)), f"must be at most {MAX_TRANCHES}")
    for i, tranche in enumerate(terms.tranches):
        path, coupon = f"tranches[{i}]", tranche.coupon
        if tranche.units >= UNITS_LIMIT:
            yield Problem(f"{path}.units", shown(tranche.units), "must be below 2^48")
        if not tranche.offer_price:
            yield Problem(f"{path}.offer_price", shown(tranche.offer_price), "must be above zero")
        if coupon and not tranche.balance:
            yield Problem(f"{path}.coupon", "", "bears interest on nothing: the balance is zero")
        if coupon and not coupon.rate:
            yield Problem(
                f"{path}.coupon.rate", shown("0%"), "must be above zero; leave the coupon out where there is none"
            )
        if coupon and coupon.step_up and coupon.step_up.since is None and terms.calendar.anticipated_repayment is None:
            yield Problem(f"{path}.coupon.step_up", "", "needs since, or anticipated_repayment in the calendar")
        if coupon and coupon.step_up:
            yield from _step_up(terms, f"{path}.coupon.step_up", coupon.step_up)


def _step_up(terms: Terms, path: str, step_up: StepUp) -> Iterator[Problem]:
    if not step_up.rate:
        yield Problem(f"{path}.rate", shown("0%"), "must be above zero")
    if step_up.since and step_up.since <= terms.calendar.closing:
        rule = f"must be after closing, {terms.calendar.closing}; until then there is no interest"
        yield Problem(f"{path}.since", shown(step_up.since), rule)
