# SPDX-License-Identifier: Apache-2.0
"""A deal whose holders meet: two classes with a vote, triggers, an acceleration list and calls. Every accrual period has 90 days.

A quarter costs 2,500 of fee, 2% for the servicer, 15,000 of senior and 9,000 of mezzanine interest. Of 1,000 senior units 200 are in two
wallets of the originator, so 800 can vote; of 400 mezzanine units all can.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bench.scenario import expense, interest, principal, residual
from regalia.domain.meeting.fields import AmendableField
from regalia.domain.meeting.rules import MeetingProgram, VoteRule
from regalia.domain.program import CallProgram, DueKind, Program, StepKind, StepProgram, SubjectKind, TriggerProgram
from regalia.domain.program_fields import ProgramField
from regalia.domain.program_words import EVENT_OF_DEFAULT, CallKind, Measure
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.support import sample
from tests.support.platform import OPEN_RULES, DealSpec

USD, DAY = sample.USD, sample.DAY
SENIOR, MEZZANINE, JUNIOR = 0, 1, 2
TRUSTEE, SERVICER, CALL_HOLDER = 0, 1, 2
COVERAGE, DEFAULT, MISSED_INTEREST = 0, 1, 255
THRESHOLD, FEE_RATE = 0, 1
LATER, CLEAN_UP, OPEN = 0, 1, 2
"""Tranches; payees; triggers; amendable fields; calls."""

TRAP = StepProgram("trap", StepKind.TRAP, SubjectKind.ACCOUNT, 0, rate=10**6, guard_on=1)
FEES = (
    replace(expense("trustee fee", TRUSTEE, DueKind.FIXED, amount=2_500 * USD), support=()),
    replace(expense("servicer fee", SERVICER, DueKind.COLLECTIONS_RATE, rate=20_000), support=()),
)
PROGRAM = Program(
    sample.SCHEDULE,
    (replace(sample.PROGRAM.tranches[0], defaults=True), *sample.PROGRAM.tranches[1:]),
    ("trap",),
    ("trustee", "servicer", "call_holder"),
    (*FEES, interest(0, ()), interest(1, ()), TRAP, principal(0), principal(1), principal(2), residual(2)),
    (
        *(replace(fee, carry=i) for i, fee in enumerate(FEES)),
        interest(0, ()), principal(0), interest(1, ()), replace(TRAP, rate=0), principal(1), principal(2), residual(2),
    ),
    triggers=(
        TriggerProgram("coverage low", Measure.INTEREST_COVERAGE, threshold=1_200_000, tranche_mask=3, effect=0),
        TriggerProgram(
            "coverage lost", Measure.INTEREST_COVERAGE, threshold=10**6, k=2, n=3, latched=True, tranche_mask=3,
            effect=EVENT_OF_DEFAULT,
        ),
    ),
    flags=("trapping",),
    calls=(
        CallProgram(CallKind.OPTIONAL, CALL_HOLDER, 0b01, 1_020_000, since=date(2026, 3, 1)),
        CallProgram(CallKind.CLEAN_UP, CALL_HOLDER, 0, 10**6, remaining=100_000),
        CallProgram(CallKind.OPTIONAL, CALL_HOLDER, 0b10, 10**6),
    ),
)  # fmt: skip


def amendable(program: Program, field: ProgramField, lowest: int, highest: int) -> AmendableField:
    return AmendableField(field.name, field, field.place(program), lowest, highest)


RULES = MeetingProgram(
    notice=7 * DAY,
    voting=14 * DAY,
    delay=3 * DAY,
    convene=500,
    replaceable=1 << SERVICER,
    classes=(VoteRule(5_000, 7_500), VoteRule(2_500, 7_500), VoteRule()),
    amendable=(
        amendable(PROGRAM, ProgramField(0, "threshold"), 1_100_000, 1_500_000),
        amendable(PROGRAM, ProgramField(1, "rate"), 5_000, 20_000),
    ),
)
KEPT = TransferRules(RuleFlag.RECORD_DATES).pack()
SPEC = DealSpec(
    PROGRAM,
    funding=(0,),
    payees=PROGRAM.payees,
    transfer_rules=(KEPT, KEPT, OPEN_RULES),
    meeting=RULES.pack(),
)
ALLOCATION: Mapping[str, Sequence[int]] = {
    "senior_investor": (500, 100, 0),
    "pension_fund": (300, 0, 2_500),
    "originator": (150, 0, 2_500),
    "originator's affiliate": (50, 0, 2_500),
    "mezzanine_investor": (0, 300, 0),
    "junior_investor": (0, 0, 2_500),
}
