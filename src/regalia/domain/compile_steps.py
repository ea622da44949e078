# SPDX-License-Identifier: Apache-2.0
"""The steps of a deal file, one after the other, as steps of its program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from regalia.domain.calendar import DayCount
from regalia.domain.indices import DAY_COUNTS, Indices
from regalia.domain.program import (
    NO_LIMIT,
    Cap,
    DueKind,
    PeriodTable,
    PrincipalKind,
    StepFlag,
    StepKind,
    StepProgram,
    SubjectKind,
)
from regalia.domain.program_words import POOL_VALUE
from regalia.domain.terms.deal import Terms
from regalia.domain.terms.steps import ExpenseStep, PrincipalStep, ReserveStep, ResidualStep, Step, SupportedStep


def labels(step: Step) -> tuple[str, ...]:
    """What the program calls a step: its id; for several tranches, ``id.tranche`` each."""
    if step.kind == "principal" and len(step.tranches) > 1:
        return tuple(f"{step.id}.{tranche}" for tranche in step.tranches)
    return (step.id,)


class StepCompiler:
    """Compiles the normal list, then the acceleration list: places of what is carried go on, and steps of one name share theirs."""

    def __init__(self, terms: Terms, indices: Indices) -> None:
        self.terms = terms
        self.indices = indices
        self.money = terms.money
        self.count = 0
        self.places: dict[str, int] = {}
        """Of each label, the first step that bears it."""
        self.invoices: dict[str, int] = {}
        self.latest: dict[str, int] = {}
        """Of each id, the last step compiled."""

    def compile(self, steps: Iterable[Step]) -> tuple[StepProgram, ...]:
        taken = {s.due.step for s in steps if s.kind == "expense" and s.due.kind == "above-cap"}
        made = []
        for step in steps:
            for label, compiled in zip(labels(step), self._step(step, taken), strict=True):
                made.append(self._placed(compiled, step, label))
                self.latest[step.id] = self.count
                self.count += 1
        return tuple(made)

    def _placed(self, compiled: StepProgram, step: Step, label: str) -> StepProgram:
        """With guard and support, and where a shortfall is kept: an earlier step of the same name and kind hands its own on."""
        place = self.places.setdefault(f"{step.kind} {label}", self.count)
        return replace(
            compiled,
            label=label,
            guard_on=self.indices.bits(step.guard.while_active),
            guard_off=self.indices.bits(step.guard.while_not_active),
            carry=None if place == self.count else place,
            support=self.indices.support(step.support) if isinstance(step, SupportedStep) else (),
        )

    def _step(self, step: Step, taken: set[str]) -> Iterator[StepProgram]:
        of = self.indices
        match step.kind:
            case "expense":
                yield self._expense(step, step.id in taken)
            case "interest":
                yield StepProgram("", StepKind.INTEREST, SubjectKind.TRANCHE, of.tranches.index(step.tranche))
            case "reserve":
                yield self._reserve(step)
            case "principal":
                yield from self._principal(step)
            case "trap":
                account = of.accounts.index(step.account)
                yield StepProgram("", StepKind.TRAP, SubjectKind.ACCOUNT, account, rate=step.share)
            case "repay-support":
                facility = of.facilities.index(step.facility)
                yield StepProgram("", StepKind.REPAY_SUPPORT, SubjectKind.FACILITY, facility)
            case "residual":
                yield self._residual(step)

    def _expense(self, step: ExpenseStep, taken_above: bool) -> StepProgram:
        due_kind, amount, rate, mask, number, day_count = DueKind.FIXED, 0, 0, 0, 0, DayCount.THIRTY_E_360
        match step.due.kind:
            case "fixed":
                amount = self.money.to_units(step.due.amount)
            case "rate-on-collections":
                due_kind, rate = DueKind.COLLECTIONS_RATE, step.due.rate
            case "rate-on-outstanding":
                due_kind, rate, mask = DueKind.OUTSTANDING_RATE, step.due.rate, self.indices.mask(step.due.tranches)
                day_count = DAY_COUNTS[step.due.day_count]
            case "as-invoiced":
                due_kind, number = DueKind.AS_INVOICED, self.invoices.setdefault(step.id, len(self.invoices))
            case "above-cap":
                due_kind, number = DueKind.ABOVE_CAP, self.latest[step.due.step]
        flags = StepFlag.CARRIED if step.shortfall == "carried" else StepFlag.NONE
        flags |= StepFlag.CAPPED if step.cap else StepFlag.NONE
        flags |= StepFlag.TAKEN_ABOVE if taken_above else StepFlag.NONE
        return StepProgram(
            label="",
            kind=StepKind.EXPENSE,
            subject_kind=SubjectKind.PAYEE,
            subject=self.indices.payee(step.payee),
            due_kind=due_kind,
            flags=flags,
            tranche_mask=mask,
            rate=rate,
            number=number,
            day_count=day_count,
            amount=amount,
            carry_rate=step.carry_rate,
            cap=self._cap(step),
        )

    def _cap(self, step: ExpenseStep) -> Cap | None:
        if step.cap is None:
            return None
        limits = (step.cap.per_period, step.cap.per_year)
        return Cap(*(NO_LIMIT if limit is None else self.money.to_units(limit) for limit in limits))

    def _reserve(self, step: ReserveStep) -> StepProgram:
        target = step.target
        flags, amount, periods, rate = StepFlag.NONE, 0, 0, 0
        for part in target.parts:
            match part.kind:
                case "fixed":
                    flags, amount = flags | StepFlag.PART_FIXED, self.money.to_units(part.amount)
                case "periods-of-interest":
                    flags, periods = flags | StepFlag.PART_INTEREST, part.periods
                case "rate-on-outstanding":
                    flags, rate = flags | StepFlag.PART_OUTSTANDING, part.rate
        if target.set_by_report:
            flags |= StepFlag.SET_BY_REPORT
        return StepProgram(
            label="",
            kind=StepKind.RESERVE,
            subject_kind=SubjectKind.ACCOUNT,
            subject=self.indices.accounts.index(step.account),
            flags=flags,
            tranche_mask=self.indices.mask(target.protects),
            rate=rate,
            number=periods,
            combine_min=target.combine == "min",
            amount=amount,
        )

    def _principal(self, step: PrincipalStep) -> Iterator[StepProgram]:
        """One step a tranche. Each has the tranches from its own on; turbo in sequence needs no group."""
        due_kind, rate, table = self._principal_due(step)
        alone = due_kind is PrincipalKind.TURBO and step.order == "sequential"
        manner = StepFlag.PRO_RATA if step.order == "pro-rata" else StepFlag.NONE
        for i, tranche in enumerate(step.tranches):
            first = alone or not i
            yield StepProgram(
                label="",
                kind=StepKind.PRINCIPAL,
                subject_kind=SubjectKind.TRANCHE,
                subject=self.indices.tranches.index(tranche),
                due_kind=due_kind,
                flags=manner if first else manner | StepFlag.GOES_ON,
                tranche_mask=self.indices.mask((tranche,) if alone else step.tranches[i:]),
                rate=rate if first else 0,
                table=table if first else None,
            )

    def _principal_due(self, step: PrincipalStep) -> tuple[PrincipalKind, int, PeriodTable | None]:
        due = step.due
        match due.kind:
            case "turbo":
                return PrincipalKind.TURBO, 0, None
            case "scheduled":
                if due.share_of_original is not None:
                    return PrincipalKind.SCHEDULED_SHARE, due.share_of_original, None
                return PrincipalKind.SCHEDULED_TABLE, 0, self.indices.amounts_table(due.amounts)
            case "target-balance":
                if due.share_of_pool_value is not None:
                    self.indices.fact(POOL_VALUE)
                    return PrincipalKind.TARGET_SHARE, due.share_of_pool_value, None
                return PrincipalKind.TARGET_TABLE, 0, self.indices.balances_table(due.balances)

    def _residual(self, step: ResidualStep) -> StepProgram:
        if step.tranche is not None:
            tranche = self.indices.tranches.index(step.tranche)
            return StepProgram("", StepKind.RESIDUAL, SubjectKind.TRANCHE, tranche)
        assert step.payee is not None  # a rule of the terms: one of the two
        return StepProgram("", StepKind.RESIDUAL, SubjectKind.PAYEE, self.indices.payee(step.payee))
