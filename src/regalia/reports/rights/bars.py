# SPDX-License-Identifier: Apache-2.0
"""What bars an asset, shaped after CSRC Announcement [2026] No. 1: three gates on the right itself, each with what its answer rests on.

The answers are those of the registry: what attestors did not report is not seen. Bars 1 to 4 are about the party and not decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from regalia.domain.rights.right import Right
from regalia.domain.rights.words import Act, Restriction

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
    """``found`` is what stands in the way, empty where nothing does; ``rests_on`` what was looked at."""

    right: bytes
    found: str
    rests_on: str

    @property
    def is_clear(self) -> bool:
        return not self.found


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
            number, title, tuple(RightAnswer(right.id, look(right), rests_on(right, attestors)) for right in rights)
        )
        for number, title, look in _BARS
    )


def rests_on(right: Right, attestors: Attestors | None) -> str:
    """``legal events up to number 7, each report signed by at least 2 of 3 attestors``."""
    events = f"legal events up to number {len(right.steps)}" if right.steps else "no legal event so far"
    if attestors is None:
        return f"{events}; who attests them is not known here"
    return f"{events}, each report signed by at least {attestors.threshold} of {attestors.known} attestors"


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


def _disputed(right: Right) -> str:
    if not right.disputes:
        return ""
    return f"{right.disputes} open, of those opened by legal event {', '.join(map(str, open_disputes(right)))}"


def _barred(right: Right) -> str:
    return _restricted(right, Restriction.BARRED, Act.TRANSFER_BARRED, "barred from transfer")


def _negative(right: Right) -> str:
    return _restricted(right, Restriction.NEGATIVE, Act.LISTED_NEGATIVE, "on a negative list")


def _restricted(right: Right, restriction: Restriction, act: Act, words: str) -> str:
    step = right.last_step(act)
    return f"{words} by legal event {step.event.number}" if restriction in right.restrictions and step else ""


_BARS: tuple[tuple[str, str, Callable[[Right], str]], ...] = (
    ("5a", "material title dispute", _disputed),
    ("5b", "can't lawfully be transferred", _barred),
    ("6", "on the negative list", _negative),
)
