# SPDX-License-Identifier: Apache-2.0
"""The contracts refuse every program that could not run, or could lock a deal or strand its money. What is named is the field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from regalia.domain.calendar import DayCount, Schedule
from regalia.domain.program import (
    CallProgram,
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
from regalia.domain.program_words import (
    EVENT_OF_DEFAULT,
    FACILITY_BIT,
    POOL_VALUE,
    CallKind,
    FacilityKind,
    Measure,
)
from tests.differential.solidity_engine import SolidityEngine

CARRIED = StepFlag.CARRIED
NOTE = TrancheProgram("note", 60_000, DayCount.ACT_365F, False, 10, 10**6, step_up=StepUp(70_000, date(2030, 1, 1)))
FEE = StepProgram("fee", StepKind.EXPENSE, SubjectKind.PAYEE, 0, DueKind.FIXED, CARRIED, amount=5)
CAPPED = replace(FEE, flags=CARRIED | StepFlag.CAPPED | StepFlag.TAKEN_ABOVE, cap=Cap(1, 2))
ABOVE = replace(FEE, due_kind=DueKind.ABOVE_CAP, number=0)
INVOICED = replace(FEE, due_kind=DueKind.AS_INVOICED)
INTEREST = StepProgram("interest", StepKind.INTEREST, SubjectKind.TRANCHE, 0, support=(1, FACILITY_BIT))
FIRST = StepProgram(
    "principal", StepKind.PRINCIPAL, SubjectKind.TRANCHE, 0, PrincipalKind.SCHEDULED_TABLE, StepFlag.PRO_RATA,
    tranche_mask=3, table=PeriodTable(1, (1, 2, 3)),
)  # fmt: skip
SECOND = replace(FIRST, subject=1, flags=StepFlag.PRO_RATA | StepFlag.GOES_ON, tranche_mask=2, table=None)
RESERVE = StepProgram("reserve", StepKind.RESERVE, SubjectKind.ACCOUNT, 0, flags=StepFlag.PART_FIXED, amount=7)
TRAP = StepProgram("trap", StepKind.TRAP, SubjectKind.ACCOUNT, 1, rate=500_000, guard_on=1)
REPAY = StepProgram("repay", StepKind.REPAY_SUPPORT, SubjectKind.FACILITY, 0)
RESIDUAL = StepProgram("residual", StepKind.RESIDUAL, SubjectKind.TRANCHE, 1)
STEPS = (CAPPED, ABOVE, INVOICED, INTEREST, FIRST, SECOND, RESERVE, TRAP, REPAY, RESIDUAL)
AFTERWARDS = (replace(FEE, carry=1), replace(RESERVE, amount=0), replace(TRAP, guard_on=0), RESIDUAL)
COVERAGE = TriggerProgram("coverage", Measure.DEBT_SERVICE_COVERAGE, trailing=4, tranche_mask=3, threshold=10**6)
LEVERAGE = TriggerProgram("leverage", Measure.LEVERAGE, trailing=4, effect=EVENT_OF_DEFAULT)
FORECAST = TriggerProgram(
    "forecast", Measure.COLLECTIONS_TO_FORECAST, trailing=0, effect=15, forecast=PeriodTable(1, (5, 5, 6))
)
SCHEDULE = Schedule(date(2024, 1, 31), 2024 * 12 + 2, 3, 1, 28)
PROGRAM = Program(
    SCHEDULE,
    (NOTE, replace(NOTE, capitalises=True)),
    ("reserve", "trap"),
    ("payee",),
    STEPS,
    AFTERWARDS,
    (FacilityProgram("line", FacilityKind.LIQUIDITY, 0),),
    (COVERAGE, LEVERAGE, FORECAST),
    facts=(POOL_VALUE,),
    calls=(CallProgram(CallKind.OPTIONAL, 0, 3, 10**6, date(2026, 1, 1)),),
    legal_final=date(2040, 1, 1),
)


@pytest.fixture(scope="module")
def solidity() -> SolidityEngine:
    return SolidityEngine()


def test_check__program_with_every_part__accepted(solidity: SolidityEngine) -> None:
    solidity.check(PROGRAM.pack(), 1)


def changed(i: int, **fields: Any) -> Program:
    return replace(PROGRAM, steps=(*STEPS[:i], replace(STEPS[i], **fields), *STEPS[i + 1 :]))


def other(part: str, i: int, **fields: Any) -> Program:
    """With fields of entry ``i`` of a part replaced."""
    entries: Sequence[Any] = getattr(PROGRAM, part)
    return replace(PROGRAM, **{part: (*entries[:i], replace(entries[i], **fields), *entries[i + 1 :])})  # type: ignore[arg-type]


def without(step: StepProgram) -> Program:
    return replace(PROGRAM, steps=tuple(s for s in STEPS if s is not step))


def byte(offset: int, value: int) -> bytes:
    packed = PROGRAM.pack()
    return packed[:offset] + bytes([value]) + packed[offset + 1 :]


REFUSED: dict[str, tuple[Program | bytes, str]] = {
    "looks misstated": (byte(31, 0), "looks"),
    "legal final no date": (byte(27, 1), "legal final"),
    "capitalised and a default": (other("tranches", 1, defaults=True), "tranche flags"),
    "default without acceleration": (
        replace(other("tranches", 0, defaults=True), acceleration=(), triggers=(COVERAGE, FORECAST)),
        "acceleration",
    ),
    "event of default without acceleration": (replace(PROGRAM, acceleration=()), "acceleration"),
    "16 accounts and facilities": (replace(PROGRAM, accounts=("a",) * 15), "accounts"),
    "15 triggers": (replace(PROGRAM, triggers=(COVERAGE,) * 15), "triggers"),
    "17 facts": (replace(PROGRAM, facts=(POOL_VALUE,) * 17), "facts"),
    "9 calls": (replace(PROGRAM, calls=PROGRAM.calls * 9), "calls"),
    "41 steps in both lists": (replace(PROGRAM, acceleration=(FEE,) * 30 + AFTERWARDS), "steps"),
    "facility never repaid": (without(REPAY), "facilities repaid"),
    "facility of a payee there is not": (other("facilities", 0, payee=1), "facility payee"),
    "account no step gives back": (without(TRAP), "accounts given back"),
    "account the other list forgets": (replace(PROGRAM, acceleration=AFTERWARDS[1:2] + AFTERWARDS[3:]), "accounts given back"),
    "list that ends in no residual": (without(RESIDUAL), "last step"),
    "acceleration that ends in no residual": (replace(PROGRAM, acceleration=AFTERWARDS[:-1]), "last step"),
    "residual with a guard": (changed(9, guard_on=1), "guard of the last step"),
    "flag nobody raises": (changed(7, guard_on=2), "guard"),
    "flag nobody raises, held back": (changed(7, guard_off=1 << 14), "guard"),
    "support twice": (changed(3, support=(1, 1)), "support twice"),
    "support after none": (changed(3, support=(1, 0, 2)), "supports"),
    "account there is not": (changed(3, support=(3,)), "support"),
    "facility there is not": (changed(3, support=(FACILITY_BIT | 1,)), "support"),
    "support of a reserve": (changed(6, support=(2,)), "supports"),
    "cap without its flag": (changed(0, flags=CARRIED), "table"),
    "flag without its cap": (changed(0, cap=None), "table"),
    "above a cap nobody has": (changed(1, number=2), "above cap"),
    "nobody takes what is above": (without(ABOVE), "above cap"),
    "two take what is above": (replace(PROGRAM, steps=(CAPPED, ABOVE, ABOVE, *STEPS[2:])), "above cap"),
    "an invoice paid twice": (replace(PROGRAM, steps=(CAPPED, ABOVE, INVOICED, *STEPS[2:])), "invoice twice"),
    "an invoice the report hasn't": (changed(2, number=1), "invoice"),
    "interest on nothing carried": (changed(2, flags=StepFlag.NONE, carry_rate=1), "carry rate"),
    "carry of another normal step": (changed(2, carry=1), "carry"),
    "carry of another kind": (other("acceleration", 0, carry=3), "carry of a kind"),
    "carry of one that carries nothing": (
        replace(changed(1, flags=StepFlag.NONE), acceleration=AFTERWARDS),
        "carry of an expense",
    ),
    "two take over one": (replace(PROGRAM, acceleration=(AFTERWARDS[0], *AFTERWARDS)), "carry twice"),
    "table beyond the program": (changed(4, table=PeriodTable(1, ())), "table length"),
    "no table": (changed(4, table=None), "table"),
    "group without its first": (without(FIRST), "group"),
    "group without its last": (without(SECOND), "group mask"),
    "group in another order": (changed(5, flags=StepFlag.GOES_ON), "group order"),
    "group under two guards": (changed(5, guard_on=1), "group guard"),
    "group with two supports": (changed(5, support=(1,)), "group supports"),
    "group of two kinds": (changed(5, due_kind=PrincipalKind.TURBO), "group due kind"),
    "tranche outside its mask": (changed(4, tranche_mask=2), "tranche mask"),
    "share of a pool without value": (
        replace(without(SECOND), facts=(), steps=tuple(
            replace(s, due_kind=PrincipalKind.TARGET_SHARE, table=None, tranche_mask=1) if s is FIRST else s
            for s in STEPS if s is not SECOND
        )),
        "pool value",
    ),
    "trap of more than all": (changed(7, rate=1_000_001), "share"),
    "step-up on no date": (other("tranches", 0, step_up=StepUp(1, date(1969, 1, 1))), "step-up date"),
    "k 0": (other("triggers", 0, k=0), "k"),
    "k above n": (other("triggers", 0, k=2), "k"),
    "n 17": (other("triggers", 0, n=17), "n"),
    "flag 16": (other("triggers", 0, effect=16), "effect"),
    "threshold 2^96": (other("triggers", 0, threshold=2**96), "threshold"),
    "coverage over no date": (other("triggers", 0, trailing=0), "trailing"),
    "leverage over half a year": (other("triggers", 1, trailing=2), "months of trailing dates"),
    "falling forecast": (other("triggers", 2, forecast=PeriodTable(1, (5, 4))), "forecast"),
    "no forecast": (other("triggers", 2, forecast=None), "table"),
    "forecast where none is": (other("triggers", 0, forecast=PeriodTable(1, (5,))), "trigger table"),
    "pool without value": (
        replace(other("triggers", 0, measure=Measure.OVERCOLLATERALISATION, trailing=1), facts=()),
        "pool value",
    ),
    "fact there is not": (other("triggers", 0, measure=Measure.FACT, subject=1, trailing=1), "trigger subject"),
    "support there is not": (other("triggers", 0, measure=Measure.SUPPORT_UNPAID, subject=1, trailing=1), "trigger subject"),
    "date reached on no date": (other("triggers", 0, measure=Measure.DATE_REACHED, trailing=1), "trigger date"),
    "age over several dates": (other("triggers", 0, measure=Measure.ARREARS_AGE, trailing=2), "trailing"),
    "call of nobody": (other("calls", 0, payee=1), "call payee"),
    "call of no tranche": (other("calls", 0, tranche_mask=0), "call mask"),
    "call of a tranche there is not": (other("calls", 0, tranche_mask=4), "call mask"),
    "call from no date": (other("calls", 0, since=date(1969, 1, 1)), "call date"),
    "clean-up above the original": (other("calls", 0, remaining=1_000_001), "remaining"),
}  # fmt: skip


@pytest.mark.parametrize("case", list(REFUSED))
def test_check__program_that_could_not_run__field_named(solidity: SolidityEngine, case: str) -> None:
    program, field = REFUSED[case]
    with pytest.raises(RuntimeError, match="Revert") as refusal:
        solidity.check(program if isinstance(program, bytes) else program.pack(), 1)
    assert named(str(refusal.value)) == field


def named(message: str) -> str:
    """The field: the first word after the selector of the error."""
    output = re.search(r"output: 0x([0-9a-f]*)", message)
    assert output, message
    return bytes.fromhex(output[1])[4:36].rstrip(b"\0").decode()
