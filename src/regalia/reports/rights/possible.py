# SPDX-License-Identifier: Apache-2.0
"""What could happen to a right next: every legal act that may follow, a lien ahead, the end of a licence or of its valuation.

An event is named as people write it: ``invalidated``, ``lien-ahead``, ``licence-ended`` (all that are not over), ``licence-ended-2``,
``valuation-ended``. Documents are made up.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from regalia.domain.rights.acts import LicenceEnd, LienEntry, RightAct, RightValuation
from regalia.domain.rights.right import Right
from regalia.domain.rights.what_if import next_event, possible_acts
from regalia.domain.rights.words import Act, word
from regalia.errors import RegaliaError
from regalia.feeds.watch import months_after

LIEN_AHEAD, LICENCE_ENDED, VALUATION_ENDED = "lien-ahead", "licence-ended", "valuation-ended"
ACTS = {word(act).replace(" ", "-"): act for act in Act if act is not Act.NONE}
EVENTS = (*ACTS, LIEN_AHEAD, LICENCE_ENDED, VALUATION_ENDED)
_YEAR = 12


class NoSuchEventError(RegaliaError, ValueError):
    """An event that has another name, or that can't come about here."""


def events_of(right: Right, on: int) -> tuple[str, ...]:
    """Names of what can happen to it next and could matter on that day; what an office merely notes does not."""
    left_out = {Act.NOTED} if right.expiry else {Act.NOTED, Act.EXTENDED}
    acts = [word(act).replace(" ", "-") for act in possible_acts(right) if act not in left_out]
    acts.append(LIEN_AHEAD)
    acts += [f"{LICENCE_ENDED}-{licence.number}" for licence in right.live_licences]
    if right.valuation is not None and right.valuation.day < on <= right.valuation.until:
        acts.append(VALUATION_ENDED)
    return tuple(acts)


def acts_of(right: Right, event: str, day: int, date: int = 0) -> tuple[RightAct, ...]:
    """The acts an event comes to when it is entered on ``day``. ``date``: of an extension or a renewal the new day (a year on where none
    is given), of any other the day it takes effect. Raises ``NoSuchEventError``.
    """
    if event in ACTS:
        return (_legal(right, ACTS[event], day, date),)
    if event == LIEN_AHEAD:
        return (LienEntry(right.id, "somebody ahead", 0, date or day, _paper(right, event)),)
    if event == VALUATION_ENDED:
        return (_stale(right, event),)
    return _ends(right, event, date or day)


def _legal(right: Right, act: Act, day: int, date: int) -> RightAct:
    match act:
        case Act.EXTENDED if right.expiry:
            return next_event(right, act, day, date or months_after(right.expiry, _YEAR))
        case Act.EXTENDED | Act.RENEWED:
            return next_event(right, act, day, date or months_after(max(right.renewal_due, day), _YEAR))
    return replace(next_event(right, act, day), effective=date or day)


def _stale(right: Right, event: str) -> RightAct:
    """Told as a valuation of the same amount that was good on its own day only."""
    if right.valuation is None:
        raise NoSuchEventError(f"{event}: the right was never valued", "Name another event.")
    words = replace(right.valuation, until=right.valuation.day)
    return RightValuation(right.id, words, _paper(right, event))


def _ends(right: Right, event: str, day: int) -> tuple[RightAct, ...]:
    live = {f"{LICENCE_ENDED}-{licence.number}": licence for licence in right.live_licences}
    if event in live:
        ended = [live[event]]
    elif event == LICENCE_ENDED and live:
        ended = [licence for licence in live.values() if licence.words.parent == 0]  # with those under it
    elif event.startswith(LICENCE_ENDED):
        known = ", ".join(live) or "no licence that is not over"
        raise NoSuchEventError(f"{event}: the right has {known}", "Name one of its licences.")
    else:
        raise NoSuchEventError(f"{event!r} is no event", f"Name one of {', '.join(EVENTS)}.")
    return tuple(LicenceEnd(right.id, x.number, day, _paper(right, f"{LICENCE_ENDED}-{x.number}")) for x in ended)


def _paper(right: Right, event: str) -> bytes:
    return sha256(b"what if" + right.id + event.encode()).digest()
