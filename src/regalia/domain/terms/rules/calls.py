# SPDX-License-Identifier: Apache-2.0
"""Calls that repay something, at a price that is one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.money import format_rate, format_ratio
from regalia.domain.program import MAX_CALLS, PPM
from regalia.domain.terms.problems import Problem, shown
from regalia.domain.terms.rules.step import repeats

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

MAX_PRICE = 10


def call_problems(terms: Terms) -> Iterator[Problem]:
    if len(terms.calls) > MAX_CALLS:
        yield Problem("calls", shown(len(terms.calls)), f"must be at most {MAX_CALLS}")
    empty = {tranche.id for tranche in terms.tranches if not tranche.balance}
    for i, call in enumerate(terms.calls):
        path = f"calls[{i}]"
        if not PPM <= call.price <= MAX_PRICE * PPM:
            rule = f"must be 1.00x (100%) to {MAX_PRICE}x of par"
            yield Problem(f"{path}.price", shown(format_ratio(call.price)), rule)
        if call.kind == "optional":
            yield from repeats(f"{path}.tranches", call.tranches)
            for j, name in enumerate(call.tranches):
                if name in empty:
                    yield Problem(f"{path}.tranches[{j}]", shown(name), "has no balance that could be repaid")
            continue
        if not 0 < call.remaining < PPM:
            yield Problem(f"{path}.remaining", shown(format_rate(call.remaining)), "must be above 0% and below 100%")
        if len(empty) == len(terms.tranches):
            yield Problem(path, shown(call.kind), "has nothing to repay: no tranche has a balance")
