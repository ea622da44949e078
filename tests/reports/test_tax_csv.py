# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from regalia.ledger.model import DealLedger
from regalia.reports.names import Names
from regalia.reports.statement import Statement
from regalia.reports.tax_csv import HEADER, tax_csv, tax_rows, tax_text
from regalia.reports.tax_events import TaxKind, tax_events
from tests.reports.chronicle import Chronicle
from tests.reports.replayed import holders_of, statement_of
from tests.reports.stories import (
    JUNIOR,
    LABELS,
    MEZZANINE,
    NEWCOMER,
    SECOND_SENIOR,
    SENIOR,
    USD,
    WHOLE,
    whole_story,
)
from tests.reports.test_csv import read

STORIES = ["notes", "trust", "orders", "whole", "market"]
SUMS = {
    "gross": "income",
    "interest": "interest",
    "principal": "principal",
    "residual": "residual",
    "premium": "premium",
    "carried": "carried",
    "claimed": "claimed",
    "tax": "tax",
    "net": "net",
    "accrued": "accrued",
    "proceeds": "sold_for",
    "fee": "fees",
}
"""Columns of the file, and the figure of the statement that each adds up to."""


def rows_of(ledger: DealLedger, holder: str, year: int | None = None) -> list[dict[str, str]]:
    return read(tax_csv(statement_of(ledger, holder), ledger.terms, Names(ledger, LABELS), year))


def total(rows: list[dict[str, str]], column: str) -> Decimal:
    return sum((Decimal(row[column] or 0) for row in rows), Decimal(0))


def figure(statement: Statement, name: str) -> int:
    return sum(getattr(position, name) for position in statement.positions)


@pytest.mark.parametrize("story", STORIES)
def test_tax_csv__every_holder__columns_add_up_to_the_statement(story: str, request: pytest.FixtureRequest) -> None:
    ledger: DealLedger = request.getfixturevalue(story)
    money = ledger.terms.money
    for holder in holders_of(ledger):
        statement, rows = statement_of(ledger, holder), rows_of(ledger, holder)
        for column, name in SUMS.items():
            assert total(rows, column) == money.to_decimal(figure(statement, name)), (holder, column)
        assert total(rows, "units") == figure(statement, "closing_units")
        left = total(rows, "gross") + total(rows, "carried") - total(rows, "claimed")
        assert left == money.to_decimal(statement.unclaimed)


@pytest.mark.parametrize("story", ["notes", "trust", "orders", "whole"])
def test_tax_csv__all_units_in_hands__cost_is_what_was_paid(story: str, request: pytest.FixtureRequest) -> None:
    ledger: DealLedger = request.getfixturevalue(story)
    for holder in holders_of(ledger):
        statement = statement_of(ledger, holder)
        cost = ledger.terms.money.to_decimal(statement.cost + statement.bought_for)
        assert total(rows_of(ledger, holder), "cost") == cost


@pytest.mark.parametrize("story", STORIES)
def test_tax_csv__year_by_year__the_same_rows_as_all_together(story: str, request: pytest.FixtureRequest) -> None:
    ledger: DealLedger = request.getfixturevalue(story)
    for holder in holders_of(ledger):
        whole = rows_of(ledger, holder)
        years = [row for year in (2023, 2024, 2025, 2026) for row in rows_of(ledger, holder, year)]
        assert years == whole
        assert {row["date"][:4] for row in rows_of(ledger, holder, 2024)} <= {"2024"}


def test_tax_csv__year_in_which_nothing_happened__headings_alone(notes: DealLedger) -> None:
    assert tax_csv(statement_of(notes, SENIOR), notes.terms, Names(notes), 1999) == ",".join(HEADER) + "\r\n"


def test_tax_events__last_second_of_a_year__of_that_year() -> None:
    deal = Chronicle(WHOLE)
    deal.subscribe("senior", SENIOR, 1_000)
    deal.subscribe("deferred", MEZZANINE, 200)
    deal.subscribe("junior", JUNIOR, 300)
    deal.close()
    for second, year in (
        (datetime(2024, 12, 31, 23, 59, 59, tzinfo=UTC), 2024),
        (datetime(2025, 1, 1, tzinfo=UTC), 2025),
    ):
        deal.time = int(second.timestamp()) - 3_600
        deal.transfer("senior", SENIOR, NEWCOMER, 1)
        moved = tax_events(statement_of(deal.ledger, NEWCOMER), year)
        assert [event.day.isoformat() for event in moved] == [second.date().isoformat()]


def test_tax_csv__a_trade__price_fee_and_who_it_was_with(market: DealLedger) -> None:
    (sold,) = (row for row in rows_of(market, SENIOR) if row["entry"] == "sold")
    assert [sold[name] for name in ("kind", "units", "unit_price", "proceeds", "fee", "counterparty")] == [
        "disposal",
        "-100",
        "99.500000",
        "9950.000000",
        "4.975000",
        NEWCOMER,
    ]
    (bought,) = (row for row in rows_of(market, NEWCOMER) if row["entry"] == "bought")
    assert (bought["kind"], bought["cost"], bought["fee"]) == ("acquisition", "9950.000000", "")


def test_tax_csv__units_without_a_price__no_cost_and_no_proceeds(market: DealLedger, orders: DealLedger) -> None:
    (gone,) = (row for row in rows_of(market, SENIOR) if row["entry"] == "transfer out")
    (came,) = (row for row in rows_of(market, MEZZANINE) if row["entry"] == "transfer in")
    assert (gone["kind"], gone["proceeds"]) == ("disposal", "")
    assert (came["kind"], came["cost"]) == ("acquisition", "")
    (fresh,) = (row for row in rows_of(orders, NEWCOMER) if row["kind"] == "acquisition")
    assert (fresh["entry"], fresh["cost"]) == ("recovered from a lost wallet", "")
    assert Decimal(fresh["carried"]) > 0


def test_tax_csv__units_issued__what_they_cost_in_the_offering_and_no_row_for_the_bid(notes: DealLedger) -> None:
    first = rows_of(notes, SENIOR)[0]
    assert [first[name] for name in ("kind", "entry", "units", "unit_price", "cost")] == [
        "acquisition",
        "issued",
        "4999",
        "100.000000",
        "499900.000000",
    ]
    assert "subscription" not in {row["entry"] for row in rows_of(notes, SENIOR)}


def test_tax_csv__income__gross_when_owed_and_tax_when_claimed(orders: DealLedger) -> None:
    rows = rows_of(orders, SECOND_SENIOR)
    income = [row for row in rows if row["kind"] == "income"]
    (claim,) = (row for row in rows if row["kind"] == "claim")
    assert [row["date"] for row in income] == ["2024-03-25", "2024-06-24"]
    assert {row["tax"] for row in income} == {""}
    assert claim["gross"] == ""
    assert Decimal(claim["tax"]) == (Decimal(claim["claimed"]) / 10).quantize(Decimal("1e-6"), rounding="ROUND_DOWN")
    assert Decimal(claim["claimed"]) - Decimal(claim["tax"]) == Decimal(claim["net"])


def test_tax_csv__call_and_conclusion__rows_with_premium_and_residual(whole: DealLedger) -> None:
    kinds = {row["entry"]: row for row in rows_of(whole, SENIOR)}
    assert Decimal(kinds["repaid by a call"]["premium"]) > 0
    assert Decimal(kinds["repaid by a call"]["principal"]) > 0
    ends = [row for holder in holders_of(whole) for row in rows_of(whole, holder) if row["period"] == ""]
    assert "paid at the conclusion" in {row["entry"] for row in ends}


def test_tax_csv__units_taken_up__income_paid_for_on_both_sides(market: DealLedger) -> None:
    (taken,) = (row for row in rows_of(market, NEWCOMER) if row["entry"] == "taken up" and row["units"])
    (given,) = rows_of(market, SECOND_SENIOR)
    assert given["kind"] == "income paid for by who took up the units"
    assert Decimal(taken["accrued"]) == -Decimal(given["accrued"]) > 0
    assert taken["cost"] == "300000.000000"


def test_tax_csv__redemption__a_disposal_with_the_fractions_of_the_last_to_leave() -> None:
    deal = Chronicle(WHOLE)
    deal.ledger = whole_story()
    deal.block, deal.time = 500, 1_800_000_000
    deal.claim("senior", SENIOR)
    deal.redeem("senior", SENIOR, 700, "request 9")
    (redeemed,) = (row for row in rows_of(deal.ledger, SENIOR) if row["entry"] == "redeemed")
    assert [redeemed[name] for name in ("kind", "units", "proceeds", "counterparty")] == ["disposal", "-700", "", ""]
    assert total(rows_of(deal.ledger, SENIOR), "units") == 0


def test_tax_csv__every_row__leads_to_its_transaction(market: DealLedger) -> None:
    places = {(str(event.block_number), event.transaction_hash, str(event.log_index)) for event in market.events}
    for holder in holders_of(market):
        for row in rows_of(market, holder):
            assert (row["block"], row["transaction"], row["log_index"]) in places


def test_tax_csv__name_a_spreadsheet_would_run__escaped(notes: DealLedger) -> None:
    text = tax_csv(statement_of(notes, SENIOR), notes.terms, Names(notes, {SENIOR: "=cmd|'/c calc'!A1"}))
    assert {row["holder_name"] for row in read(text)} == {"'=cmd|'/c calc'!A1"}


def test_tax_text__several_deals__one_file(notes: DealLedger, trust: DealLedger) -> None:
    rows = [row for led in (notes, trust) for row in tax_rows(statement_of(led, JUNIOR), led.terms, Names(led), 2024)]
    assert {row["deal"] for row in read(tax_text(rows))} == {notes.terms.id, trust.terms.id}


def test_tax_events__order__of_the_chain_across_tranches(notes: DealLedger) -> None:
    events = tax_events(statement_of(notes, SENIOR))
    positions = [event.entry.place.position for event in events]
    assert positions == sorted(positions)
    assert {event.tranche for event in events} == {"senior", "junior"}
    assert TaxKind.CLAIM in {event.kind for event in events}
    assert sum(event.cost or 0 for event in events) == (499_900 + 5_000) * USD
