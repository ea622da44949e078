# SPDX-License-Identifier: Apache-2.0
"""The steps of a payment date, in their order: what each was due, what it paid, to whom and from what."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from regalia.domain.history import AVAILABLE_FUNDS, PaymentDate, Source
from regalia.domain.program import PrincipalKind, StepKind, StepProgram
from regalia.reports.step_lines import StepLine
from regalia.views.seen import DealNow


@dataclass(frozen=True)
class SourceOf:
    """A part of what a step paid. ``id`` is available, or that of the account or facility; ``kind``: available, account or facility."""

    id: str
    kind: str
    name: str
    amount: Decimal


@dataclass(frozen=True)
class Held:
    """Why a guard held a step back: flags that would have to be up, and flags that must not be."""

    wanting: tuple[str, ...]
    barring: tuple[str, ...]


@dataclass(frozen=True)
class DateStep:
    """``id`` counts from 1. ``to_kind``: payee, tranche, account or facility, ``to`` is its id and ``to_name`` its name. ``paid`` includes
    ``drawn``, what support gave; ``released`` an account gave back; ``remaining`` is available after the step. ``open_ended``: it takes
    whatever there is, so that a shortfall is outstanding but not overdue. ``held`` is None for a step that ran.
    """

    id: int
    label: str
    name: str
    kind: str
    to_kind: str
    to: str
    to_name: str
    due: Decimal
    paid: Decimal
    shortfall: Decimal
    drawn: Decimal
    released: Decimal
    remaining: Decimal
    carried: bool
    open_ended: bool
    sources: tuple[SourceOf, ...]
    held: Held | None


def date_steps(now: DealNow, payment: PaymentDate, lines: tuple[StepLine, ...], *, final: bool) -> tuple[DateStep, ...]:
    """Of the list that ran. ``final``: the legal final date has come, from when on everything is overdue."""
    return tuple(_step(now, payment, line, final) for line in lines)


def _step(now: DealNow, payment: PaymentDate, line: StepLine, final: bool) -> DateStep:
    step, record, accelerated = payment.steps[line.index], line.record, payment.accelerated
    return DateStep(
        id=line.index + 1,
        label=line.label,
        name=now.names.step(line.index, accelerated),
        kind=StepKind(line.kind).name.lower().replace("_", "-"),
        to_kind=step.subject_kind.name.lower(),
        to=payment.program.subject_of(step),
        to_name=now.names.subject(line.index, accelerated),
        due=now.money(record.due),
        paid=now.money(record.paid),
        shortfall=now.money(record.shortfall),
        drawn=now.money(record.drawn),
        released=now.money(record.released),
        remaining=now.money(line.remaining),
        carried=line.carried,
        open_ended=_is_open_ended(step) and not final,
        sources=tuple(_source(now, payment, source) for source in line.sources),
        held=None if line.held is None else Held(line.held.wanting, line.held.barring),
    )


def _is_open_ended(step: StepProgram) -> bool:
    """Only a turbo is due more than there may be without anybody being wronged by it."""
    return step.kind is StepKind.PRINCIPAL and step.due_kind == PrincipalKind.TURBO


def _source(now: DealNow, payment: PaymentDate, source: Source) -> SourceOf:
    if source.label == AVAILABLE_FUNDS:
        return SourceOf("available", "available", "", now.money(source.amount))
    kind = "account" if source.label in payment.program.accounts else "facility"
    return SourceOf(source.label, kind, now.names.source(source.label), now.money(source.amount))
