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
from regalia.reports.holder_flows import HolderFlows, flows_of, value_down
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
    assert found.flows == (Flow(date(2024, 1, 1), -980 * USD - 1), Flow(date(2025, 1, 1), 1_000 * USD - 2))
    assert found.worth == 0
    # 1,000 / 980 over 366 days
    assert found.yielded.rate == Decimal("0.020352")


def test_flows__units_without_a_price__count_at_the_balance(notes: DealLedger) -> None:
    came = Entry(EntryKind.TRANSFER_IN, place(0), units=10)
    found = flows(notes, position(came, units=10, outstanding=1_080 * USD))
    original = notes.terms.tranches[0]
    paid = notes.terms.money.to_units(original.balance) * 10 // original.units
    assert found.flows == (Flow(date(2024, 1, 1), -paid),)


def test_flows__redeemed_units__are_no_money(notes: DealLedger) -> None:
    bought = Entry(EntryKind.SUBSCRIPTION, place(0), cost=1_000 * USD)
    issued = Entry(EntryKind.ISSUED, place(1), units=10)
    burnt = Entry(EntryKind.REDEEMED, place(300), units=-10)
    assert [flow.amount for flow in flows(notes, position(bought, issued, burnt)).flows] == [-1_000 * USD]


def test_flows__bid_that_is_not_collected__has_no_yield(notes: DealLedger) -> None:
    bid = Entry(EntryKind.SUBSCRIPTION, place(0), cost=1_000 * USD)
    assert flows(notes, position(bid)).yielded.why == "units of senior were bid for and none is collected yet"


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
