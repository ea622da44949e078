# SPDX-License-Identifier: Apache-2.0
"""Which legal act leads from which status to which: the twin of ``contracts/registry/LegalStatuses.sol``. What isn't listed is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from regalia.domain.rights.words import Act, Kind, Status

_S = Status


@dataclass(frozen=True)
class Transition:
    """``to`` is None where the status stays. ``outlives``: may still happen to what has ended for good."""

    since: frozenset[Status]
    to: Status | None
    outlives: bool = False


def _from(*since: Status, to: Status | None = None) -> Transition:
    return Transition(frozenset(since), to)


_ACTIVE = (_S.IN_FORCE, _S.UNDER_REVIEW)
_ENDED = (_S.DISCONTINUED, _S.LAPSED, _S.SURRENDERED, _S.INVALIDATED, _S.EXPIRED)
_ANY = Transition(frozenset(_S) - {_S.ENTERED}, None, outlives=True)
_WITHOUT_GRANT = frozenset({Kind.COPYRIGHT, Kind.SOFTWARE, Kind.TRADE_SECRET})

TRANSITIONS: Mapping[Act, Transition] = MappingProxyType(
    {
        Act.FILED: _from(_S.ENTERED, to=_S.PENDING),
        Act.DISCONTINUED: _from(_S.PENDING, to=_S.DISCONTINUED),
        Act.REVIVED: _from(_S.DISCONTINUED, to=_S.PENDING),
        Act.GRANTED: _from(_S.PENDING, to=_S.IN_FORCE),
        Act.SUBSISTING: _from(_S.ENTERED, to=_S.IN_FORCE),
        Act.CHALLENGED: _from(_S.IN_FORCE, to=_S.UNDER_REVIEW),
        Act.UPHELD: _from(_S.UNDER_REVIEW, to=_S.IN_FORCE),
        Act.LAPSED: _from(*_ACTIVE, to=_S.LAPSED),
        Act.SURRENDERED: _from(*_ACTIVE, to=_S.SURRENDERED),
        Act.INVALIDATED: _from(*_ACTIVE, _S.LAPSED, to=_S.INVALIDATED),
        Act.EXPIRED: _from(*_ACTIVE, _S.LAPSED, to=_S.EXPIRED),
        Act.REINSTATED: _from(_S.LAPSED, to=_S.IN_FORCE),
        Act.APPEAL_WON: _from(_S.INVALIDATED, to=_S.IN_FORCE),
        Act.TERMINATED: _from(*_ENDED),
        Act.EXTENDED: _from(*_ACTIVE),
        Act.RENEWED: _from(_S.PENDING, *_ACTIVE),
        Act.TITLE_DISPUTED: _ANY,
        Act.DISPUTE_SETTLED: _ANY,
        Act.TRANSFER_BARRED: _ANY,
        Act.TRANSFER_ALLOWED: _ANY,
        Act.LISTED_NEGATIVE: _ANY,
        Act.DELISTED: _ANY,
        Act.NOTED: _ANY,
    }
)
"""The table of docs/decisions/0004. A dispute is settled only where there is one, and only works and secrets subsist without a grant."""


def after(kind: Kind, status: Status, act: Act, *, final: bool = False, disputes: int = 1) -> Status | None:
    """Where a right stands after an act; None when the act can't happen to it."""
    transition = TRANSITIONS.get(act)
    if transition is None or status not in transition.since or (final and not transition.outlives):
        return None
    if act is Act.SUBSISTING and kind not in _WITHOUT_GRANT:
        return None
    if act is Act.DISPUTE_SETTLED and disputes == 0:
        return None
    return status if transition.to is None else transition.to
