# SPDX-License-Identifier: Apache-2.0
"""Why a trigger that looks at the rights answered as it did: the causes of the fact it looks at."""

from __future__ import annotations

from regalia.ledger.model import ExecutedDate
from regalia.reports.rights.cause_words import what_happened
from regalia.reports.rights.fact_lines import triggers_on
from regalia.reports.rights.right_numbers import written_number

_SHOWN = 3


def because(done: ExecutedDate, trigger: str) -> str:
    """``EP20123456.4, legal event 4: invalidated, effective 2025-09-01; and 2 more``; empty where no right has to do with it."""
    program = done.payment.program
    found = [
        f"{written_number(cause.right)}, {what_happened(cause)}"
        for fact in done.facts
        if trigger in {each.label for each in triggers_on(program, fact.label)}
        for cause in fact.causes
    ]
    more = [f"and {len(found) - _SHOWN:,} more"] if len(found) > _SHOWN else []
    return "; ".join(found[:_SHOWN] + more)
