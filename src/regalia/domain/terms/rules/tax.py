# SPDX-License-Identifier: Apache-2.0
"""A rate of withholding tax for every holder, and none that never counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.terms.problems import Problem, shown
from regalia.domain.terms.tax import MAX_RATES

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms


def tax_problems(terms: Terms) -> Iterator[Problem]:
    if terms.withholding is None:
        return
    rates = terms.withholding.rates
    if len(rates) > MAX_RATES:
        yield Problem("withholding.rates", shown(len(rates)), f"must be at most {MAX_RATES}")
    last = rates[-1]
    if last.country or last.investor_class:
        rule = "must have neither country nor class, as the last: every holder has a rate"
        yield Problem(f"withholding.rates[{len(rates) - 1}]", "", rule)
    for i, rate in enumerate(rates):
        before = next((j for j, other in enumerate(rates[:i]) if other.covers(rate)), None)
        if before is not None:
            rule = f"never counts: withholding.rates[{before}] comes first and fits the same holders"
            yield Problem(f"withholding.rates[{i}]", "", rule)
