# SPDX-License-Identifier: Apache-2.0
"""Random lists of steps, made of blocks that belong together: a capped fee and what is above it, a group of tranches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from regalia.domain.program import DueKind, StepProgram
from regalia.domain.program_words import StepFlag, StepKind, SubjectKind
from tests.differential.amounts import some
from tests.differential.parts import Parts
from tests.differential.steps import Makers

Block = list[StepProgram]


class Blocks:
    """Both lists of one program; the invoices they ask for are numbered through both."""

    def __init__(self, rng: Random, made: Parts) -> None:
        self.rng = rng
        self.made = made
        self.makers = Makers(rng, made)
        self.repays = 0
        """Bits of the facilities that some step repays."""

    def normal_list(self, room: int) -> tuple[StepProgram, ...]:
        """At most so many steps, the last a residual."""
        return self._list(room, 0, last_chance=not self.made.accelerates)

    def acceleration_list(self, room: int, normal: tuple[StepProgram, ...]) -> tuple[StepProgram, ...]:
        steps = list(self._list(room, len(normal), last_chance=True))
        free = list(range(len(normal)))
        self.rng.shuffle(free)
        for i, step in enumerate(steps):
            # as if both had the same id: the step takes over what the normal one carries
            place = next((p for p in free if takes_over(step, normal[p])), None)
            if place is not None and some(self.rng, 0.5):
                free.remove(place)
                steps[i] = replace(step, carry=place)
        return tuple(steps)

    def _list(self, room: int, first: int, *, last_chance: bool) -> tuple[StepProgram, ...]:
        rng = self.rng
        needed = [*self._accounts(), *self._repayments(last_chance)]
        blocks = list(needed)
        for _ in range(rng.randrange(1, 9)):
            block = self._block()
            if sum(map(len, blocks)) + len(block) + 1 <= room:
                blocks.append(block)
        rng.shuffle(blocks)
        steps = _placed(rng, blocks, first)
        return (*steps, self.makers.residual(guarded=False))

    def _block(self) -> Block:
        rng, makers = self.rng, self.makers
        kind = rng.choice(["expense", "capped", "interest", "interest", "principal", "principal", "more"])
        match kind:
            case "expense":
                return [makers.expense()]
            case "capped":
                return makers.capped()
            case "interest":
                return [makers.interest()]
            case "principal":
                return makers.principal()
        others = [makers.residual(guarded=True)]
        if self.made.facilities:
            others.append(makers.repay(rng.randrange(self.made.facilities)))
        if self.made.accounts:
            others.append(makers.reserve(rng.randrange(self.made.accounts)))
        return [rng.choice(others)]

    def _accounts(self) -> Iterator[Block]:
        """Some step gives every account back."""
        for account in range(self.made.accounts):
            kind = self.rng.choice(["reserve", "reserve", "trap", "pair"])
            match kind:
                case "reserve":
                    yield [replace(self.makers.reserve(account), guard_on=0, guard_off=0)]
                case "trap":
                    for _ in range(self.rng.choice([1, 1, 2])):
                        yield [self.makers.trap(account)]
                case "pair" if self.made.flags:
                    bit = 1 << self.rng.choice(self.made.flags)
                    yield [replace(self.makers.reserve(account), guard_on=bit, guard_off=0)]
                    yield [replace(self.makers.reserve(account), guard_on=0, guard_off=bit)]
                case _:
                    yield [self.makers.trap(account)]

    def _repayments(self, last_chance: bool) -> Iterator[Block]:
        for facility in range(self.made.facilities):
            if some(self.rng, 0.7) or (last_chance and not self.repays >> facility & 1):
                self.repays |= 1 << facility
                yield [self.makers.repay(facility)]


def _placed(rng: Random, blocks: list[Block], first: int) -> list[StepProgram]:
    """In one list: invoices are numbered, and a step that takes what is above a cap learns where the capped one stands."""
    invoices = [step for block in blocks for step in block if _is(step, DueKind.AS_INVOICED)]
    numbers = rng.sample(range(len(invoices)), k=len(invoices))
    steps: list[StepProgram] = []
    for block in blocks:
        start = first + len(steps)
        for step in block:
            if _is(step, DueKind.AS_INVOICED):
                step = replace(step, number=numbers.pop())
            elif _is(step, DueKind.ABOVE_CAP):
                step = replace(step, number=start)
            steps.append(step)
    return steps


def _is(step: StepProgram, due_kind: DueKind) -> bool:
    return step.kind is StepKind.EXPENSE and step.due_kind == due_kind


def takes_over(step: StepProgram, normal: StepProgram) -> bool:
    same = step.kind is normal.kind and step.subject_kind in (SubjectKind.PAYEE, SubjectKind.TRANCHE)
    carried = StepFlag.CARRIED in step.flags, StepFlag.CARRIED in normal.flags
    return same and (step.kind is not StepKind.EXPENSE or carried[0] == carried[1])
