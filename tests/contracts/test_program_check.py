# SPDX-License-Identifier: Apache-2.0
"""A program that could not be executed is refused field by field, before anything is made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bench.scenario import interest, principal, residual
from regalia.domain.program import SubjectKind, TriggerProgram
from regalia.domain.program_words import Measure
from tests.differential import test_program_refused as everything
from tests.support import sample
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.platform import DealSpec, Platform
from tests.support.roles import actor

PACKED = sample.PROGRAM.pack()
WHOLE = everything.PROGRAM.pack()
"""A program with every part, of two tranches and fourteen steps."""
LAST = 9
"""Step of the sample."""
FACILITY, TRIGGER, CALL = (32 * (1 + 2 + 2 * 14 + before) for before in (0, 1, 1 + 3 + 1))
"""Where those of the program with every part are."""


def header(offset: int, *values: int) -> bytes:
    """The sample with bytes of its header replaced."""
    return PACKED[:offset] + bytes(values) + PACKED[offset + len(values) :]


def tranche(index: int, offset: int, *values: int) -> bytes:
    return header(32 + 32 * index + offset, *values)


def step(index: int, offset: int, *values: int) -> bytes:
    return header(32 + 32 * 3 + 64 * index + offset, *values)


def whole(offset: int, *values: int) -> bytes:
    """The program with every part, with bytes replaced."""
    return WHOLE[:offset] + bytes(values) + WHOLE[offset + len(values) :]


def first_end(year: int, month: int) -> bytes:
    """The sample with another end of its first period; payment is a month later."""
    return header(12, *(year * 12 + month - 1).to_bytes(4, "big"))


Refused = tuple[str, dict[str, Any]]


def named(field: str) -> bytes:
    return field.encode().ljust(32, b"\0")


def out_of_range(field: str, index: int, limit: int, given: int) -> Refused:
    return "ProgramCheck_OutOfRange", {"field": named(field), "index": index, "limit": limit, "given": given}


def wrong(field: str, index: int, expected: int, given: int) -> Refused:
    return "ProgramCheck_Wrong", {"field": named(field), "index": index, "expected": expected, "given": given}


def wrong_header(field: str, given: int) -> Refused:
    return "ProgramCheck_Header", {"field": named(field), "given": given}


def unnamed(index: int, allowed: int, given: bytes) -> Refused:
    return wrong("unnamed", index, allowed, int.from_bytes(given, "big"))


ALL = 2**256 - 1
NO_TRANCHE = replace(sample.PROGRAM, tranches=(), steps=())
NO_STEP = replace(sample.PROGRAM, steps=())
NO_RESIDUAL = replace(sample.PROGRAM, steps=sample.PROGRAM.steps[:LAST])
TOO_MANY_TRANCHES = replace(sample.PROGRAM, tranches=sample.PROGRAM.tranches[:1] * 17)
TOO_MANY_STEPS = replace(sample.PROGRAM, steps=sample.PROGRAM.steps[-1:] * 41)
LATE_CLOSING = replace(sample.PROGRAM, schedule=replace(sample.SCHEDULE, closing=date(2024, 4, 20)))
BEYOND = (2**16 - 1).to_bytes(2, "big")
"""A table there is not."""

REFUSALS: dict[str, tuple[bytes, Refused]] = {
    "unknown version": (header(0, 1), ("Program_UnknownVersion", {"expected": 2, "actual": 1})),
    "a byte missing": (PACKED[:-1], ("Program_WrongLength", {"expected": len(PACKED), "actual": len(PACKED) - 1})),
    "a byte more": (PACKED + b"\0", ("Program_WrongLength", {"expected": len(PACKED), "actual": len(PACKED) + 1})),
    "no tranche": (NO_TRANCHE.pack(), wrong_header("tranches", 0)),
    "17 tranches": (TOO_MANY_TRANCHES.pack(), wrong_header("tranches", 17)),
    "16 accounts": (header(2, 16), wrong_header("accounts", 16)),
    "41 steps": (TOO_MANY_STEPS.pack(), wrong_header("steps", 41)),
    "11 invoices of 10 steps": (header(4, 11), wrong_header("invoices", 11)),
    "months 0": (header(5, 0), wrong_header("months", 0)),
    "months 5": (header(5, 5), wrong_header("months", 5)),
    "months 24": (header(5, 24), wrong_header("months", 24)),
    "day 0": (header(7, 0), wrong_header("paymentDay", 0)),
    "day 29": (header(7, 29), wrong_header("paymentDay", 29)),
    "closing in month 13": (header(8, *(20241301).to_bytes(4, "big")), wrong_header("closing", 20241301)),
    "closing in month 0": (header(8, *(20240001).to_bytes(4, "big")), wrong_header("closing", 20240001)),
    "closing on day 0": (header(8, *(20240100).to_bytes(4, "big")), wrong_header("closing", 20240100)),
    "closing on day 32": (header(8, *(20240132).to_bytes(4, "big")), wrong_header("closing", 20240132)),
    "closing on 30 February": (header(8, *(20240230).to_bytes(4, "big")), wrong_header("closing", 20240230)),
    "closing on a leap day of no leap year": (
        header(8, *(20230229).to_bytes(4, "big")),
        wrong_header("closing", 20230229),
    ),
    "first payment in the year 0": (header(12, 0, 0, 0, 0), wrong_header("first payment year", 0)),
    "first payment in 1969": (first_end(1969, 11), wrong_header("first payment year", 1969)),
    "first payment in 2106": (first_end(2105, 12), wrong_header("first payment year", 2106)),
    "opening in 2106": (header(16, *(328).to_bytes(4, "big")), wrong_header("first payment year", 2106)),
    "closing before 1970": (header(8, *(19691231).to_bytes(4, "big")), wrong_header("closing", 19691231)),
    "closing on the first payment date": (LATE_CLOSING.pack(), wrong_header("closing", 20240420)),
    "opening 0": (header(16, 0, 0, 0, 0), wrong_header("opening", 0)),
    "legal final on 31 June": (header(24, *(20300631).to_bytes(4, "big")), wrong_header("legal final", 20300631)),
    "looks at what no trigger does": (header(31, 1), wrong("looks", 0, 0, 1)),
    "invoices miscounted": (header(4, 2), wrong("invoices", 0, 3, 1)),
    "tranche flags": (tranche(1, 5, 8), out_of_range("tranche flags", 1, 7, 8)),
    "tranche capitalised and a default": (tranche(1, 5, 6), wrong("tranche flags", 1, 6, 6)),
    "default without acceleration": (tranche(1, 5, 4), wrong("acceleration", 1, 1, 0)),
    "tranche day count": (tranche(1, 4, 4), out_of_range("tranche day count", 1, 3, 4)),
    "tranche without units": (tranche(2, 6, *bytes(6)), out_of_range("tranche units", 2, 1, 0)),
    "tranche balance 2^96": (
        tranche(0, 12, *(2**96).to_bytes(16, "big")),
        out_of_range("tranche balance", 0, 2**96 - 1, 2**96),
    ),
    "tranche with what has no name": (tranche(0, 31, 1), wrong("unnamed", 0, 0, 1)),
    "step-up there is not": (tranche(0, 28, *BEYOND), out_of_range("table", 0, 0, 65_535)),
    "no step": (NO_STEP.pack(), wrong("last step", 0, 4, 0)),
    "kind 7": (step(1, 0, 7), out_of_range("kind", 1, 6, 7)),
    "last not residual": (NO_RESIDUAL.pack(), wrong("last step", 8, 4, 3)),
    "expense of a tranche": (step(0, 1, 1), wrong("subject kind", 0, 0, 1)),
    "interest of a payee": (step(3, 1, 0), wrong("subject kind", 3, 1, 0)),
    "reserve of a tranche": (step(5, 1, 1), wrong("subject kind", 5, 2, 1)),
    "principal of an account": (step(6, 1, 2), wrong("subject kind", 6, 1, 2)),
    "residual of an account": (step(LAST, 1, 2), wrong("subject kind", LAST, 1, 2)),
    "trap of a payee": (step(LAST, 0, 5, 0), wrong("subject kind", LAST, 2, 0)),
    "repayment of an account": (step(LAST, 0, 6, 2), wrong("subject kind", LAST, 3, 2)),
    "payee 3 of 3": (step(0, 2, 3), out_of_range("subject", 0, 3, 3)),
    "tranche 3 of 3": (step(6, 2, 3), out_of_range("subject", 6, 3, 3)),
    "account 1 of 1": (step(5, 2, 1), out_of_range("subject", 5, 1, 1)),
    "facility 0 of 0": (step(LAST, 0, 6, 3, 0), out_of_range("subject", LAST, 0, 0)),
    "flag of an expense": (step(0, 4, 8), out_of_range("flags", 0, 7, 8)),
    "expense above no cap taken later": (step(0, 4, 5), wrong("flags", 0, 0, 4)),
    "flag of an interest step": (step(3, 4, 1), out_of_range("flags", 3, 0, 1)),
    "flag of a reserve": (step(5, 4, 16), out_of_range("flags", 5, 15, 16)),
    "flag of principal": (step(6, 4, 4), out_of_range("flags", 6, 3, 4)),
    "flag of a residual": (step(LAST, 4, 1), out_of_range("flags", LAST, 0, 1)),
    "combine": (step(5, 15, 2), out_of_range("combine", 5, 1, 2)),
    "due kind of an expense": (step(0, 3, 5), out_of_range("due kind", 0, 4, 5)),
    "due kind of principal": (step(6, 3, 5), out_of_range("due kind", 6, 4, 5)),
    "due kind of a reserve": (step(5, 3, 1), out_of_range("due kind", 5, 0, 1)),
    "support 2 of 1": (step(3, 5, 2), out_of_range("support", 3, 1, 2)),
    "facility as support of a deal without": (step(3, 5, 128), out_of_range("support", 3, 0, 0)),
    "support twice": (step(3, 20, 1), wrong("support twice", 3, 0, 1)),
    "support after none": (step(3, 21, 1), wrong("supports", 3, 0, 1)),
    "support of a residual": (step(LAST, 5, 1), wrong("supports", LAST, 0, 0x010000)),
    "mask of a fourth tranche": (step(5, 6, 0, 8), wrong("tranche mask", 5, 7, 8)),
    "principal outside its mask": (step(6, 6, 0, 2), wrong("tranche mask", 6, 1, 2)),
    "guard of a flag nobody raises": (step(3, 17, 1), wrong("guard", 3, 0, 1)),
    "guard off a flag nobody raises": (step(3, 18, 128), wrong("guard", 3, 0, 2**15)),
    "step day count": (step(0, 14, 4), out_of_range("day count", 0, 3, 4)),
    "step with a byte that has no name": (
        step(3, 22, 1),
        unnamed(3, ALL ^ (0xFF << 72 | 0xFFFF), step(3, 22, 1)[32 * 10 : 32 * 11]),
    ),
    "step with an end that has no name": (
        step(3, 31, 1),
        unnamed(3, ALL ^ (0xFF << 72 | 0xFFFF), step(3, 31, 1)[32 * 10 : 32 * 11]),
    ),
    "amount 2^96": (step(0, 32, *(2**96).to_bytes(32, "big")), out_of_range("amount", 0, 2**96 - 1, 2**96)),
    "amount with a high byte": (step(0, 32, 1), out_of_range("amount", 0, 2**96 - 1, 2**248 + 2_500 * sample.USD)),
    "carry rate of interest": (step(3, 27, 1), wrong("carry rate", 3, 0, 1)),
    "table of a reserve": (step(5, 29, 1), wrong("table", 5, 0, 1)),
    "table of turbo principal": (step(6, 29, 1), wrong("table", 6, 0, 1)),
    "table of an expense without cap": (step(0, 29, 1), wrong("table", 0, 0, 1)),
    "cap there is not": (step(0, 4, 3), out_of_range("table", 0, 1, 0)),
    "cap beyond the program": (
        step(0, 4, 3)[: 32 * 4 + 28] + BEYOND + PACKED[32 * 4 + 30 :],
        out_of_range("table", 0, 0, 65_535),
    ),
    "schedule there is not": (step(6, 3, 2), out_of_range("table", 6, 1, 0)),
    "share of a pool without value": (step(6, 3, 4), wrong("pool value", 6, 1, 0)),
    "carry of another step": (step(0, 23, 1), wrong("carry", 0, 0, 1)),
    "group without its first": (step(6, 4, 1), wrong("group", 6, 0, 1)),
    "group without its last": (step(6, 6, 0, 3), wrong("group mask", 6, 0, 2)),
    "invoice 1 of 1": (step(2, 13, 1), out_of_range("invoice", 2, 1, 1)),
    "above a cap nobody has": (step(0, 3, 4), wrong("above cap", 0, 0, 0)),
    "residual with a guard": (whole(32 * 3 + 64 * 9 + 17, 1), wrong("guard of the last step", 9, 0, 1 << 16)),
    "facility kind 2": (whole(FACILITY, 2), out_of_range("facility kind", 0, 1, 2)),
    "facility of payee 3 of 3": (whole(FACILITY + 1, 3), out_of_range("facility payee", 0, 3, 3)),
    "facility day count": (whole(FACILITY + 2, 4), out_of_range("facility day count", 0, 3, 4)),
    "facility with a byte that has no name": (
        whole(FACILITY + 3, 1),
        unnamed(0, ALL ^ (0xFF << 224 | 0xFFFFFFFFFFFF << 128), whole(FACILITY + 3, 1)[FACILITY:][:32]),
    ),
    "measure 11": (whole(TRIGGER, 11), out_of_range("measure", 0, 10, 11)),
    "comparison 4": (whole(TRIGGER + 1, 4), out_of_range("comparison", 0, 3, 4)),
    "k 0": (whole(TRIGGER + 2, 0), out_of_range("k", 0, 1, 0)),
    "k above n": (whole(TRIGGER + 2, 2), out_of_range("k", 0, 1, 2)),
    "n 17": (whole(TRIGGER + 3, 17), out_of_range("n", 0, 16, 17)),
    "trigger flags": (whole(TRIGGER + 4, 4), out_of_range("trigger flags", 0, 3, 4)),
    "flag 16": (whole(TRIGGER + 5, 16), out_of_range("effect", 0, 15, 16)),
    "trigger of a third tranche": (whole(TRIGGER + 7, 7), wrong("trigger mask", 0, 3, 7)),
    "trigger subject": (whole(TRIGGER + 8, 1), out_of_range("trigger subject", 0, 1, 1)),
    "trailing 0": (whole(TRIGGER + 9, 0), out_of_range("trailing", 0, 1, 0)),
    "table of a coverage": (whole(TRIGGER + 11, 1), wrong("trigger table", 0, 0, 1)),
    "threshold 2^96": (
        whole(TRIGGER + 16, *(2**96).to_bytes(16, "big")),
        out_of_range("threshold", 0, 2**96 - 1, 2**96),
    ),
    "call kind 2": (whole(CALL, 2), out_of_range("call kind", 0, 1, 2)),
    "call of payee 3 of 3": (whole(CALL + 1, 3), out_of_range("call payee", 0, 3, 3)),
    "call of a third tranche": (whole(CALL + 2, 0, 7), wrong("call mask", 0, 3, 7)),
    "call of no tranche": (whole(CALL + 2, 0, 0), wrong("call mask", 0, 1, 0)),
    "call from 30 February": (
        whole(CALL + 4, *(20260230).to_bytes(4, "big")),
        wrong("call date", 0, 1, 20260230),
    ),
    "clean-up above the original": (
        whole(CALL + 8, *(1_000_001).to_bytes(4, "big")),
        out_of_range("remaining", 0, 10**6, 1_000_001),
    ),
    "call with an end that has no name": (whole(CALL + 31, 1), wrong("unnamed", 0, 0, 1)),
}


@pytest.mark.parametrize("case", list(REFUSALS))
def test_create__program_that_could_not_run__refused(platform: Platform, money: Contract, case: str) -> None:
    program, (error, arguments) = REFUSALS[case]
    request = replace(DealSpec().request(money.address), program=program)
    with refused(error, **arguments):
        platform.factory.send("createDeal", request.as_tuple(), by=actor("issuer"))


@pytest.mark.parametrize(
    "program",
    [first_end(2105, 11), header(16, *(327).to_bytes(4, "big")), header(8, *(20240229).to_bytes(4, "big"))],
    ids=["first payment in December 2105", "opening in 2105", "closing on a leap day"],
)
def test_create__dates_at_the_edge__made(platform: Platform, money: Contract, program: bytes) -> None:
    request = replace(DealSpec().request(money.address), program=program)
    assert platform.factory.send("createDeal", request.as_tuple(), by=actor("issuer")).only("DealCreated")


def test_create__residual_to_a_payee__made_and_paid(platform: Platform, money: Contract) -> None:
    residual = replace(sample.PROGRAM.steps[-1], subject_kind=SubjectKind.PAYEE, subject=2)
    deal = platform.create(money, DealSpec(replace(sample.PROGRAM, steps=(*sample.PROGRAM.steps[:-1], residual))))
    deal.sell()
    deal.close()
    deal.pay_date(2_000_000 * sample.USD)
    assert deal.payable("adviser") == (2_000_000 - 42_500 - 24_000 - 8_000 - 1_500_000) * sample.USD


def test_create__at_every_limit__made_and_executed(platform: Platform, money: Contract) -> None:
    """16 tranches, 15 accounts, 40 steps, 14 triggers: the greatest deal there can be still executes within a block."""
    tranches = tuple(replace(sample.PROGRAM.tranches[0], label=f"t{t}", units=10) for t in range(16))
    accounts = tuple(f"a{a}" for a in range(15))
    reserves = tuple(replace(sample.RESERVE, subject=a, tranche_mask=2**16 - 1) for a in range(15))
    interests = tuple(interest(t, support=(1 + t % 15, 1 + (t + 1) % 15, 1 + (t + 2) % 15)) for t in range(16))
    principals = tuple(principal(t) for t in range(8))
    coverage = TriggerProgram(
        "coverage", Measure.DEBT_SERVICE_COVERAGE, trailing=12, tranche_mask=2**16 - 1, k=16, n=16
    )
    program = replace(
        sample.PROGRAM,
        tranches=tranches,
        accounts=accounts,
        payees=(),
        steps=(*interests, *reserves, *principals, residual(15)),
        triggers=tuple(replace(coverage, label=f"coverage {i}", effect=i) for i in range(14)),
    )
    texts = tuple(f"T{t}" for t in range(16))
    deal = platform.create(money, DealSpec(program, (0,) * 16, (0,) * 15, (), texts, texts))
    deal.sell({"senior_investor": (10,) * 16})
    deal.close()
    assert len(program.steps) == 40
    gas = [deal.pay_date(300_000 * sample.USD).gas for _ in range(13)]
    assert deal.entitlement(15, "senior_investor") == 13 * 15_000 * sample.USD
    assert [len(series) for series in deal.state().series] == [11] * 14
    assert max(gas) < 5_000_000
