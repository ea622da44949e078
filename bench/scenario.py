# SPDX-License-Identifier: Apache-2.0
"""The deal the figures are taken on: three tranches, ten steps, carried fees, a reserve, arrears possible."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from regalia.domain.calendar import DayCount, Schedule
from regalia.domain.program import (
    DueKind,
    Program,
    StepFlag,
    StepKind,
    StepProgram,
    SubjectKind,
    TrancheProgram,
    TriggerProgram,
)
from regalia.domain.program_words import POOL_VALUE, Comparison, Measure
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from regalia.domain.withholding import TaxRate, TaxTable

USD = 10**6
US, CHINA, UNITED_KINGDOM = 840, 156, 826
PROFESSIONAL, ORIGINATOR = 2, 4
PAYEES = ("trustee", "servicer", "adviser")


def expense(label: str, payee: int, due: DueKind, rate: int = 0, amount: int = 0) -> StepProgram:
    return StepProgram(
        label,
        StepKind.EXPENSE,
        SubjectKind.PAYEE,
        payee,
        due_kind=due,
        flags=StepFlag.CARRIED,
        support=(1,),
        rate=rate,
        amount=amount,
    )


def interest(tranche: int, support: tuple[int, ...] = (1,)) -> StepProgram:
    return StepProgram(f"interest {tranche}", StepKind.INTEREST, SubjectKind.TRANCHE, tranche, support=support)


def principal(tranche: int) -> StepProgram:
    return StepProgram(f"principal {tranche}", StepKind.PRINCIPAL, SubjectKind.TRANCHE, tranche)


def residual(tranche: int) -> StepProgram:
    return StepProgram("residual", StepKind.RESIDUAL, SubjectKind.TRANCHE, tranche)


PROGRAM = Program(
    Schedule(date(2023, 12, 31), 2023 * 12 + 11, 3, 3, 20),
    (
        TrancheProgram("senior", 60_000, DayCount.THIRTY_E_360, False, 1_000, 1_000_000 * USD),
        TrancheProgram("mezzanine", 90_000, DayCount.THIRTY_E_360, True, 400, 400_000 * USD),
        TrancheProgram("junior", 0, DayCount.THIRTY_E_360, False, 100_000, 100_000 * USD),
    ),
    ("reserve",),
    PAYEES,
    (
        expense("trustee fee", 0, DueKind.FIXED, amount=2_500 * USD),
        expense("servicer fee", 1, DueKind.COLLECTIONS_RATE, rate=20_000),
        expense("expenses", 2, DueKind.AS_INVOICED),
        interest(0),
        interest(1),
        StepProgram(
            "reserve", StepKind.RESERVE, SubjectKind.ACCOUNT, 0,
            flags=StepFlag.PART_FIXED | StepFlag.PART_INTEREST, tranche_mask=3, number=2, amount=20_000 * USD,
        ),
        principal(0),
        principal(1),
        principal(2),
        residual(2),
    ),
)  # fmt: skip

COVERAGE = TriggerProgram("coverage", Measure.DEBT_SERVICE_COVERAGE, threshold=1_200_000, tranche_mask=3)
LATE = TriggerProgram(
    "late", Measure.ARREARS_AGE, Comparison.AT_LEAST, threshold=1, latched=True, after=True, effect=1, subject=0
)
TRIGGERS = (
    COVERAGE,
    TriggerProgram(
        "interest", Measure.INTEREST_COVERAGE, threshold=1_500_000, k=2, n=4, after=True, effect=1, tranche_mask=1
    ),
    LATE,
    TriggerProgram("repayment", Measure.DATE_REACHED, Comparison.AT_LEAST, effect=1, since=date(2030, 3, 20)),
)
"""Coverage now, interest coverage in two of four, arrears, and a date: what a deal of this size has."""


def triggered(triggers: tuple[TriggerProgram, ...] = TRIGGERS, steps: int = 0) -> Program:
    """The scenario with triggers, whose flags hold the mezzanine's principal back, and with so many further fees, before the last step."""
    flags = sum({1 << trigger.effect for trigger in triggers})
    fees = tuple(expense(f"further fee {i}", 0, DueKind.FIXED, amount=USD) for i in range(steps))
    plain = (*PROGRAM.steps[:-1], *fees, PROGRAM.steps[-1])
    guarded = tuple(replace(s, guard_off=flags) if s.label == "principal 1" else s for s in plain)
    return replace(PROGRAM, steps=guarded, triggers=triggers)


FACTS = (POOL_VALUE, "rights-invalidated", "largest-right", "largest-licensee", "rights-stale")
LEGAL_FINAL = date(2034, 3, 20)


def _fact(subject: int, threshold: int) -> TriggerProgram:
    return TriggerProgram(FACTS[subject], Measure.FACT, Comparison.ABOVE, threshold, subject=subject, effect=1)


POOL_TRIGGERS = (
    TriggerProgram("pool value", Measure.OVERCOLLATERALISATION, threshold=1_100_000, effect=1, tranche_mask=3),
    _fact(1, 100_000),
    _fact(2, 250_000),
    _fact(3, 150_000),
)
"""The pool's value to the notes, and three shares of it; none is breached."""
STALE = _fact(4, 300_000)


def on_rights(triggers: tuple[TriggerProgram, ...] = POOL_TRIGGERS) -> Program:
    """The scenario with triggers on what its rights add up to; a fact is asked for each."""
    facts = FACTS[: len(triggers)]
    return replace(triggered(triggers), facts=facts, legal_final=LEGAL_FINAL)


UNITS = tuple(tranche.units for tranche in PROGRAM.tranches)
PRICES = (1_000 * USD, 1_000 * USD, 1 * USD)
FUNDING = (40_000 * USD,)

OPEN = TransferRules()
"""Only the receiver must be eligible."""
TAX = TaxTable((TaxRate(CHINA, 0, 100_000), TaxRate(0, 0, 200_000)))


def every_rule(units: int) -> TransferRules:
    """Every question of the ladder asked, as under a plan for few investors; a twentieth of the units is retained."""
    return TransferRules(
        flags=RuleFlag.ELIGIBLE_SENDER | RuleFlag.JURISDICTIONS,
        class_mask=1 << PROFESSIONAL | 1 << 3 | 1 << 4,
        holder_limit=200,
        largest_holding=units * 3 // 4,
        denomination=5,
        retained=units // 20,
        locked_until=1_000_000_000,
        countries=frozenset({US, CHINA, UNITED_KINGDOM}),
    )
