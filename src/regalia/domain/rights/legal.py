# SPDX-License-Identifier: Apache-2.0
"""What happens to a right in law, one event after the other: the twin of ``contracts/registry/LegalEvents.sol``."""

from __future__ import annotations

from dataclasses import replace

from regalia.domain.rights.acts import LegalEvent
from regalia.domain.rights.checks import require_day, require_in_order, require_past
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.right import LegalStep, Right
from regalia.domain.rights.status import after
from regalia.domain.rights.words import Act

MOST_DISPUTES = 255
"""Open at a time."""


def with_event(right: Right, event: LegalEvent, today: int) -> Right:
    """The right after it: numbered, not before the last one, and possible where the right stands."""
    number = len(right.steps) + 1
    if event.number != number:
        raise RightsRefusedError("IPRegistry_OutOfOrder", "event", number - 1, event.number)
    require_past("effective", event.effective, today)
    if event.effective < right.entry.priority:
        raise RightsRefusedError("IPRegistry_BeforePriority", right.entry.priority, event.effective)
    require_in_order("effective", right.last_effective, event.effective)
    status = after(right.kind, right.status, event.act, final=right.is_final)
    if status is None:
        raise RightsRefusedError("IPRegistry_NotAllowed", right.id, right.status, event.act)
    _check_date(right, event)
    if event.act is Act.TITLE_DISPUTED and right.disputes == MOST_DISPUTES:
        raise RightsRefusedError("IPRegistry_TooMany", "disputes", MOST_DISPUTES, MOST_DISPUTES + 1)
    if event.act is Act.DISPUTE_SETTLED and right.disputes == 0:
        raise RightsRefusedError("IPRegistry_NotAllowed", right.id, right.status, event.act)
    return replace(right, steps=(*right.steps, LegalStep(event, status)))


def _check_date(right: Right, event: LegalEvent) -> None:
    """Extensions and renewals lead to a later day; nothing else has one."""
    match event.act:
        case Act.EXTENDED:
            what, last = "expiry", right.expiry
        case Act.RENEWED:
            what, last = "renewal due", event.effective
        case _:
            if event.date:
                raise RightsRefusedError("IPRegistry_DateWithout", event.act, event.date)
            return
    require_day("date", event.date)
    endless = event.act is Act.EXTENDED and last == 0
    if endless or event.date <= last:
        raise RightsRefusedError("IPRegistry_OutOfOrder", what, last, event.date)
