# SPDX-License-Identifier: Apache-2.0
"""The deal the figures are taken on: three tranches, ten steps, carried fees, a reserve, arrears possible."""

from __future__ import annotations

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
)
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from regalia.domain.withholding import TaxRate, TaxTable

USD = 10**6
US, CHINA, UNITED_KINGDOM = 840, 156, 826
PROFESSIONAL = 2
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
