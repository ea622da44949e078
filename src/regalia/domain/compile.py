# SPDX-License-Identifier: Apache-2.0
"""From terms, which are for people, to the program both engines run."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.calendar import DayCount
from regalia.domain.program import DueKind, Program, StepFlag, StepKind, StepProgram, SubjectKind, TrancheProgram
from regalia.domain.terms.deal import Terms
from regalia.domain.terms.dues import ReserveTarget
from regalia.domain.terms.executable import not_executable
from regalia.domain.terms.problems import NotExecutableError
from regalia.domain.terms.steps import ExpenseStep, PrincipalStep, ReserveStep, ResidualStep, Step
from regalia.domain.terms.tranches import Tranche
from regalia.domain.waterfall import State

DAY_COUNTS = {"30E/360": DayCount.THIRTY_E_360, "ACT/360": DayCount.ACT_360}


def compile_terms(terms: Terms) -> Program:
    """The program of a deal. NotExecutableError names everything the engines can't do yet.

    Payees stand in the order in which the steps first name them, tranches and accounts in file order.
    """
    if features := not_executable(terms):
        raise NotExecutableError(features)
    compiler = _Compiler(terms)
    steps = tuple(program_step for step in terms.steps for program_step in compiler.steps(step))
    return Program(
        schedule=terms.calendar.schedule(),
        tranches=tuple(compiler.tranche(tranche) for tranche in terms.tranches),
        accounts=tuple(compiler.accounts),
        payees=tuple(compiler.payees),
        steps=steps,
    )


def step_origins(terms: Terms) -> tuple[int, ...]:
    """For each step of the program, the index in ``terms.steps`` of the step it came from."""
    return tuple(i for i, step in enumerate(terms.steps) for _ in _labels(step))


def opening_state(terms: Terms, program: Program) -> State:
    """The state at closing: accounts funded from the proceeds, full balances, nothing owed."""
    funded = {account.id: terms.money.to_units(account.funded_at_closing) for account in terms.accounts}
    return State.opening(program, tuple(funded[label] for label in program.accounts))


def _labels(step: Step) -> tuple[str, ...]:
    """What the program calls a step: its id; for several tranches in sequence, ``id.tranche`` each."""
    if step.kind == "principal" and len(step.tranches) > 1:
        return tuple(f"{step.id}.{tranche}" for tranche in step.tranches)
    return (step.id,)


class _Compiler:
    """Indices of one deal; a method a step kind. Runs only on terms without features that are not executable."""

    def __init__(self, terms: Terms) -> None:
        self.money = terms.money
        self.tranches = [tranche.id for tranche in terms.tranches]
        self.accounts = [account.id for account in terms.accounts]
        self.payees: list[str] = []

    def tranche(self, tranche: Tranche) -> TrancheProgram:
        coupon = tranche.coupon
        return TrancheProgram(
            label=tranche.id,
            coupon=coupon.rate if coupon else 0,
            day_count=DAY_COUNTS[coupon.day_count] if coupon else DayCount.THIRTY_E_360,
            interest_on_arrears=coupon is not None and coupon.shortfall == "arrears-with-interest",
            units=tranche.units,
            original_balance=self.money.to_units(tranche.balance),
        )

    def steps(self, step: Step) -> Iterator[StepProgram]:
        match step.kind:
            case "expense":
                yield self.expense(step)
            case "interest":
                subject, support = self.tranches.index(step.tranche), self.support(step.support)
                yield StepProgram(step.id, StepKind.INTEREST, SubjectKind.TRANCHE, subject, support=support)
            case "reserve":
                yield self.reserve(step)
            case "principal":
                yield from self.principal(step)
            case "residual":
                yield self.residual(step)

    def expense(self, step: ExpenseStep) -> StepProgram:
        due_kind, amount, rate, mask, day_count = DueKind.FIXED, 0, 0, 0, DayCount.THIRTY_E_360
        match step.due.kind:
            case "fixed":
                amount = self.money.to_units(step.due.amount)
            case "rate-on-collections":
                due_kind, rate = DueKind.COLLECTIONS_RATE, step.due.rate
            case "rate-on-outstanding":
                due_kind, rate, mask = DueKind.OUTSTANDING_RATE, step.due.rate, self.mask(step.due.tranches)
                day_count = DAY_COUNTS[step.due.day_count]
            case "as-invoiced":
                due_kind = DueKind.AS_INVOICED
        return StepProgram(
            label=step.id,
            kind=StepKind.EXPENSE,
            subject_kind=SubjectKind.PAYEE,
            subject=self.payee(step.payee),
            due_kind=due_kind,
            flags=StepFlag.CARRIED if step.shortfall == "carried" else StepFlag.NONE,
            support=self.support(step.support),
            tranche_mask=mask,
            rate=rate,
            day_count=day_count,
            amount=amount,
        )

    def reserve(self, step: ReserveStep) -> StepProgram:
        target: ReserveTarget = step.target
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
            label=step.id,
            kind=StepKind.RESERVE,
            subject_kind=SubjectKind.ACCOUNT,
            subject=self.accounts.index(step.account),
            flags=flags,
            tranche_mask=self.mask(target.protects),
            rate=rate,
            periods=periods,
            combine_min=target.combine == "min",
            amount=amount,
        )

    def principal(self, step: PrincipalStep) -> Iterator[StepProgram]:
        for label, tranche in zip(_labels(step), step.tranches, strict=True):
            yield StepProgram(label, StepKind.PRINCIPAL, SubjectKind.TRANCHE, self.tranches.index(tranche))

    def residual(self, step: ResidualStep) -> StepProgram:
        if step.tranche is not None:
            return StepProgram(step.id, StepKind.RESIDUAL, SubjectKind.TRANCHE, self.tranches.index(step.tranche))
        assert step.payee is not None  # a rule of the terms: one of the two
        return StepProgram(step.id, StepKind.RESIDUAL, SubjectKind.PAYEE, self.payee(step.payee))

    def payee(self, party: str) -> int:
        if party not in self.payees:
            self.payees.append(party)
        return self.payees.index(party)

    def support(self, names: tuple[str, ...]) -> int:
        return self.accounts.index(names[0]) + 1 if names else 0

    def mask(self, tranches: tuple[str, ...]) -> int:
        return sum(1 << self.tranches.index(tranche) for tranche in tranches)
