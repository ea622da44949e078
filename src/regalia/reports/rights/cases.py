# SPDX-License-Identifier: Apache-2.0
"""Cases of what could happen, from what a person types: ``ACT:RIGHT``, ``ACT:RIGHT:DATE``, several joined by ``+``; or all there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regalia.domain.rights.acts import RightAct
from regalia.domain.rights.day import from_date, written
from regalia.domain.rights.holdings import Holdings
from regalia.domain.rights.office_numbers import RightNumberError
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.errors import RegaliaError
from regalia.feeds.records import right_of
from regalia.reports.rights.possible import acts_of, events_of
from regalia.reports.rights.right_numbers import written_number
from regalia.reports.rights.what_if import Case, WhatIf

_HASHED = "hash "
_DATED = ("extended", "renewed")
"""Events whose date is a new day to come, not the day on which they happen."""


class CaseError(RegaliaError, ValueError):
    """A case that can't be read, or is about another deal's rights."""


def case_of(world: WhatIf, text: str) -> Case:
    """Events joined by ``+`` happen together, one after the other. Raises ``CaseError`` and ``NoSuchEventError``."""
    registry, day = world.book.registry.copy(), world.today
    acts: list[RightAct] = []
    words: list[str] = []
    for part in text.split("+"):
        event, number, when = _parts(part)
        right = right_among(world.holdings, number)
        later = when if event not in _DATED else 0
        if later > world.on:
            raise CaseError(
                f"{part!r}: {written(later)} is after the next payment date, {written(world.on)}",
                "Give an earlier day.",
            )
        day = max(day, later)
        made = acts_of(registry.known(right), event, day, when)
        try:
            for act in made:
                registry.take(act, day)
        except RightsRefusedError as error:
            raise CaseError(f"{part!r} can't happen: {error.message}", error.hint) from None
        acts += made
        words.append(f"{event}:{written_number(right)}" + (f":{written(when)}" if when else ""))
    return Case(" + ".join(words), tuple(acts), day)


def all_cases(world: WhatIf) -> Iterator[Case]:
    """For every right, each event that can happen to it next."""
    for held in world.holdings.rights:
        for event in events_of(held.right, world.on):
            words = f"{event}:{written_number(held.right.id)}"
            yield Case(words, acts_of(held.right, event, world.today), world.today)


def right_among(holdings: Holdings, text: str) -> bytes:
    """A right of the deal by its number, however it is written; by the beginning of its hash where it has none."""
    pledged = [held.right.id for held in holdings.rights]
    if text.startswith(_HASHED):
        digits = text.removeprefix(_HASHED).rstrip("…")
        found = [right for right in pledged if digits and right.hex().startswith(digits)]
    else:
        try:
            found = [right for right in pledged if right == right_of(text)]
        except RightNumberError as error:
            raise CaseError(error.message, error.hint) from None
    if len(found) != 1:
        known = ", ".join(map(written_number, pledged))
        raise CaseError(f"the right {text!r} is not one of those behind the deal", f"Name one of {known}.")
    return found[0]


def _parts(part: str) -> tuple[str, str, int]:
    event, _, rest = part.strip().partition(":")
    number, _, when = rest.partition(":")
    if not event or not number:
        raise CaseError(f"{part!r} is not ACT:RIGHT or ACT:RIGHT:DATE", "Write invalidated:CN201810990101.6 or all.")
    try:
        day = from_date(date.fromisoformat(when)) if when else 0
    except ValueError:
        raise CaseError(f"{part!r}: {when!r} is no day", "Write it as 2026-12-31.") from None
    return event.strip(), number.strip(), day
