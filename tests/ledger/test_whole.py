# SPDX-License-Identifier: Apache-2.0
"""A deal with facilities, a trap, a default, a call and an end, checked from outside; and what the replay leaves behind of it."""

from __future__ import annotations

from datetime import date

import pytest

from regalia.chain.events import Event
from regalia.ledger.comparison import GROUPS
from regalia.ledger.model import DealLedger
from regalia.ledger.verify import verify
from tests.ledger.life import USD
from tests.ledger.tampering import found_by_all, replayed
from tests.ledger.whole_life import CALL_A, LINE, MAKE_UP, WholeLife

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def ledger(whole: WholeLife, whole_events: tuple[Event, ...]) -> DealLedger:
    return replayed(whole.life, whole_events).ledger


def test_verify__from_the_offering_to_the_conclusion__nothing_differs(whole: WholeLife) -> None:
    found = verify(whole.life.chain.web3, whole.life.record, whole.life.terms)
    assert found.differences == ()
    assert found.periods == 5
    assert set(found.counts) == set(GROUPS) - {
        "meeting",
        "trades",
        "powers",
        "rights",
    }  # nothing was done by order, and no right is behind it


def test_views__before_and_after__the_contracts_answer_as_the_books_say(
    whole: WholeLife, whole_events: tuple[Event, ...]
) -> None:
    assert found_by_all(whole.life, whole_events) == []


def test_support__every_payment_of_a_provider__by_whom_for_which_facility(ledger: DealLedger, whole: WholeLife) -> None:
    lender, parent = whole.party("lender"), whole.party("parent")
    assert [(s.facility, s.provider, s.amount) for s in ledger.support] == [
        ("line", lender, 5_000 * USD),
        ("make-up", parent, 20_000 * USD),
        # the interest of 18,800 less 8,000 of collections, 800 from the reserve and 5,000 that were there
        ("line", lender, 5_000 * USD),
        ("line", lender, 2_000 * USD),
    ]


def test_call__class_a__balance_premium_and_interest_to_the_day(ledger: DealLedger, whole: WholeLife) -> None:
    """940,000 at 101%, and 8% for 25 days of 30E/360: from 20 December to 15 January."""
    (call,) = ledger.calls
    assert (call.index, call.holder, call.day) == (CALL_A, whole.party("studio"), date(2025, 1, 15))
    assert (call.balance[0], call.premium[0], call.arrears[0]) == (940_000 * USD, 9_400 * USD, 0)
    assert call.interest(0) == 940_000 * USD * 8 * 25 // (100 * 360)
    assert call.paid[1:] == (0, 0)
    assert sum(i.amount for i in ledger.income if i.place == call.place) in range(call.paid[0] - 3, call.paid[0] + 1)


def test_dates__a_deadline_missed__an_event_of_default_on_that_date(ledger: DealLedger) -> None:
    assert [done.payment.accelerated for done in ledger.dates] == [False, False, False, True, True]
    assert [done.payment.facts.unpaid for done in ledger.dates] == [0, 0, 0, 1 << MAKE_UP, 0]
    assert ledger.dates[3].payment.state.active[-1]


def test_conclusion__all_that_was_left__by_the_list_after_default_and_the_line_gets_its_cash_back(
    ledger: DealLedger, whole: WholeLife
) -> None:
    done = ledger.concluded
    assert done is not None
    assert done.payment.accelerated
    assert (done.payment.flow.available, done.payment.flow.tranches) == (7_000 * USD, 7_000 * USD)
    assert done.returned[LINE] == 2_000 * USD
    assert done.by == whole.life.anybody
    assert (ledger.deal.collection, sum(ledger.deal.state.account)) == (0, 0)
    # 500,000 at first, 12,000 put in, 10,150 repaid with interest and 2,000 given back
    assert whole.life.cash.functions.balanceOf(whole.party("lender")).call() == (500_000 - 12_000 + 12_150) * USD
