# SPDX-License-Identifier: Apache-2.0
"""What bars an asset, shaped after CSRC Announcement [2026] No. 1: three gates on the right itself, each with what its answer rests on.

The answers are those of the registry: what attestors did not report is not seen. Bars 1 to 4 are about the party and not decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from regalia.domain.rights.right import Right
from regalia.domain.rights.words import Act, Restriction
from regalia.reports.told import Told

SHAPED_AFTER = "shaped after CSRC Announcement [2026] No. 1"
ABOUT_THE_PARTY = (
    "Bars 1 to 4 (financing barred by law; national security; crimes of the last three years; an investigation that is not concluded) are "
    "about the party: nothing here decides them."
)


@dataclass(frozen=True)
class Attestors:
    """Of legal events: so many of them sign each report, as the oracle asks now."""

    threshold: int
    known: int


@dataclass(frozen=True)
class RightAnswer:
    """``against`` is what stands in the way, None where nothing does; ``looked_at`` what that rests on."""

    right: bytes
    against: Told | None
    looked_at: Told

    @property
    def found(self) -> str:
        """In English, empty where nothing was."""
        return self.against.text if self.against else ""

    @property
    def rests_on(self) -> str:
        return self.looked_at.text

    @property
    def is_clear(self) -> bool:
        return self.against is None


@dataclass(frozen=True)
class BarLine:
    """One bar, and its answer for every right of the pool."""

    number: str
    title: str
    rights: tuple[RightAnswer, ...]

    @property
    def against(self) -> tuple[RightAnswer, ...]:
        return tuple(answer for answer in self.rights if not answer.is_clear)

    @property
    def is_clear(self) -> bool:
        return not self.against


def bar_lines(rights: Sequence[Right], attestors: Attestors | None) -> tuple[BarLine, ...]:
    """For the rights of a pool; ``attestors`` None where nobody knows who reports."""
    return tuple(
        BarLine(
            number, title, tuple(RightAnswer(right.id, look(right), looked_at(right, attestors)) for right in rights)
        )
        for number, title, look in _BARS
    )


def looked_at(right: Right, attestors: Attestors | None) -> Told:
    """``legal events up to number 7, each report signed by at least 2 of 3 attestors``."""
    events = Told("no legal event so far")
    if right.steps:
        events = Told("legal events up to number {number}", {"number": f"{len(right.steps)}"})
    if attestors is None:
        return Told("{events}; who attests them is not known here", {"events": events})
    signed = {"threshold": f"{attestors.threshold}", "known": f"{attestors.known}"}
    return Told(
        "{events}, each report signed by at least {threshold} of {known} attestors", {"events": events, **signed}
    )


def open_disputes(right: Right) -> tuple[int, ...]:
    """Numbers of the events that opened disputes since the right last had none: which of them was settled nobody tells."""
    opened: list[int] = []
    settled = 0
    for step in right.steps:
        if step.event.act is Act.TITLE_DISPUTED:
            opened.append(step.event.number)
        elif step.event.act is Act.DISPUTE_SETTLED:
            settled += 1
        if settled == len(opened):
            opened, settled = [], 0
    return tuple(opened)


def _disputed(right: Right) -> Told | None:
    if not right.disputes:
        return None
    opened = ", ".join(map(str, open_disputes(right)))
    return Told(
        "{count} open, of those opened by legal event {numbers}", {"count": f"{right.disputes}", "numbers": opened}
    )


def _barred(right: Right) -> Told | None:
    number = _restricted_by(right, Restriction.BARRED, Act.TRANSFER_BARRED)
    return Told("barred from transfer by legal event {number}", {"number": number}) if number else None


def _negative(right: Right) -> Told | None:
    number = _restricted_by(right, Restriction.NEGATIVE, Act.LISTED_NEGATIVE)
    return Told("on a negative list by legal event {number}", {"number": number}) if number else None


def _restricted_by(right: Right, restriction: Restriction, act: Act) -> str:
    step = right.last_step(act)
    return f"{step.event.number}" if restriction in right.restrictions and step else ""


_BARS: tuple[tuple[str, str, Callable[[Right], Told | None]], ...] = (
    ("5a", "material title dispute", _disputed),
    ("5b", "can't lawfully be transferred", _barred),
    ("6", "on the negative list", _negative),
)
