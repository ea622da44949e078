# SPDX-License-Identifier: Apache-2.0
"""Who signs the receipts reports, who may dispute one, and what happens without one, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.disputes import MISSING_GRACE_DAYS
from regalia.domain.money import format_decimal
from regalia.domain.terms.deal import Terms


def describe_oracle(terms: Terms) -> Iterator[str]:
    oracle = terms.oracle
    hours = oracle.dispute_window_hours
    final = f"final {hours:,} hour{'s' if hours != 1 else ''} later" if hours else "final at once"
    yield f"signed by {_quorum(terms)}; {final}"
    if hours:
        yield _dispute(terms)
    if days := oracle.missing_after_days:
        since = f"from {days} day{'s' if days != 1 else ''} after the scheduled date on"
        yield f"declared missing by anybody {since}; final {MISSING_GRACE_DAYS} days later, until then a signed one takes its place"
    else:
        yield "a payment date waits for its report"


def _quorum(terms: Terms) -> str:
    threshold, weights = terms.oracle.threshold, terms.attestor_weights
    if not terms.oracle.weights:
        return f"{threshold} of {len(weights)}: {', '.join(weights)}"
    names = (attestor if weight == 1 else f"{attestor} ({weight})" for attestor, weight in weights.items())
    return f"a weight of {threshold} of {sum(weights.values())}: {', '.join(names)}"


def _dispute(terms: Terms) -> str:
    bond = terms.oracle.dispute_bond
    if bond is None:
        return "disputed by trustee and supervisor only"
    return f"disputed by anybody with a bond of {format_decimal(bond, min(2, terms.currency.decimals))}"
