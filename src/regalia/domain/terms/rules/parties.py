# SPDX-License-Identifier: Apache-2.0
"""Somebody pays the royalties, and somebody signs the reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.terms.problems import Problem, shown

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

MAX_ATTESTORS = 32
MAX_PARTIES = 255


def party_problems(terms: Terms) -> Iterator[Problem]:
    if not any("licensee" in party.roles for party in terms.parties):
        yield Problem("parties", "", "one must have the role licensee: somebody pays the royalties")
    attestors = len(terms.attestors)
    if not 1 <= attestors <= MAX_ATTESTORS:
        yield Problem(
            "parties", shown(attestors), f"1 to {MAX_ATTESTORS} must have the role attestor, to sign the reports"
        )
    if len(terms.parties) > MAX_PARTIES:
        yield Problem("parties", shown(len(terms.parties)), f"must be at most {MAX_PARTIES}")
