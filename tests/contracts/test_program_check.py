# SPDX-License-Identifier: Apache-2.0
"""A program that could not be executed is refused field by field, before anything is made of it."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import date
from typing import Any

import pytest

from bench.scenario import interest, principal, residual
from regalia.domain.program import SubjectKind
from tests.support import sample
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.platform import DealSpec, Platform
from tests.support.roles import actor

PACKED = sample.PROGRAM.pack()
LAST = 9


def header(offset: int, *values: int) -> bytes:
    """The sample with bytes of its header replaced."""
    return PACKED[:offset] + bytes(values) + PACKED[offset + len(values) :]


def tranche(index: int, offset: int, *values: int) -> bytes:
    return header(32 + 32 * index + offset, *values)


def step(index: int, offset: int, *values: int) -> bytes:
    return header(32 + 32 * 3 + 64 * index + offset, *values)


def first_end(year: int, month: int) -> bytes:
    """The sample with another end of its first period; payment is a month later."""
    return header(12, *(year * 12 + month - 1).to_bytes(4, "big"))


def out_of_range(field: str, at: int, limit: int, given: int) -> tuple[str, dict[str, Any]]:
    return "ProgramCheck_OutOfRange", {"field": field, "step": at, "limit": limit, "given": given}


def wrong_header(field: str, given: int) -> tuple[str, dict[str, Any]]:
    return "ProgramCheck_Header", {"field": field, "given": given}


def wrong_subject(at: int, kind: int, subject_kind: int) -> tuple[str, dict[str, Any]]:
    return "ProgramCheck_WrongSubject", {"step": at, "kind": kind, "subjectKind": subject_kind}


NO_TRANCHE = replace(sample.PROGRAM, tranches=(), steps=())
NO_STEP = replace(sample.PROGRAM, steps=())
TOO_MANY_TRANCHES = replace(sample.PROGRAM, tranches=sample.PROGRAM.tranches[:1] * 17)
TOO_MANY_STEPS = replace(sample.PROGRAM, steps=sample.PROGRAM.steps[-1:] * 41)
LATE_CLOSING = replace(sample.PROGRAM, schedule=replace(sample.SCHEDULE, closing=date(2024, 4, 20)))

REFUSALS: dict[str, tuple[bytes, tuple[str, dict[str, Any]]]] = {
    "unknown version": (header(0, 2), ("Program_UnknownVersion", {"expected": 1, "actual": 2})),
    "a byte missing": (PACKED[:-1], ("Program_WrongLength", {"expected": len(PACKED), "actual": len(PACKED) - 1})),
    "a byte more": (PACKED + b"\0", ("Program_WrongLength", {"expected": len(PACKED), "actual": len(PACKED) + 1})),
    "17 tranches": (TOO_MANY_TRANCHES.pack(), ("Program_TooMany", {"limit": 16, "actual": 17})),
    "41 steps": (TOO_MANY_STEPS.pack(), ("Program_TooMany", {"limit": 40, "actual": 41})),
    "no tranche": (NO_TRANCHE.pack(), wrong_header("tranches", 0)),
    "16 accounts": (header(2, 16), wrong_header("accounts", 16)),
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
    "invoiced steps miscounted": (header(4, 2), ("ProgramCheck_InvoicedSteps", {"counted": 1, "given": 2})),
    "tranche flags": (tranche(1, 5, 2), out_of_range("tranche flags", 1, 1, 2)),
    "flag of an expense": (step(0, 4, 2), out_of_range("flags", 0, 1, 2)),
    "flag of an interest step": (step(3, 4, 1), out_of_range("flags", 3, 0, 1)),
    "flag of a reserve": (step(5, 4, 16), out_of_range("flags", 5, 15, 16)),
    "combine": (step(5, 15, 2), out_of_range("combine", 5, 1, 2)),
    "second account without a reserve step": (
        header(2, 2),
        ("ProgramCheck_AccountWithoutReserve", {"accounts": 2, "withReserve": 1}),
    ),
    "tranche day count": (tranche(1, 4, 2), out_of_range("tranche day count", 1, 1, 2)),
    "tranche without units": (tranche(2, 6, *bytes(6)), out_of_range("tranche units", 2, 2**48 - 1, 0)),
    "tranche balance 2^96": (
        tranche(0, 12, *(2**96).to_bytes(16, "big")),
        out_of_range("tranche balance", 0, 2**96 - 1, 2**96),
    ),
    "no step": (NO_STEP.pack(), ("ProgramCheck_LastNotResidual", {"steps": 0})),
    "last not residual": (step(LAST, 0, 3), ("ProgramCheck_LastNotResidual", {"steps": 10})),
    "kind 5": (step(1, 0, 5), out_of_range("kind", 1, 4, 5)),
    "expense of a tranche": (step(0, 1, 1), wrong_subject(0, 0, 1)),
    "interest of a payee": (step(3, 1, 0), wrong_subject(3, 1, 0)),
    "reserve of a tranche": (step(5, 1, 1), wrong_subject(5, 2, 1)),
    "principal of an account": (step(6, 1, 2), wrong_subject(6, 3, 2)),
    "residual of an account": (step(LAST, 1, 2), wrong_subject(LAST, 4, 2)),
    "subject kind 3": (step(LAST, 1, 3), wrong_subject(LAST, 4, 3)),
    "payee 3 of 3": (step(0, 2, 3), out_of_range("subject", 0, 3, 3)),
    "tranche 3 of 3": (step(6, 2, 3), out_of_range("subject", 6, 3, 3)),
    "account 1 of 1": (step(5, 2, 1), out_of_range("subject", 5, 1, 1)),
    "due kind 4": (step(0, 3, 4), out_of_range("due kind", 0, 3, 4)),
    "support 2 of 1": (step(3, 5, 2), out_of_range("support", 3, 1, 2)),
    "mask of a fourth tranche": (step(5, 6, 0, 8), out_of_range("tranche mask", 5, 7, 8)),
    "step day count": (step(0, 14, 2), out_of_range("day count", 0, 1, 2)),
    "amount 2^96": (step(0, 32, *(2**96).to_bytes(32, "big")), out_of_range("amount", 0, 2**96 - 1, 2**96)),
}


@pytest.mark.parametrize("case", list(REFUSALS))
def test_create__program_that_could_not_run__refused(platform: Platform, money: Contract, case: str) -> None:
    program, (error, arguments) = REFUSALS[case]
    request = replace(DealSpec().request(money.address), program=program)
    with refused(error, **arguments):
        platform.factory.send("createDeal", astuple(request), by=actor("issuer"))


@pytest.mark.parametrize(
    "program",
    [first_end(2105, 11), header(16, *(327).to_bytes(4, "big")), header(8, *(20240229).to_bytes(4, "big"))],
    ids=["first payment in December 2105", "opening in 2105", "closing on a leap day"],
)
def test_create__dates_at_the_edge__made(platform: Platform, money: Contract, program: bytes) -> None:
    request = replace(DealSpec().request(money.address), program=program)
    assert platform.factory.send("createDeal", astuple(request), by=actor("issuer")).only("DealCreated")


def test_create__residual_to_a_payee__made_and_paid(platform: Platform, money: Contract) -> None:
    residual = replace(sample.PROGRAM.steps[-1], subject_kind=SubjectKind.PAYEE, subject=2)
    deal = platform.create(money, DealSpec(replace(sample.PROGRAM, steps=(*sample.PROGRAM.steps[:-1], residual))))
    deal.sell()
    deal.close()
    deal.pay_date(2_000_000 * sample.USD)
    assert deal.payable("adviser") == (2_000_000 - 42_500 - 24_000 - 8_000 - 1_500_000) * sample.USD


def test_create__at_every_limit__made_and_executed(platform: Platform, money: Contract) -> None:
    """16 tranches, 15 accounts and 40 steps: the greatest deal there can be still executes within a block."""
    tranches = tuple(replace(sample.PROGRAM.tranches[0], label=f"t{t}", units=10) for t in range(16))
    accounts = tuple(f"a{a}" for a in range(15))
    reserves = tuple(replace(sample.RESERVE, subject=a, tranche_mask=2**16 - 1) for a in range(15))
    interests = tuple(interest(t, support=t % 16) for t in range(16))
    principals = tuple(principal(t) for t in range(8))
    program = replace(
        sample.PROGRAM,
        tranches=tranches,
        accounts=accounts,
        payees=(),
        steps=(*interests, *reserves, *principals, residual(15)),
    )
    texts = tuple(f"T{t}" for t in range(16))
    deal = platform.create(money, DealSpec(program, (0,) * 16, (0,) * 15, (), texts, texts))
    deal.sell({"senior_investor": (10,) * 16})
    deal.close()
    assert len(program.steps) == 40
    done = deal.pay_date(300_000 * sample.USD)
    assert deal.entitlement(15, "senior_investor") == 15_000 * sample.USD
    assert done.gas < 2_000_000
