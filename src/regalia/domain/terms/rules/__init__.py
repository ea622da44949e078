# SPDX-License-Identifier: Apache-2.0
"""What must hold between the parts of a deal. Every broken rule is found, not only the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regalia.domain.terms.problems import Problem
from regalia.domain.terms.rules.acceleration import acceleration_problems
from regalia.domain.terms.rules.amendable import amendable_problems, bound_problems
from regalia.domain.terms.rules.amounts import amount_problems
from regalia.domain.terms.rules.calendar import calendar_problems
from regalia.domain.terms.rules.calls import call_problems
from regalia.domain.terms.rules.facilities import facility_problems
from regalia.domain.terms.rules.guards import guard_problems
from regalia.domain.terms.rules.ids import id_problems
from regalia.domain.terms.rules.meeting import meeting_problems
from regalia.domain.terms.rules.offers import offer_problems
from regalia.domain.terms.rules.oracle import oracle_problems
from regalia.domain.terms.rules.parties import party_problems
from regalia.domain.terms.rules.pool import pool_problems
from regalia.domain.terms.rules.references import reference_problems
from regalia.domain.terms.rules.steps import step_problems
from regalia.domain.terms.rules.tax import tax_problems
from regalia.domain.terms.rules.tranches import tranche_problems
from regalia.domain.terms.rules.transfer import transfer_problems
from regalia.domain.terms.rules.triggers import trigger_problems

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

_RULES = (
    id_problems,
    reference_problems,
    amount_problems,
    calendar_problems,
    party_problems,
    oracle_problems,
    tranche_problems,
    facility_problems,
    step_problems,
    guard_problems,
    trigger_problems,
    acceleration_problems,
    call_problems,
    transfer_problems,
    offer_problems,
    tax_problems,
    pool_problems,
    meeting_problems,
    amendable_problems,
)


def broken_rules(terms: Terms) -> list[Problem]:
    """Every problem between the parts of structurally good terms."""
    found = [problem for rule in _RULES for problem in rule(terms)]
    return found or list(bound_problems(terms, _RULES))
