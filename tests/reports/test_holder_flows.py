# SPDX-License-Identifier: Apache-2.0
"""What a holder put in and got, out of his statement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from regalia.ledger.holding import PaidBy, TranchePayment
from regalia.ledger.model import DealLedger
from regalia.ledger.place import Place
from regalia.ledger.replayed_books import ReplayedBooks
from regalia.ledger.trade_model import Trade
from regalia.reports.entries import Entry, EntryKind
from regalia.reports.holder_flows import HolderFlows, Missing, flows_of, value_down
from regalia.reports.money_weighted import Flow
from regalia.reports.statement import Position, Statement, statement_for

USD = 10**6
NEW_YEAR = 1_704_067_200
DAY = 24 * 3600
NO_TRADES: Mapping[str, Trade] = {}


def place(day: int) -> Place:
    return Place(day, "0x" + "00" * 32, 0, NEW_YEAR + day * DAY)


def position(*entries: Entry, tranche: str = "senior", units: int = 0, outstanding: int = 0) -> Position:
    factor = None if tranche == "junior" else 500_000
    return Position(tranche, entries, (), units, 0, False, 0, factor, outstanding)


def flows(ledger: DealLedger, *positions: Position, last: Mapping[str, Trade] = NO_TRADES) -> HolderFlows:
    return flows_of(ReplayedBooks(ledger), Statement("0x", positions, None), date(2025, 1, 1), last)


@pytest.mark.parametrize("story", ["notes", "trust", "orders", "whole", "market"])
def test_flows__earned_and_taken__differ_by_tax_and_by_what_is_owed(story: str, request: pytest.FixtureRequest) -> None:
    books = ReplayedBooks(request.getfixturevalue(story))
    wallets = books.wallets()
    for wallet in wallets:
        statement = statement_for(books, wallet)
        earned, taken = (
            sum(flow.amount for flow in flows_of(books, statement, date(2030, 1, 1), {}, how).flows)
            for how in (False, True)
        )
        fractions = sum(entry.fractions for held in statement.positions for entry in held.entries)
        assert taken + statement.unclaimed == earned - statement.tax + fractions
    assert wallets


def test_flows__of_a_trade__price_and_fee(notes: DealLedger) -> None:
    bought = Entry(EntryKind.BOUGHT, place(0), units=10, price=98 * USD, traded=980 * USD, fee=1)
    sold = Entry(EntryKind.SOLD, place(366), units=-10, price=100 * USD, traded=-1_000 * USD, fee=2)
    found = flows(notes, position(bought, sold))
    assert found.flows == (
        Flow(date(2024, 1, 1), -980 * USD - 1, place(0)),
        Flow(date(2025, 1, 1), 1_000 * USD - 2, place(366)),
    )
    assert found.worth == 0
    # 1,000 / 980 over 366 days
    assert found.yielded.rate == Decimal("0.020352")


def test_flows__units_without_a_price__count_at_the_balance(notes: DealLedger) -> None:
    came = Entry(EntryKind.TRANSFER_IN, place(0), units=10)
    found = flows(notes, position(came, units=10, outstanding=1_080 * USD))
    original = notes.terms.tranches[0]
    paid = notes.terms.money.to_units(original.balance) * 10 // original.units
    assert found.flows == (Flow(date(2024, 1, 1), -paid, place(0)),)


def test_flows__one_bid_of_two_collected__no_yield_that_takes_the_other_for_lost(notes: DealLedger) -> None:
    bids = [Entry(EntryKind.SUBSCRIPTION, place(0), cost=1_000 * USD)] * 2
    issued = Entry(EntryKind.ISSUED, place(1), units=10, price=100 * USD)
    found = flows(notes, position(*bids, issued, units=10, outstanding=1_000 * USD))
    assert found.worth is None
    assert found.yielded.why.startswith("a bid for units of senior is neither collected nor paid back")
    back = Entry(EntryKind.REFUND, place(1), cost=-1_000 * USD)
    assert flows(notes, position(*bids, issued, back, units=10, outstanding=1_000 * USD)).yielded.rate == 0


def test_flows__bid_that_came_from_another_wallet__no_yield_that_takes_it_for_a_gift(notes: DealLedger) -> None:
    bought = Entry(EntryKind.BOUGHT, place(0), units=1, price=100 * USD, traded=100 * USD)
    issued = Entry(EntryKind.ISSUED, place(1), units=10, price=100 * USD)
    why = "a bid for units of senior came from another wallet"
    assert flows(notes, position(bought, issued, units=11)).without_left.yielded.why == why
    back = Entry(EntryKind.REFUND, place(1), cost=-1_000 * USD)
    assert flows(notes, position(bought, back, units=1)).yielded.why == why


def test_flows__redeemed_units__are_no_money(notes: DealLedger) -> None:
    bought = Entry(EntryKind.SUBSCRIPTION, place(0), cost=1_000 * USD)
    issued = Entry(EntryKind.ISSUED, place(1), units=10, price=100 * USD)
    burnt = Entry(EntryKind.REDEEMED, place(300), units=-10)
    assert [flow.amount for flow in flows(notes, position(bought, issued, burnt)).flows] == [-1_000 * USD]


def test_flows__bid_that_is_not_collected__has_no_yield(notes: DealLedger) -> None:
    bid = Entry(EntryKind.SUBSCRIPTION, place(0), cost=1_000 * USD)
    found, why = flows(notes, position(bid)), "units of senior were bid for and none is collected yet"
    assert (found.missing, found.worth, found.yielded.why) == (Missing(worth=why), None, why)
    # what went in is known all the same
    assert found.without_left.yielded.why == "nothing came back"


def test_flows__units_without_balance_and_trade__their_worth_is_missing_and_no_flow(whole: DealLedger) -> None:
    tranche = next(tranche for tranche in whole.terms.tranches if not tranche.balance)
    bought = Entry(EntryKind.BOUGHT, place(0), units=10, price=98 * USD, traded=980 * USD)
    paid = Entry(EntryKind.INCOME, place(300), residual=990 * USD)
    found = flows(whole, position(bought, paid, tranche=tranche.id, units=10))
    why = f"units of {tranche.id} have no balance and were never traded"
    assert (found.missing, found.worth, found.yielded.why) == (Missing(worth=why), None, why)
    assert found.without_left.yielded.rate is not None and found.without_left.worth == 0
    last = {tranche.id: Trade(tranche.id, "0xa", "0xb", 1, 5 * USD, place(300))}
    assert flows(whole, position(bought, paid, tranche=tranche.id, units=10), last=last).worth == 50 * USD


def test_flows__units_that_came_without_any_price__a_flow_is_missing_and_no_worth(whole: DealLedger) -> None:
    tranche = next(tranche for tranche in whole.terms.tranches if not tranche.balance)
    came = Entry(EntryKind.TRANSFER_IN, place(0), units=10)
    last = {tranche.id: Trade(tranche.id, "0xa", "0xb", 1, 5 * USD, place(300))}
    found = flows(whole, position(came, tranche=tranche.id, units=10), last=last)
    why = f"units of {tranche.id} came or went without a price"
    assert (found.missing, found.worth) == (Missing(flow=why), 50 * USD)
    assert found.yielded.why == found.without_left.yielded.why == why


def test_missing__of_several__the_first_reason_of_each() -> None:
    assert Missing() | Missing(worth="b") | Missing("a", "c") | Missing("d") == Missing("a", "b")


def test_flows__bid_that_was_paid_back__has_one(notes: DealLedger) -> None:
    bid = Entry(EntryKind.SUBSCRIPTION, place(0), cost=1_000 * USD)
    back = Entry(EntryKind.REFUND, place(20), cost=-1_000 * USD)
    assert flows(notes, position(bid, back)).yielded.rate == 0


def test_value__after_principal_was_repaid__is_the_same_share_of_the_balance() -> None:
    trade = Trade("senior", "0xa", "0xb", 1, 96 * USD, place(10))
    held = position(units=10)
    before = TranchePayment(PaidBy.DATE, place(5), 1, 0, 0, 0, 0, 10, 800_000)
    after = TranchePayment(PaidBy.DATE, place(15), 2, 0, 0, 0, 0, 10, 500_000)
    # 96 when 80% were outstanding is 120% of the balance; half of it is outstanding now
    assert value_down(held, (before, after), trade) == 60 * 10 * USD
    # without a balance a price stays what it is
    assert value_down(position(tranche="junior", units=10), (before, after), trade) == 960 * USD
