# SPDX-License-Identifier: Apache-2.0
"""The statuses each legal act leads from and to, written out once more from decision 0004: neither engine has this form of it."""

from __future__ import annotations

from regalia.domain.rights.words import Act, Status

_WAITING, _IN_FORCE, _REVIEWED = Status.PENDING, Status.IN_FORCE, Status.UNDER_REVIEW
_ACTIVE = (_IN_FORCE, _REVIEWED)
_KNOWN = tuple(status for status in Status if status is not Status.ENTERED)


def _to(after: Status, *before: Status) -> set[tuple[Status, Status]]:
    return {(status, after) for status in before}


def _same(*statuses: Status) -> set[tuple[Status, Status]]:
    return {(status, status) for status in statuses}


ALLOWED: dict[Act, set[tuple[Status, Status]]] = {
    Act.FILED: _to(_WAITING, Status.ENTERED),
    Act.DISCONTINUED: _to(Status.DISCONTINUED, _WAITING),
    Act.REVIVED: _to(_WAITING, Status.DISCONTINUED),
    Act.GRANTED: _to(_IN_FORCE, _WAITING),
    Act.SUBSISTING: _to(_IN_FORCE, Status.ENTERED),
    Act.CHALLENGED: _to(_REVIEWED, _IN_FORCE),
    Act.UPHELD: _to(_IN_FORCE, _REVIEWED),
    Act.LAPSED: _to(Status.LAPSED, *_ACTIVE),
    Act.SURRENDERED: _to(Status.SURRENDERED, *_ACTIVE),
    Act.INVALIDATED: _to(Status.INVALIDATED, *_ACTIVE, Status.LAPSED),
    Act.EXPIRED: _to(Status.EXPIRED, *_ACTIVE, Status.LAPSED),
    Act.REINSTATED: _to(_IN_FORCE, Status.LAPSED),
    Act.APPEAL_WON: _to(_IN_FORCE, Status.INVALIDATED),
    Act.TERMINATED: _same(Status.DISCONTINUED, Status.LAPSED, Status.SURRENDERED, Status.INVALIDATED, Status.EXPIRED),
    Act.EXTENDED: _same(*_ACTIVE),
    Act.RENEWED: _same(_WAITING, *_ACTIVE),
    **{act: _same(*_KNOWN) for act in Act if act >= Act.TITLE_DISPUTED},
}
