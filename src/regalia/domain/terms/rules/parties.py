# SPDX-License-Identifier: Apache-2.0
"""Somebody pays, enough sign, and who stands behind a facility has that role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.terms.problems import Problem, shown

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

MAX_ATTESTORS = 32
MAX_PARTIES = 255
MAX_ACCOUNTS = 15
"""As many as an escrow keeps apart."""
MAX_DISPUTE_HOURS = 90 * 24
_PROVIDER_ROLE = {"liquidity": "liquidity-provider", "guarantee": "guarantor"}


def party_problems(terms: Terms) -> Iterator[Problem]:
    roles = {party.id: party.roles for party in terms.parties}
    if not any("licensee" in held for held in roles.values()):
        yield Problem("parties", "", "one must have the role licensee: somebody pays the royalties")
    attestors = len(terms.attestors)
    if not 1 <= attestors <= MAX_ATTESTORS:
        yield Problem(
            "parties", shown(attestors), f"1 to {MAX_ATTESTORS} must have the role attestor, to sign the reports"
        )
    elif terms.oracle.threshold > attestors:
        rule = f"must be at most the number of attestors, {attestors}"
        yield Problem("oracle.threshold", shown(terms.oracle.threshold), rule)
    if terms.oracle.dispute_window_hours > MAX_DISPUTE_HOURS:
        rule = f"must be at most {MAX_DISPUTE_HOURS} hours"
        yield Problem("oracle.dispute_window_hours", shown(terms.oracle.dispute_window_hours), rule)
    for field, size, limit in (
        ("parties", len(terms.parties), MAX_PARTIES),
        ("accounts", len(terms.accounts), MAX_ACCOUNTS),
    ):
        if size > limit:
            yield Problem(field, shown(size), f"must be at most {limit}")
    for i, facility in enumerate(terms.facilities):
        role = _PROVIDER_ROLE[facility.kind]
        if facility.provider in roles and role not in roles[facility.provider]:
            yield Problem(f"facilities[{i}].provider", shown(facility.provider), f"must have the role {role}")
