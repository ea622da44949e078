# SPDX-License-Identifier: Apache-2.0
"""A quorum that can be reached, by no one alone; disputes that can be raised, and reports that can be missed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.terms.problems import Problem, shown

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

MAX_WEIGHT = 255
"""Of one attestor; thirty-two of them then weigh 8,160 at most."""
MAX_THRESHOLD = 255
MAX_DISPUTE_HOURS = 90 * 24
MAX_MISSING_DAYS = 365


def oracle_problems(terms: Terms) -> Iterator[Problem]:
    oracle = terms.oracle
    if terms.attestors:
        yield from _threshold(terms)
        yield from _weights(terms)
    if oracle.dispute_window_hours > MAX_DISPUTE_HOURS:
        rule = f"must be at most {MAX_DISPUTE_HOURS} hours"
        yield Problem("oracle.dispute_window_hours", shown(oracle.dispute_window_hours), rule)
    if oracle.dispute_bond is not None:
        yield from _bond(terms)
    if oracle.missing_after_days and oracle.missing_after_days > MAX_MISSING_DAYS:
        rule = f"must be at most {MAX_MISSING_DAYS} days"
        yield Problem("oracle.missing_after_days", shown(oracle.missing_after_days), rule)


def _threshold(terms: Terms) -> Iterator[Problem]:
    threshold, total = terms.oracle.threshold, sum(terms.attestor_weights.values())
    rule = ""
    if threshold > total:
        of = "the weight of all attestors together" if terms.oracle.weights else "the number of attestors"
        rule = f"must be at most {of}, {total}"
    elif threshold > MAX_THRESHOLD:
        rule = f"must be at most {MAX_THRESHOLD}"
    if rule:
        yield Problem("oracle.threshold", shown(threshold), rule)


def _weights(terms: Terms) -> Iterator[Problem]:
    """A threshold of 1 where all weigh 1 says by itself that any signature will do; a weight that does is taken to be a mistake."""
    threshold, alone = terms.oracle.threshold, len(terms.attestors) == 1
    for attestor, weight in terms.attestor_weights.items():
        rule = ""
        if weight > MAX_WEIGHT:
            rule = f"must be at most {MAX_WEIGHT}"
        elif 1 < weight >= threshold and not alone:
            rule = f"reaches the threshold, {threshold}, alone: the quorum would be one signature; raise the threshold"
        if rule:
            yield Problem(f"oracle.weights.{attestor}", shown(weight), rule)


def _bond(terms: Terms) -> Iterator[Problem]:
    bond, rule = terms.oracle.dispute_bond, ""
    if not bond:
        rule = "must be above zero; leave it out where only trustee and supervisor may dispute"
    elif not terms.oracle.dispute_window_hours:
        rule = "needs oracle.dispute_window_hours above zero: a report that is final at once can't be disputed"
    if rule:
        yield Problem("oracle.dispute_bond", shown(f"{bond:f}"), rule)
