# SPDX-License-Identifier: Apache-2.0
"""Why a trigger that looks at the rights answered as it did: the causes of the fact it looks at."""

from __future__ import annotations

from regalia.ledger.model import ExecutedDate
from regalia.reports.rights.cause_words import happened
from regalia.reports.rights.fact_lines import triggers_on
from regalia.reports.rights.right_numbers import written_number
from regalia.reports.told import Told, listed

_SHOWN = 3


def because(done: ExecutedDate, trigger: str) -> Told | None:
    """``EP20123456.4, legal event 4: invalidated, effective 2025-09-01; and 2 more``; None where no right has to do with it."""
    program = done.payment.program
    found = [
        Told("{right}, {happened}", {"right": written_number(cause.right), "happened": happened(cause)})
        for fact in done.facts
        if trigger in {each.label for each in triggers_on(program, fact.label)}
        for cause in fact.causes
    ]
    more = [Told("and {count} more", {"count": f"{len(found) - _SHOWN:,}"})] if len(found) > _SHOWN else []
    return listed(found[:_SHOWN] + more) if found else None
