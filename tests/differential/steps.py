# SPDX-License-Identifier: Apache-2.0
"""Random steps, each valid by itself."""

from __future__ import annotations

from random import Random

from regalia.domain.calendar import DayCount
from regalia.domain.program import NO_LIMIT, Cap, DueKind, PeriodTable, PrincipalKind, StepProgram
from regalia.domain.program_words import StepFlag, StepKind, SubjectKind
from tests.differential.amounts import amount, largest_rate, rate, some
from tests.differential.parts import Parts

_FOUND = [DueKind.FIXED, DueKind.COLLECTIONS_RATE, DueKind.OUTSTANDING_RATE, DueKind.AS_INVOICED]


class Makers:
    """A method a kind. Invoices and capped steps get their numbers when a list is put together."""

    def __init__(self, rng: Random, made: Parts) -> None:
        self.rng = rng
        self.made = made

    def expense(self, flags: StepFlag | None = None, cap: Cap | None = None) -> StepProgram:
        rng = self.rng
        if flags is None:
            flags = rng.choice([StepFlag.NONE, StepFlag.CARRIED, StepFlag.CARRIED])
        on, off = self.made.guard(rng)
        return StepProgram(
            "expense",
            StepKind.EXPENSE,
            SubjectKind.PAYEE,
            rng.randrange(4),
            rng.choice(_FOUND),
            flags,
            self.made.support(rng),
            self.made.mask(rng),
            largest_rate(rng),
            day_count=rng.choice(list(DayCount)),
            amount=amount(rng),
            guard_on=on,
            guard_off=off,
            carry_rate=rate(rng) if flags & StepFlag.CARRIED and some(rng, 0.4) else 0,
            cap=cap,
        )

    def capped(self) -> list[StepProgram]:
        """With or without a step that takes what is above the cap."""
        rng = self.rng
        cap = Cap(rng.choice([NO_LIMIT, amount(rng)]), rng.choice([NO_LIMIT, amount(rng), amount(rng)]))
        flags = StepFlag.CAPPED | rng.choice([StepFlag.NONE, StepFlag.CARRIED])
        if some(rng, 0.4):
            return [self.expense(flags, cap)]
        above = self.expense()
        taker = StepProgram(
            "above", StepKind.EXPENSE, SubjectKind.PAYEE, above.subject, DueKind.ABOVE_CAP, above.flags, above.support,
            guard_on=above.guard_on, guard_off=above.guard_off, carry_rate=above.carry_rate,
        )  # fmt: skip
        return [self.expense(flags | StepFlag.TAKEN_ABOVE, cap), taker]

    def interest(self) -> StepProgram:
        on, off = self.made.guard(self.rng)
        t, support = self.rng.randrange(self.made.tranches), self.made.support(self.rng)
        return StepProgram(
            "interest", StepKind.INTEREST, SubjectKind.TRANCHE, t, support=support, guard_on=on, guard_off=off
        )

    def reserve(self, account: int) -> StepProgram:
        rng = self.rng
        on, off = self.made.guard(rng)
        return StepProgram(
            "reserve",
            StepKind.RESERVE,
            SubjectKind.ACCOUNT,
            account,
            flags=StepFlag(rng.randrange(16)),
            tranche_mask=self.made.mask(rng),
            rate=rate(rng),
            number=rng.choice([rng.randrange(13), rng.randrange(2**16)]),
            combine_min=some(rng, 0.5),
            amount=amount(rng),
            guard_on=on,
            guard_off=off,
        )

    def principal(self) -> list[StepProgram]:
        """One tranche, or a group: the mask of each step is its tranche and those after it."""
        rng = self.rng
        order = rng.sample(range(self.made.tranches), k=rng.choice([1, rng.randrange(1, self.made.tranches + 1)]))
        kinds = [k for k in PrincipalKind if k is not PrincipalKind.TARGET_SHARE or self.made.has_pool_value]
        due_kind = rng.choice(kinds)
        pro_rata = StepFlag.PRO_RATA if some(rng, 0.5) else StepFlag.NONE
        on, off = self.made.guard(rng)
        support, share = self.made.support(rng), rate(rng)
        by_period = due_kind in (PrincipalKind.SCHEDULED_TABLE, PrincipalKind.TARGET_TABLE)
        table = self.table() if by_period else None
        return [
            StepProgram(
                "principal",
                StepKind.PRINCIPAL,
                SubjectKind.TRANCHE,
                t,
                due_kind,
                pro_rata | (StepFlag.GOES_ON if i else StepFlag.NONE),
                support,
                sum(1 << later for later in order[i:]),
                share,
                guard_on=on,
                guard_off=off,
                table=table if not i or some(rng, 0.5) else None,
            )
            for i, t in enumerate(order)
        ]

    def table(self) -> PeriodTable:
        first = max(1, self.made.schedule.opening + self.rng.choice([-1, 0, 0, 1]))
        return PeriodTable(first, tuple(amount(self.rng, 2**128) for _ in range(self.rng.randrange(1, 8))))

    def trap(self, account: int) -> StepProgram:
        on, off = self.made.guard(self.rng, 0.8)
        share = self.rng.choice([0, 500_000, 1_000_000, self.rng.randrange(10**6)])
        return StepProgram("trap", StepKind.TRAP, SubjectKind.ACCOUNT, account, rate=share, guard_on=on, guard_off=off)

    def repay(self, facility: int) -> StepProgram:
        on, off = self.made.guard(self.rng)
        return StepProgram("repay", StepKind.REPAY_SUPPORT, SubjectKind.FACILITY, facility, guard_on=on, guard_off=off)

    def residual(self, *, guarded: bool) -> StepProgram:
        on, off = self.made.guard(self.rng, 1.0) if guarded else (0, 0)
        kind = self.rng.choice([SubjectKind.PAYEE, SubjectKind.TRANCHE])
        subject = self.rng.randrange(4 if kind is SubjectKind.PAYEE else self.made.tranches)
        return StepProgram("residual", StepKind.RESIDUAL, kind, subject, guard_on=on, guard_off=off)
