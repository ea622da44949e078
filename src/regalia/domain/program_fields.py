# SPDX-License-Identifier: Apache-2.0
"""The numbers of a program that may change while a deal lives, and where each stands in the packed bytes.

The places are those of ``StepProgram.pack`` and ``TriggerProgram.pack``, and of the table in
``docs/decisions/0003-the-whole-waterfall.md``. Sizes never change, so a place is the same for the whole life of a deal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from regalia.domain.program import Program, StepProgram
from regalia.domain.program_tables import WORD

_STEP_WORDS = 2
_PLACES: dict[str, tuple[int, int, int]] = {
    "rate": (0, 160, 32),
    "carry_rate": (0, 32, 32),
    "amount": (1, 0, 128),
    "threshold": (0, 0, 128),
}
"""Of each field: which word of its step or trigger, the lowest bit, how many bits."""

FieldName = Literal["rate", "carry_rate", "amount", "threshold"]
"""As ``StepProgram`` (the first three) and ``TriggerProgram`` call it."""


@dataclass(frozen=True)
class Place:
    """Some bits of a word of a packed program; bit 0 is the least significant of its 32 bytes."""

    word: int
    lowest: int
    bits: int

    def read(self, packed: bytes) -> int:
        return self._word(packed) >> self.lowest & self._ones

    def written(self, packed: bytes, value: int) -> bytes:
        """The program with ``value``, which must fit, in these bits."""
        word = self._word(packed) & ~(self._ones << self.lowest) | value << self.lowest
        start = WORD * self.word
        return packed[:start] + word.to_bytes(WORD, "big") + packed[start + WORD :]

    @property
    def _ones(self) -> int:
        return (1 << self.bits) - 1

    def _word(self, packed: bytes) -> int:
        start = WORD * self.word
        return int.from_bytes(packed[start : start + WORD], "big")


@dataclass(frozen=True)
class ProgramField:
    """A number of a step, counted through both lists, or of a trigger: its threshold."""

    index: int
    name: FieldName

    def place(self, program: Program) -> Place:
        word, lowest, bits = _PLACES[self.name]
        first = 1 + len(program.tranches)
        if self.name == "threshold":
            first += _STEP_WORDS * len(program.all_steps) + len(program.facilities) + self.index
        else:
            first += _STEP_WORDS * self.index
        return Place(first + word, lowest, bits)

    def read(self, program: Program) -> int:
        if self.name == "threshold":
            return program.triggers[self.index].threshold
        number: int = getattr(program.all_steps[self.index], self.name)
        return number

    def changed(self, program: Program, value: int) -> Program:
        """The program with another number in this field, and nothing else changed."""
        if self.name == "threshold":
            triggers = list(program.triggers)
            triggers[self.index] = replace(triggers[self.index], threshold=value)
            return replace(program, triggers=tuple(triggers))
        steps = list(program.all_steps)
        steps[self.index] = _with(steps[self.index], self.name, value)
        normal = len(program.steps)
        return replace(program, steps=tuple(steps[:normal]), acceleration=tuple(steps[normal:]))


def _with(step: StepProgram, name: FieldName, value: int) -> StepProgram:
    match name:
        case "rate":
            return replace(step, rate=value)
        case "carry_rate":
            return replace(step, carry_rate=value)
        case _:
            return replace(step, amount=value)
