# SPDX-License-Identifier: Apache-2.0
"""A pool that somebody pledges, that lasts as long as the deal, with limits that can be broken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.program import PPM
from regalia.domain.terms.pool import Limit, Substitution
from regalia.domain.terms.problems import Problem, shown

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

MAX_RIGHTS = 4_096
MAX_LIMITS = 12


def pool_problems(terms: Terms) -> Iterator[Problem]:
    pool = terms.pool
    if pool is None:
        return
    if terms.calendar.legal_final is None:
        yield Problem("calendar.legal_final", "", "must be given: no right of a pool may expire before it")
    if sum("originator" in party.roles for party in terms.parties) != 1:
        yield Problem("pool", "", "needs one party with the role originator, who pledges the rights")
    if pool.least_rights > MAX_RIGHTS:
        rule = f"must be at most {MAX_RIGHTS:,}, as many as a pool holds"
        yield Problem("pool.least_rights", shown(pool.least_rights), rule)
    if not pool.repurchase_price:
        yield Problem("pool.repurchase_price", shown("0%"), "must be above zero, or the seller would buy for nothing")
    if pool.substitution:
        yield from _substitution(terms, pool.substitution)
    yield from _limits(pool.limits)


def _substitution(terms: Terms, substitution: Substitution) -> Iterator[Problem]:
    path, until, final = "pool.substitution", substitution.until, terms.calendar.legal_final
    if until <= terms.calendar.closing:
        rule = f"must be after closing, {terms.calendar.closing}"
        yield Problem(f"{path}.until", shown(until), rule)
    elif final and until > final:
        yield Problem(f"{path}.until", shown(until), f"must not be after the legal final date, {final}")
    if not substitution.most:
        rule = "must be above zero; leave substitution out where there is none"
        yield Problem(f"{path}.most", shown("0%"), rule)


def _limits(limits: tuple[Limit, ...]) -> Iterator[Problem]:
    if len(limits) > MAX_LIMITS:
        yield Problem("pool.limits", shown(len(limits)), f"must be at most {MAX_LIMITS}")
    first: dict[str, int] = {}
    for i, limit in enumerate(limits):
        before = first.setdefault(limit.quantity, i)
        if before != i:
            rule = f"must be limited once; pool.limits[{before}] does it already"
            yield Problem(f"pool.limits[{i}].quantity", shown(limit.quantity), rule)
        if limit.most == PPM:
            yield Problem(f"pool.limits[{i}].most", shown("100%"), "limits nothing: no share is above 100%")
