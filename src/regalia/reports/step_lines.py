# SPDX-License-Identifier: Apache-2.0
"""One line a step of the list that ran. Amounts in smallest units."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.history import PaymentDate, Source
from regalia.domain.program import DueKind, PrincipalKind, StepKind, StepProgram
from regalia.domain.waterfall import StepRecord
from regalia.reports.told import Told, in_a_row

_GIVEN_BACK_AT_THE_END = (StepKind.RESERVE, StepKind.TRAP)


@dataclass(frozen=True)
class HeldBack:
    """Why a guard held a step back: flags that would have to be up (``wanting``), and flags that must not be (``barring``)."""

    wanting: tuple[str, ...]
    barring: tuple[str, ...]

    @property
    def told(self) -> Told:
        if not self.wanting:
            return Told("held back while {barring}", {"barring": _are_up(self.barring)})
        wanting = {"wanting": _are_up(self.wanting)}
        if not self.barring:
            return Told("held back until {wanting}", wanting)
        return Told("held back while {barring}, and until {wanting}", {"barring": _are_up(self.barring)} | wanting)

    def __str__(self) -> str:
        return self.told.text


@dataclass(frozen=True)
class StepLine:
    """One step. ``remaining`` is what was available after it; ``carried``: an expense's shortfall is due again. ``held`` is None for a
    step that ran.
    """

    index: int
    label: str
    kind: StepKind
    due_kind: DueKind | PrincipalKind
    carried: bool
    record: StepRecord
    sources: tuple[Source, ...]
    remaining: int
    held: HeldBack | None = None

    @property
    def is_shown(self) -> bool:
        """Whether its amounts say anything: a step held back is due nothing, but for interest that goes on being owed."""
        return self.held is None or self.record.due > 0


def step_lines(payment: PaymentDate, final: bool) -> tuple[StepLine, ...]:
    """Of the list that ran. ``final``: the legal final date has come, or the deal is wound up."""
    remaining = payment.flow.available
    lines = []
    for index, (step, record) in enumerate(zip(payment.steps, payment.records, strict=True)):
        remaining += record.released + record.drawn - record.paid
        held = None if _ran(payment, index, final) else _held_back(payment, step)
        sources = payment.sources(index)
        lines.append(
            StepLine(index, step.label, step.kind, step.due_kind, step.carries, record, sources, remaining, held)
        )
    return tuple(lines)


def _are_up(flags: tuple[str, ...]) -> Told:
    named = {"flags": in_a_row(flags, "{first} and {rest}")}
    return Told("{flags} is up", named) if len(flags) == 1 else Told("{flags} are up", named)


def _ran(payment: PaymentDate, index: int, final: bool) -> bool:
    """A trap that doesn't run may give back what it kept, and at the end every reserve and trap does."""
    step, record = payment.steps[index], payment.records[index]
    return payment.ran(index) or bool(record.released) or (final and step.kind in _GIVEN_BACK_AT_THE_END)


def _held_back(payment: PaymentDate, step: StepProgram) -> HeldBack:
    def flags(bits: int) -> tuple[str, ...]:
        return tuple(flag for f, flag in enumerate(payment.program.flags) if bits >> f & 1)

    return HeldBack(flags(step.guard_on & ~payment.up), flags(step.guard_off & payment.up))
