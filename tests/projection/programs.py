# SPDX-License-Identifier: Apache-2.0
"""Random programs over the whole vocabulary, and outlooks for them, from a seed: of the size the vectorised engine takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import numpy as np

from regalia.domain.calendar import DayCount, Schedule
from regalia.domain.program import (
    NO_LIMIT,
    Cap,
    DueKind,
    FacilityProgram,
    PeriodTable,
    PrincipalKind,
    Program,
    StepFlag,
    StepKind,
    StepProgram,
    StepUp,
    SubjectKind,
    TrancheProgram,
    TriggerProgram,
)
from regalia.domain.program_words import EVENT_OF_DEFAULT, FACILITY_BIT, POOL_VALUE, Comparison, FacilityKind, Measure
from regalia.domain.state import State
from regalia.projection.outlook import Outlook

UNIT = 10**6
PERIODS = 12
DAY_COUNTS = list(DayCount)


def amount(rng: Random, largest: int = 2_000_000) -> int:
    return 0 if rng.random() < 0.15 else rng.randrange(largest * UNIT if rng.random() < 0.8 else 50)


def schedule(rng: Random) -> Schedule:
    months, lag, day = rng.choice([1, 3, 3, 6, 12]), rng.randrange(5), rng.randrange(1, 29)
    first_end = rng.randrange(2000 * 12, 2030 * 12) // months * months + months - 1
    year, month = divmod(first_end + lag, 12)
    closing = date.fromordinal(date(year, month + 1, day).toordinal() - rng.randrange(1, 200))
    return Schedule(closing, first_end, months, lag, day, rng.choice([1, 1, 4]))


def tranche(rng: Random, place: int, day: date) -> TrancheProgram:
    step_up = (
        StepUp(rng.randrange(150_000), date(day.year + rng.randrange(1, 4), 6, 15)) if rng.random() < 0.3 else None
    )
    shortfall = rng.randrange(4)
    return TrancheProgram(
        f"tranche{place}",
        rng.choice([0, 35_000, 80_000, 123_457]),
        rng.choice(DAY_COUNTS),
        shortfall == 1,
        1_000,
        amount(rng, 9_000_000),
        capitalises=shortfall == 2,
        defaults=shortfall == 3,
        step_up=step_up,
    )


class Maker:
    """Makes the steps and triggers of one program."""

    def __init__(self, rng: Random, tranches: int, accounts: int, facilities: int, flags: int) -> None:
        self.rng = rng
        self.tranches, self.accounts, self.facilities, self.flags = tranches, accounts, facilities, flags
        self.count = self.invoices = 0
        self.capped: list[int] = []

    def steps(self, wanted: int) -> tuple[StepProgram, ...]:
        made: list[StepProgram] = []
        self.capped = []
        while len(made) < wanted:
            new = self._step()
            made += new
            self.count += len(new)
        last = self.rng.choice([(SubjectKind.PAYEE, 0), (SubjectKind.TRANCHE, self.rng.randrange(self.tranches))])
        made.append(StepProgram("residual", StepKind.RESIDUAL, *last))
        self.count += 1
        return tuple(made)

    def mask(self) -> int:
        return self.rng.randrange(1, 2**self.tranches)

    def support(self) -> tuple[int, ...]:
        sources = [a + 1 for a in range(self.accounts)] + [FACILITY_BIT + f for f in range(self.facilities)]
        return tuple(self.rng.sample(sources, self.rng.randrange(min(3, len(sources)) + 1)))

    def guards(self) -> dict[str, Any]:
        if not self.flags or self.rng.random() < 0.5:
            return {}
        return {"guard_on" if self.rng.random() < 0.4 else "guard_off": 1 << self.rng.randrange(self.flags)}

    def _step(self) -> list[StepProgram]:
        rng, label = self.rng, f"step{self.count}"
        kinds = [StepKind.EXPENSE, StepKind.INTEREST, StepKind.INTEREST, StepKind.PRINCIPAL, StepKind.PRINCIPAL]
        kinds += [StepKind.RESERVE, StepKind.TRAP] * bool(self.accounts) + [StepKind.REPAY_SUPPORT] * bool(
            self.facilities
        )
        match rng.choice(kinds):
            case StepKind.EXPENSE:
                return [self._expense(label)]
            case StepKind.INTEREST:
                subject = rng.randrange(self.tranches)
                step = StepProgram(label, StepKind.INTEREST, SubjectKind.TRANCHE, subject, support=self.support())
                return [replace(step, **self.guards())]
            case StepKind.PRINCIPAL:
                return self._principal(label)
            case StepKind.RESERVE:
                return [self._reserve(label)]
            case StepKind.TRAP:
                account = rng.randrange(self.accounts)
                step = StepProgram(label, StepKind.TRAP, SubjectKind.ACCOUNT, account, rate=rng.randrange(1_000_001))
                return [replace(step, **self.guards())]
            case _:
                facility = rng.randrange(self.facilities)
                return [StepProgram(label, StepKind.REPAY_SUPPORT, SubjectKind.FACILITY, facility)]

    def _expense(self, label: str) -> StepProgram:
        rng = self.rng
        kind = DueKind.ABOVE_CAP if self.capped and rng.random() < 0.6 else rng.choice(list(DueKind)[:4])
        flags, cap, number = StepFlag(rng.randrange(2)), None, 0
        if kind is DueKind.ABOVE_CAP:
            number = rng.choice(self.capped)
        elif rng.random() < 0.5:
            limits = [NO_LIMIT if rng.random() < 0.3 else amount(rng, 60_000) for _ in range(2)]
            cap, flags = Cap(*limits), flags | StepFlag.CAPPED
            if rng.random() < 0.6:
                flags |= StepFlag.TAKEN_ABOVE
                self.capped.append(self.count)
        if kind is DueKind.AS_INVOICED:
            number = self.invoices
            self.invoices += 1
        return StepProgram(
            label, StepKind.EXPENSE, SubjectKind.PAYEE, 0, kind, flags, self.support(), self.mask(),
            rng.randrange(60_000), number, rng.choice(DAY_COUNTS), amount=amount(rng, 30_000),
            carry=rng.choice([None, rng.randrange(self.count + 1)]), carry_rate=rng.choice([0, 60_000]), cap=cap, **self.guards(),
        )  # fmt: skip

    def _reserve(self, label: str) -> StepProgram:
        rng = self.rng
        return StepProgram(
            label, StepKind.RESERVE, SubjectKind.ACCOUNT, rng.randrange(self.accounts), flags=StepFlag(rng.randrange(16)),
            tranche_mask=self.mask(), rate=rng.randrange(50_000), number=rng.randrange(5), combine_min=rng.random() < 0.5,
            amount=amount(rng, 300_000), **self.guards(),
        )  # fmt: skip

    def _principal(self, label: str) -> list[StepProgram]:
        rng = self.rng
        group = rng.sample(range(self.tranches), rng.randrange(1, self.tranches + 1))
        kind, guards, support = rng.choice(list(PrincipalKind)), self.guards(), self.support()
        manner = StepFlag.PRO_RATA if rng.random() < 0.5 else StepFlag.NONE
        table = PeriodTable(rng.randrange(1, 7), tuple(amount(rng, 3_000_000) for _ in range(6)))
        steps = []
        for i, subject in enumerate(group):
            steps.append(
                StepProgram(
                    f"{label}.{i}", StepKind.PRINCIPAL, SubjectKind.TRANCHE, subject, kind,
                    manner | (StepFlag.GOES_ON if i else StepFlag.NONE), support,
                    sum(1 << t for t in group[i:]), rng.randrange(200_000) if not i else 0,
                    table=None if i else table, **guards,
                )
            )  # fmt: skip
        return steps

    def trigger(self, place: int, day: date, facts: tuple[str, ...]) -> TriggerProgram:
        rng = self.rng
        choices = [m for m in Measure if not (m is Measure.RESERVE_DEFICIENCY and not self.accounts)]
        choices = [m for m in choices if not (m is Measure.SUPPORT_UNPAID and not self.facilities)]
        measure, n = rng.choice(choices), rng.randrange(1, 5)
        threshold, trailing, subject = rng.randrange(400_000, 3_000_000), rng.choice([1, 1, 3, 4]), 0
        match measure:
            case Measure.ARREARS_AGE:
                threshold, subject = rng.randrange(1, 4), rng.randrange(self.tranches)
            case Measure.FACT:
                threshold, subject = rng.randrange(1_000_000), facts.index("rights-lapsed")
            case Measure.DAYS_SINCE_REPORT:
                threshold = rng.randrange(60, 130)
            case Measure.RESERVE_DEFICIENCY:
                threshold, subject = rng.randrange(1_000_000), rng.randrange(self.accounts)
            case Measure.SUPPORT_UNPAID:
                subject = rng.randrange(self.facilities)
            case Measure.COLLECTIONS_TO_FORECAST:
                trailing = rng.choice([0, 1, 3])
            case Measure.LEVERAGE:
                threshold = rng.randrange(1_000_000, 9_000_000)
        forecast, total = [], 0
        for _ in range(PERIODS - 2):
            total += amount(rng)
            forecast.append(total)
        return TriggerProgram(
            f"trigger{place}", measure, rng.choice(list(Comparison)), threshold, rng.randrange(1, n + 1), n,
            rng.random() < 0.3, rng.random() < 0.4, EVENT_OF_DEFAULT if rng.random() < 0.12 else rng.randrange(max(1, self.flags)),
            self.mask(), subject, trailing,
            PeriodTable(rng.randrange(1, 4), tuple(forecast)) if measure is Measure.COLLECTIONS_TO_FORECAST else None,
            date(day.year + rng.randrange(4), rng.randrange(1, 13), 1) if measure is Measure.DATE_REACHED else None,
        )  # fmt: skip


def program(rng: Random) -> Program:
    when, tranches = schedule(rng), rng.randrange(1, 5)
    accounts, facilities, flags = rng.randrange(4), rng.randrange(3), rng.randrange(1, 4)
    maker = Maker(rng, tranches, accounts, facilities, flags)
    facts = (POOL_VALUE, "rights-lapsed")
    steps = maker.steps(rng.randrange(3, 12))
    acceleration = maker.steps(rng.randrange(2, 6)) if rng.random() < 0.6 else ()
    return Program(
        schedule=when,
        tranches=tuple(tranche(rng, t, when.closing) for t in range(tranches)),
        accounts=tuple(f"account{a}" for a in range(accounts)),
        payees=("payee",),
        steps=steps,
        acceleration=acceleration,
        facilities=tuple(
            FacilityProgram(
                f"facility{f}", rng.choice(list(FacilityKind)), 0, rng.choice([0, 50_000]), rng.choice(DAY_COUNTS),
                limit=NO_LIMIT if rng.random() < 0.3 else amount(rng, 500_000),
            )
            for f in range(facilities)
        ),
        triggers=tuple(maker.trigger(i, when.closing, facts) for i in range(rng.randrange(7))),
        flags=tuple(f"flag{f}" for f in range(flags)),
        facts=facts,
        legal_final=when.payment_date(when.opening + rng.randrange(4, 20)) if rng.random() < 0.5 else None,
    )  # fmt: skip


def opening(rng: Random, of: Program) -> State:
    return State.opening(of, tuple(amount(rng, 300_000) for _ in of.accounts))


def outlook(rng: Random, of: Program, scenarios: int) -> Outlook:
    def spread(*shape: int, largest: int) -> np.ndarray:  # type: ignore[type-arg]
        cells = [amount(rng, largest) for _ in range(int(np.prod(shape)))]
        return np.array(cells, dtype=object).reshape(shape)

    facts = spread(PERIODS, len(of.facts), scenarios, largest=12_000_000)
    facts[:, 1] = facts[:, 1] % 1_000_001
    return Outlook(
        first=of.schedule.opening,
        received=spread(PERIODS, scenarios, largest=rng.choice([150_000, 700_000, 3_000_000])),
        invoices=spread(PERIODS, len(of.invoiced_steps), scenarios, largest=80_000),
        facts=facts,
        other=tuple(amount(rng, 10_000) for _ in range(PERIODS)),
        targets=tuple(rng.choice([None, amount(rng, 200_000)]) for _ in range(PERIODS)),
        report_age=tuple(rng.randrange(30, 150) for _ in range(PERIODS)),
        pays=np.array([[rng.random() < 0.6 for _ in range(scenarios)] for _ in of.facilities], np.bool_).reshape(
            len(of.facilities), scenarios
        ),
        ends=rng.random() < 0.8,
    )
