# SPDX-License-Identifier: Apache-2.0
"""What changed hands for money after closing: trades at the desk, and units that another took up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from regalia.ledger.model import DealLedger
from regalia.reports import UnreconciledError
from regalia.reports.entries import TRADES, EntryKind
from regalia.reports.names import Names
from regalia.reports.periods_csv import periods_csv
from regalia.reports.sheet import DealSheet
from regalia.reports.statement_csv import statement_csv
from regalia.reports.trade_tables import trades_table
from regalia.reports.write import reports_of
from tests import mills
from tests.reports.chronicle import Chronicle
from tests.reports.replayed import holders_of, statement_of
from tests.reports.stories import JUNIOR, LABELS, MEZZANINE, NEWCOMER, SECOND_SENIOR, SENIOR, USD, market_story
from tests.reports.test_csv import read
from tests.reports.test_pages import Reader


def taken_up(units: int, second_quarter: bool = False) -> tuple[DealLedger, int]:
    """Units of the second senior investor, taken up by the newcomer after a quarter; what was paid for their income."""
    deal = Chronicle(mills.NOTES)
    deal.subscribe("senior", SENIOR, 8_000 - units)
    late = deal.ledger.subscriptions
    deal.subscribe("senior", SECOND_SENIOR, units)
    deal.subscribe("mezzanine", MEZZANINE, 2_500)
    deal.subscribe("junior", JUNIOR, 1_000)
    deal.close(SECOND_SENIOR)
    first, second, *_ = deal.rows(mills.SIX_QUARTERS_NOTES)
    deal.quarter(first)
    earned = deal.take_up(late[1], NEWCOMER)
    if second_quarter:
        deal.quarter(second)
    return deal.ledger, earned


def test_statement__units_sold_at_the_desk__price_and_fee_of_whoever_made_the_order(market: DealLedger) -> None:
    seller = statement_of(market, SENIOR).positions[0]
    (sold,) = seller.of_kind(*TRADES)
    assert (sold.kind, sold.units, sold.price, sold.counterparty) == (EntryKind.SOLD, -100, 99_500_000, NEWCOMER)
    assert (sold.traded, sold.fee) == (-9_950 * USD, 4_975_000)
    assert (seller.sold_for, seller.bought_for, seller.fees) == (9_950 * USD, 0, 4_975_000)
    assert (seller.cost, seller.closing_units) == (500_000 * USD, 5_000 - 100 - 7)


def test_statement__units_bought_and_sold_on__both_and_no_fee_of_others(market: DealLedger) -> None:
    bought, sold = statement_of(market, NEWCOMER).positions[0].of_kind(*TRADES)
    assert (bought.kind, bought.units, bought.traded, bought.fee) == (EntryKind.BOUGHT, 100, 9_950 * USD, 0)
    assert (sold.kind, sold.units, sold.traded, sold.fee) == (EntryKind.SOLD, -40, -4_040 * USD, 0)
    maker = statement_of(market, MEZZANINE).positions[0]
    assert (maker.tranche, maker.bought_for, maker.fees) == ("senior", 4_040 * USD, 1_010_000)


def test_statement__gift_beside_the_trades__stays_a_transfer(market: DealLedger) -> None:
    position = statement_of(market, MEZZANINE).positions[0]
    assert [(e.kind, e.units) for e in position.entries if e.units] == [
        (EntryKind.BOUGHT, 40),
        (EntryKind.TRANSFER_IN, 7),
    ]


def test_statement__two_fills_in_one_transaction__each_with_its_own_units() -> None:
    ledger = market_story()
    first, second = ledger.trades
    moves = [move for move in ledger.transfers if move.receiver in (first.buyer, second.buyer)][:2]
    together = replace(moves[1].place, transaction_hash=moves[0].place.transaction_hash)
    ledger.transfers[1] = replace(moves[1], place=together)
    ledger.trades[1] = replace(second, place=replace(together, log_index=together.log_index + 1))
    prices = [entry.price for entry in statement_of(ledger, NEWCOMER).positions[0].of_kind(*TRADES)]
    assert prices == [99_500_000, 101 * USD]


def test_statement__trade_without_a_move_of_units__refused() -> None:
    ledger = market_story()
    ledger.trades[0] = replace(ledger.trades[0], units=99)
    with pytest.raises(UnreconciledError, match="trades at the desk = moves of units for them, senior"):
        statement_of(ledger, SENIOR)


def test_statement_csv__trades__price_sum_and_fee(market: DealLedger) -> None:
    rows = read(statement_csv(statement_of(market, SENIOR), market.terms, Names(market)))
    (sold,) = (row for row in rows if row["entry"] == "sold")
    assert [sold[name] for name in ("units", "price", "traded", "fee", "cost")] == [
        "-100",
        "99.500000",
        "-9950.000000",
        "4.975000",
        "",
    ]


def test_periods_csv__trades__in_columns_of_their_own_and_units_foot(market: DealLedger) -> None:
    moved = ("issued", "taken_up", "retained", "bought", "sold", "transferred_in", "transferred_out", "redeemed")
    for holder in holders_of(market):
        for row in read(periods_csv(statement_of(market, holder), market.terms, Names(market))):
            units = sum(int(row[name]) for name in ("opening_units", *moved))
            assert units == int(row["closing_units"])
    (first, second) = read(periods_csv(statement_of(market, SENIOR), market.terms, Names(market)))[:2]
    assert (first["sold"], second["sold"], second["transferred_out"]) == ("0", "-100", "-7")


def test_statement_page__trades__what_the_purse_got(market: DealLedger) -> None:
    text = Reader(reports_of(market, LABELS)["statements/senior-investor-1.html"]).text
    for words in ("Trades at the settlement desk", "Sold at the desk", "9,945.025", "Fees of venues", "4.975"):
        assert words in text


def test_statement_page__no_trade__nothing_said_of_any(notes: DealLedger) -> None:
    text = Reader(reports_of(notes, LABELS)["statements/senior-investor-1.html"]).text
    assert "desk" not in text
    assert "Fee" not in text


def test_statement__units_taken_up__the_price_is_the_cost_and_income_paid_for_stands_beside_it() -> None:
    ledger, earned = taken_up(3_000)
    taker = statement_of(ledger, NEWCOMER).positions[0]
    (entry,) = taker.of_kind(EntryKind.TAKEN_UP)
    assert (entry.cost, entry.price, entry.accrued) == (300_000 * USD, 100 * USD, earned)
    assert (taker.cost, taker.accrued) == (300_000 * USD, earned)
    assert taker.income in (earned, earned - 1)


def test_statement__units_taken_by_another__nothing_lost_and_his_income_paid() -> None:
    ledger, earned = taken_up(3_000)
    bidder = statement_of(ledger, SECOND_SENIOR).positions[0]
    assert (bidder.cost, bidder.accrued) == (0, -earned)
    assert (bidder.income, bidder.unclaimed, bidder.closing_units) == (0, 0, 0)
    assert [entry.cost for entry in bidder.entries] == [300_000 * USD, -300_000 * USD]


def test_statement__one_unit_taken_up__within_a_smallest_unit_of_its_price() -> None:
    ledger, earned = taken_up(1)
    taker = statement_of(ledger, NEWCOMER).positions[0]
    assert taker.cost - 100 * USD in (0, 1)
    assert taker.cost + taker.accrued == 100 * USD + earned


def test_statement__bid_that_came_from_another_wallet__each_refund_whole() -> None:
    """What was paid for it stands in the statement of that wallet."""
    deal = Chronicle(mills.NOTES)
    deal.subscribe("senior", SENIOR, 10)
    deal.refund("senior", NEWCOMER, 600 * USD)
    deal.refund("senior", NEWCOMER, 400 * USD)
    position = statement_of(deal.ledger, NEWCOMER).positions[0]
    assert [(entry.cost, entry.accrued) for entry in position.entries] == [(-600 * USD, 0), (-400 * USD, 0)]


def test_statement__taker_up_s_next_quarter__earned_by_his_units_alone() -> None:
    ledger, earned = taken_up(3_000, second_quarter=True)
    taker, senior = (statement_of(ledger, holder).positions[0] for holder in (NEWCOMER, SENIOR))
    (his,), (_, others) = taker.of_kind(EntryKind.INCOME), senior.of_kind(EntryKind.INCOME)
    assert abs(his.income * 5 - others.income * 3) < 8
    assert taker.accrued == earned


def test_statement_page__taken_up__says_what_was_paid_for_income() -> None:
    ledger, earned = taken_up(3_000)
    texts = reports_of(ledger, LABELS)
    amount = ledger.terms.money.format(earned)
    taker, bidder = (Reader(texts[f"statements/{name}.html"]).text for name in ("newcomer", "senior-investor-2"))
    assert "Paid for income of units taken up" in taker
    assert "Received for income of units taken up" in bidder
    assert amount in taker
    assert amount in bidder


def test_index__trades_of_the_deal__a_table_and_a_csv(market: DealLedger) -> None:
    texts = reports_of(market, LABELS)
    rows = read(texts["trades.csv"])
    assert [(row["seller_name"], row["buyer_name"], row["units"], row["unit_price"]) for row in rows] == [
        ("senior investor 1", "newcomer", "100", "99.500000"),
        ("newcomer", "mezzanine investor", "40", "101.000000"),
    ]
    assert [row["fee_paid_by"] for row in rows] == [SENIOR, MEZZANINE]
    assert all(Decimal(row["price"]) == int(row["units"]) * Decimal(row["unit_price"]) for row in rows)
    index = Reader(texts["index.html"])
    assert "Trades at the settlement desk" in index.text
    assert "trades.csv" in {attributes["href"] for attributes in index.all("a")}


def test_index__many_trades__the_last_hundred_and_a_word_of_the_rest() -> None:
    ledger = market_story()
    ledger.trades[:] = [ledger.trades[1]] * 102
    table = trades_table(DealSheet(ledger, Names(ledger)))
    assert len(table.rows) == 100
    assert table.note == "The last 100 of 102 trades; all of them are in the CSV."


def test_reports__no_trade_and_no_resolution__no_such_files(notes: DealLedger) -> None:
    assert not {"trades.csv", "resolutions.csv"} & set(reports_of(notes))
