# SPDX-License-Identifier: Apache-2.0
"""The rights behind a deal in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.money import format_decimal, format_rate
from regalia.domain.terms.deal import Terms
from regalia.domain.terms.pool import Haircuts, PoolTerms


def describe_pool(terms: Terms) -> list[str]:
    """A line for each thing asked of the pool; none of a deal that has none."""
    return list(_lines(terms, terms.pool)) if terms.pool else []


def _lines(terms: Terms, pool: PoolTerms) -> Iterator[str]:
    yield f"in force until {terms.calendar.legal_final}"
    if pool.least_rights or pool.least_value:
        value = format_decimal(pool.least_value, min(2, terms.currency.decimals))
        yield f"at closing at least {pool.least_rights:,} right{'s' if pool.least_rights != 1 else ''}, worth {value}"
    yield f"haircuts: {', '.join(_haircuts(pool.haircuts)) or 'none'}"
    yield from (f"limit: {limit.quantity} at most {format_rate(limit.most)}" for limit in pool.limits)
    if substitution := pool.substitution:
        yield f"substitution until {substitution.until}, at most {format_rate(substitution.most)} of the value at closing"
    else:
        yield "no substitution"
    yield f"repurchase at {format_rate(pool.repurchase_price)} of the value at pledge"
    yield from (f"warranty: {warranty}" for warranty in pool.warranties)


def _haircuts(haircuts: Haircuts) -> Iterator[str]:
    for name, field in Haircuts.model_fields.items():
        if rate := getattr(haircuts, name):
            yield f"{field.alias or name} {format_rate(rate)}"
