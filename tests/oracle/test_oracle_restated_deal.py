# SPDX-License-Identifier: Apache-2.0
"""Restatements through a real deal: what may flow, what was promised by the preview, and the Python books beside it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from regalia.domain.history import DealBooks
from regalia.domain.restating import Restatements, WaitingRestatement
from regalia.domain.waterfall import State
from tests.contracts.test_deal_preview import packed
from tests.oracle.court import RECEIVED, USD, WINDOW, Court
from tests.support import sample, whole
from tests.support.acts import demand, needed, pay_support
from tests.support.chain import refused
from tests.support.deal import Report, in_domain
from tests.support.platform import DealSpec

HOLDER = "senior_investor"


def earned(court: Court) -> int:
    return court.deal.entitlement(0, HOLDER)


def date(court: Court, received: int, paid: int, other_income: int = 0) -> int:
    """The next payment date; what was available to it."""
    if paid:
        court.deal.pay_royalty(paid)
    given = court.report(received, other_income=other_income)
    court.submit(given)
    court.chain.now += WINDOW
    court.deal.reach(given.period)
    return int(court.execute(given).only("PaymentDateExecuted")["available"])


def test_restated_down__below_what_was_distributed__nothing_flows_until_it_is_earned_again(court: Court) -> None:
    date(court, 50_000 * USD, paid=50_000 * USD)
    court.restate(court.delta(-20_000 * USD))
    assert date(court, 10_000 * USD, paid=10_000 * USD) == 0
    assert court.deal.deal.read("totals") == (40_000 * USD, 50_000 * USD)
    assert date(court, 10_000 * USD, paid=10_000 * USD) == 0
    assert date(court, 3_000 * USD, paid=3_000 * USD) == 3_000 * USD
    assert court.deal.cash()[0] == 20_000 * USD, "was paid in, and is attested by nobody any more"
    assert earned(court) == 53_000 * USD


def test_restated_up__cash_that_waited__flows_at_the_next_date(court: Court) -> None:
    assert date(court, 50_000 * USD, paid=60_000 * USD) == 50_000 * USD
    court.restate(court.delta(10_000 * USD))
    assert earned(court) == 50_000 * USD
    assert date(court, 0, paid=0) == 10_000 * USD
    assert earned(court) == 60_000 * USD


def test_restated_up__without_cash__nothing_more_flows_than_there_is(court: Court) -> None:
    date(court, 50_000 * USD, paid=50_000 * USD)
    court.restate(court.delta(10_000 * USD))
    assert date(court, 0, paid=4_000 * USD) == 4_000 * USD
    assert date(court, 0, paid=8_000 * USD) == 6_000 * USD


def test_restated_other_income__counts_as_attested_and_is_no_collection(court: Court) -> None:
    date(court, 50_000 * USD, paid=51_000 * USD)
    court.restate(court.delta(0, 1_000 * USD))
    assert court.oracle.read("foreseen", court.address, 0, 0) == (0, 0, 0)
    assert date(court, 0, paid=0) == 1_000 * USD


def test_restated_from_one_kind_to_the_other__nothing_more_flows(court: Court) -> None:
    date(court, 50_000 * USD, paid=60_000 * USD)
    court.restate(court.delta(-5_000 * USD, 5_000 * USD))
    assert date(court, 1_000 * USD, paid=0) == 1_000 * USD


def test_restated_down__by_more_than_was_ever_attested__nothing_is_locked(court: Court) -> None:
    date(court, 50_000 * USD, paid=50_000 * USD)
    court.restate(court.delta(1 - 2**90, 1 - 2**90))
    assert date(court, 1_000 * USD, paid=1_000 * USD) == 0
    assert court.deal.deal.read("totals") == (0, 50_000 * USD)


def test_restated__disputed_when_the_date_comes__not_in_it(court: Court) -> None:
    date(court, 50_000 * USD, paid=60_000 * USD)
    court.restate(court.delta(10_000 * USD))
    court.dispute(number=1)
    assert date(court, 0, paid=0) == 0
    court.settle(1)  # nobody decided in all that time
    assert date(court, 0, paid=0) == 10_000 * USD


def test_restated__handed_in_after_the_report_was_accepted__in_that_date_when_it_is_final(court: Court) -> None:
    date(court, 50_000 * USD, paid=60_000 * USD)
    given = court.accept(0)
    court.restate(court.delta(10_000 * USD))
    court.chain.now += WINDOW
    court.deal.reach(2)
    assert court.execute(given).only("PaymentDateExecuted")["available"] == 10_000 * USD


class Books:
    """The sample deal with fees, interest and a reserve, its Python books and the restatements beside it."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.court = Court(spec=DealSpec(), allocation=sample.ALLOCATION)
        self.books = DealBooks(sample.PROGRAM, State.opening(sample.PROGRAM, (sample.FUNDING,)))
        self.twin = Restatements()

    def amount(self) -> int:
        return self.rng.choice([0, self.rng.randrange(10), self.rng.randrange(60_000 * USD)])

    def restate(self) -> None:
        period = self.rng.randrange(1, self.books.next_period)
        received, other = (self.rng.choice([1, -1]) * self.amount() for _ in range(2))
        given = self.court.delta(received, other, period=period)
        self.court.restate(given)
        waiting = WaitingRestatement(period, received, received, self.court.chain.now + WINDOW)
        self.twin.accept(given.number, self.books.next_period - 1, waiting, other)

    def accept(self) -> Report:
        cash = self.amount()
        if cash:
            self.court.deal.pay_royalty(cash)
            self.books.collect(cash)
        received = self.rng.choice([cash, self.amount()])
        other_income, invoices = self.rng.choice([0, 7]), (self.amount() // 9,)
        given = self.court.report(received, other_income=other_income, invoices=invoices)
        self.court.submit(given)
        return given


@pytest.mark.parametrize("seed", range(4))
def test_preview__random_history_of_restatements__equals_execution_and_the_python_books(seed: int) -> None:
    run = Books(seed)
    court, deal = run.court, run.court.deal
    for _ in range(12):
        for _ in range(run.rng.randrange(3) if run.books.next_period > 1 and run.twin.waiting < 6 else 0):
            run.restate()
        given = run.accept()
        for _ in range(run.rng.randrange(2) if run.books.next_period > 1 else 0):
            court.chain.now += run.rng.randrange(WINDOW)
            run.restate()
        court.chain.now += WINDOW
        deal.reach(given.period)
        promised = deal.preview(given)
        collections = run.twin.take(court.chain.now, given.received, given.other_income)
        done = court.execute(given).only("PaymentDateExecuted")
        expected = run.books.execute(given.in_domain(), collections=collections)
        assert (done["available"], done["left"]) == (expected.flow.available, expected.flow.left)
        assert done["records"] == packed(expected)
        records, after, available, left, _ = promised
        assert [tuple(r.values()) for r in records] == [(r.due, r.paid, r.drawn, r.released) for r in expected.records]
        assert in_domain(after, sample.PROGRAM) == expected.state == deal.state()
        assert (available, left) == (expected.flow.available, expected.flow.left)
        assert deal.cash() == (run.books.collection, run.books.state.account)
        assert deal.deal.read("totals") == (run.books.attested, run.books.distributed)
    assert run.twin.taken > 3


def test_support__restatement_that_is_final__providers_are_asked_for_what_it_leaves_short() -> None:
    court = Court(spec=whole.spec(), allocation=whole.ALLOCATION)
    court.pay_date(40_000 * USD)
    court.restate(court.delta(-30_000 * USD))
    given = court.accept(40_000 * USD)
    court.deal.pay_royalty(40_000 * USD)
    court.deal.reach(2)
    short = needed(court.deal, given)
    assert short == (16_447_500_000, 0), "26,447.50 are due, and 10,000 may flow"
    demand(court.deal, whole.LINE, given)
    pay_support(court.deal, whole.LINE, short[whole.LINE], "liquidity_provider")
    court.execute(given)


def test_support__restatement_final_after_the_demand__asked_for_the_more_with_a_deadline_of_its_own() -> None:
    """Else the date would draw less than is due: what the provider was asked for before is all it can pay."""
    court = Court(spec=whole.spec(), allocation=whole.ALLOCATION)
    court.pay_date(40_000 * USD)
    court.restate(court.delta(-20_000 * USD))
    given = court.accept(40_000 * USD)
    court.deal.pay_royalty(40_000 * USD)
    court.deal.reach(2)
    asked, deadline = demand(court.deal, whole.LINE, given)
    assert asked == 6_447_500_000, "26,447.50 are due, and 20,000 may flow"
    court.restate(court.delta(-3_000 * USD))
    with refused("SupportFacility_AlreadyDemanded", outstanding=asked, deadline=deadline):
        demand(court.deal, whole.LINE, given)
    court.chain.now += WINDOW
    assert demand(court.deal, whole.LINE, given) == (asked + 3_000 * USD, deadline + WINDOW)
    with refused("SupportFacility_AlreadyDemanded", outstanding=asked + 3_000 * USD, deadline=deadline + WINDOW):
        demand(court.deal, whole.LINE, given)
    pay_support(court.deal, whole.LINE, asked + 3_000 * USD, "liquidity_provider")
    court.execute(given)


def test_preview__with_a_restatement_that_is_not_final__the_report_alone(court: Court) -> None:
    date(court, 50_000 * USD, paid=60_000 * USD)
    court.restate(court.delta(10_000 * USD))
    given = replace(court.report(RECEIVED), received=0)
    assert court.deal.preview(given)[2] == 0
    court.chain.now += WINDOW
    assert court.deal.preview(given)[2] == 10_000 * USD
    with refused("DealLens_PeriodOutOfOrder", expected=2, given=1):
        court.deal.preview(replace(given, period=1))
