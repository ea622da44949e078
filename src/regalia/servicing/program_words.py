# SPDX-License-Identifier: Apache-2.0
"""What the packed program of a live deal says about its facilities, triggers and calls, for whoever has no deal file at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from regalia.domain.program_words import EVENT_OF_DEFAULT, CallKind

_WORD = 32
_TRANCHES, _ACCOUNTS, _STEPS, _ACCELERATION, _TRIGGERS, _FACILITIES, _FACTS = 1, 2, 3, 20, 21, 22, 23
_CALLS = 30
"""Places of sizes in the header: see ``docs/decisions/0003-the-whole-waterfall.md``."""


@dataclass(frozen=True)
class CallTerms:
    """``since``: open from that day on, None for a clean-up call, which opens by what is outstanding."""

    kind: CallKind
    since: date | None


@dataclass(frozen=True)
class ProgramWords:
    """``effects``: of each trigger, the flag it raises, None for an event of default. ``accelerates``: there is a list after one."""

    accounts: int
    facilities: int
    effects: tuple[int | None, ...]
    calls: tuple[CallTerms, ...]
    accelerates: bool


def read_program(program: bytes) -> ProgramWords:
    """The sizes, and the words that matter here."""
    words = [program[i : i + _WORD] for i in range(0, len(program), _WORD)]
    header = words[0]
    triggers = 1 + header[_TRANCHES] + 2 * (header[_STEPS] + header[_ACCELERATION]) + header[_FACILITIES]
    calls = triggers + header[_TRIGGERS] + header[_FACTS]
    effects = (word[5] for word in words[triggers : triggers + header[_TRIGGERS]])
    return ProgramWords(
        accounts=header[_ACCOUNTS],
        facilities=header[_FACILITIES],
        effects=tuple(None if effect == EVENT_OF_DEFAULT else effect for effect in effects),
        calls=tuple(_call(word) for word in words[calls : calls + header[_CALLS]]),
        accelerates=header[_ACCELERATION] > 0,
    )


def _call(word: bytes) -> CallTerms:
    since = int.from_bytes(word[4:8], "big")
    day = date(since // 10_000, since // 100 % 100, since % 100) if since else None
    return CallTerms(CallKind(word[0]), day)
