# SPDX-License-Identifier: Apache-2.0
"""What a preview promises is what the execution does, and both are what the Python engine finds."""

from __future__ import annotations

from random import Random

import pytest

from regalia.domain.history import DealBooks, PaymentDate
from regalia.domain.waterfall import State
from tests.support import sample
from tests.support.chain import refused
from tests.support.deal import DealContracts, Report, in_domain

USD = sample.USD


def expected_of(books: DealBooks, report: Report) -> PaymentDate:
    return books.execute(report.in_domain())


def packed(date: PaymentDate) -> bytes:
    """The event's form of the records: four u128 a step."""
    return b"".join(n.to_bytes(16, "big") for r in date.records for n in (r.due, r.paid, r.drawn, r.released))


def random_amount(rng: Random) -> int:
    """Often nothing, often too little, sometimes far more than is due."""
    return rng.choice([0, rng.randrange(10), rng.randrange(40_000 * USD), rng.randrange(200_000 * USD)])


@pytest.mark.parametrize("seed", range(6))
def test_preview__random_history__equals_execution_and_the_python_engine(live: DealContracts, seed: int) -> None:
    rng = Random(seed)
    books = DealBooks(sample.PROGRAM, State.opening(sample.PROGRAM, (sample.FUNDING,)))
    for period in range(1, 25):
        cash = random_amount(rng)
        if cash:
            live.pay_royalty(cash)
            books.collect(cash)
        received = rng.choice([cash, random_amount(rng)])
        report = live.report(received, period, rng.choice([0, 7]), invoices=(random_amount(rng),))
        live.reach(period)
        live.submit(report)
        promised = live.preview(report)
        done = live.execute(report).only("PaymentDateExecuted")
        expected = expected_of(books, report)
        assert done == {
            "period": period,
            "executor": done["executor"],
            "available": expected.flow.available,
            "left": expected.flow.left,
            "records": packed(expected),
        }
        records, after, available, left, accelerated = promised
        assert [tuple(r.values()) for r in records] == [(r.due, r.paid, r.drawn, r.released) for r in expected.records]
        assert in_domain(after, sample.PROGRAM) == expected.state == live.state()
        assert (available, left, accelerated) == (expected.flow.available, expected.flow.left, False)
        assert live.cash() == (books.collection, books.state.account)
        assert live.deal.read("totals") == (books.attested, books.distributed)


def test_preview__nobody_attested_it__answers_all_the_same(live: DealContracts) -> None:
    live.pay_royalty(17_500 * USD)
    _, after, available, _, _ = live.preview(live.report(17_500 * USD))
    assert available == 17_500 * USD
    # 2,500 + 350 + 15,000 + 9,000 are due: 9,350 come out of the reserve
    assert after["account"] == (30_650 * USD,)


def test_preview__changes_nothing(live: DealContracts) -> None:
    before = live.deal.read("state")
    live.pay_royalty(10_000 * USD)
    live.preview(live.report(10_000 * USD))
    assert live.deal.read("state") == before
    assert live.deal.read("nextPeriod") == 1


def test_preview__more_than_the_books_can_hold__refused(live: DealContracts) -> None:
    with refused("Waterfall_AmountTooLarge", limit=2**96, actual=2**96):
        live.preview(live.report(2**96))
