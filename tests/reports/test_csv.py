# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

from regalia.ledger.model import DealLedger
from regalia.reports.csv_text import csv_text
from regalia.reports.distribution import distribution_report
from regalia.reports.distribution_csv import distribution_csv
from regalia.reports.names import Names
from regalia.reports.statement_csv import statement_csv
from regalia.reports.transactions import transactions_csv, transactions_jsonl
from tests.reports.replayed import holders_of, statement_of
from tests.reports.stories import LABELS, SENIOR


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "=cmd|'/c calc'!A1"])
def test_csv__text_a_spreadsheet_would_run__escaped(text: str) -> None:
    (row,) = read(csv_text(("a",), [(text,)]))
    assert row["a"] == "'" + text


@pytest.mark.parametrize("text", ['say "so"', "one,two", "two\r\nlines", "ünïcode ✓", "a=b", "x@y", "O'Neill"])
def test_csv__harmless_text__comes_back_as_it_was(text: str) -> None:
    (row,) = read(csv_text(("a", "b"), [(text, "end")]))
    assert row == {"a": text, "b": "end"}


def test_csv__numbers__plain_and_negative_ones_not_escaped() -> None:
    text = csv_text(("a", "b", "c"), [(Decimal("1E+3"), -5, None)])
    assert text == "a,b,c\r\n1000,-5,\r\n"


def test_csv__row_of_another_length__refused() -> None:
    with pytest.raises(ValueError, match="1 cells under 2 headings"):
        csv_text(("a", "b"), [("x",)])


def test_statement_csv__every_holder__adds_up_when_read_back(notes: DealLedger) -> None:
    for holder in holders_of(notes):
        rows = read(statement_csv(statement_of(notes, holder), notes.terms, Names(notes, LABELS)))
        for tranche in {row["tranche"] for row in rows}:
            lines = [row for row in rows if row["tranche"] == tranche]
            income = sum(Decimal(row["income"] or 0) for row in lines)
            parts = sum(Decimal(row[part] or 0) for row in lines for part in ("interest", "principal", "residual"))
            claimed = sum(Decimal(row["claimed"] or 0) for row in lines)
            assert income == parts == claimed + Decimal(lines[-1]["unclaimed"])
            assert sum(int(row["units"] or 0) for row in lines) == int(lines[-1]["units_held"])


def test_statement_csv__a_line__has_iso_time_block_and_transaction(notes: DealLedger) -> None:
    row = read(statement_csv(statement_of(notes, SENIOR), notes.terms, Names(notes, LABELS)))[0]
    sale = notes.subscriptions[0]
    assert row["entry"] == "subscription"
    assert row["cost"] == "499900.000000"
    assert (row["block"], row["transaction"]) == (str(sale.place.block_number), sale.place.transaction_hash)
    assert row["time"] == "2024-01-01T01:00:00Z"
    assert row["holder_name"] == "senior investor 1"


def test_distribution_csv__figures__keep_law_one_when_read_back(notes: DealLedger) -> None:
    for index in range(len(notes.dates)):
        rows = read(distribution_csv(distribution_report(notes, index), notes, Names(notes)))
        flow = {row["measure"]: Decimal(row["value"]) for row in rows if row["section"] == "conservation"}
        assert flow["available"] + flow["drawn"] + flow["released"] == flow["money_in"]
        assert flow["payees"] + flow["tranches"] + flow["accounts"] + flow["left"] == flow["money_out"]
        assert flow["money_in"] == flow["money_out"]
        paid = sum(Decimal(r["value"]) for r in rows if (r["section"], r["measure"]) == ("step", "paid"))
        sources = sum(Decimal(r["value"]) for r in rows if r["section"] == "source")
        assert paid == sources == flow["money_out"] - flow["left"]


def test_distribution_csv__head__names_deal_dates_attestors_and_executor(notes: DealLedger) -> None:
    rows = read(distribution_csv(distribution_report(notes, 3), notes, Names(notes)))
    head = [(row["measure"], row["value"]) for row in rows if row["section"] == "report"]
    done = notes.dates[3]
    assert ("collection_period", "2024Q3") in head
    assert ("scheduled_date", "2024-12-20") in head
    assert ("executed_time", "2024-12-31T12:00:00Z") in head
    assert ("evidence_root", done.evidence_root) in head
    assert ("executor", done.executor) in head
    assert [value for measure, value in head if measure == "attestor"] == list(done.signers)


def test_transactions__csv_and_json_lines__the_same_events_in_order(notes: DealLedger) -> None:
    names = Names(notes, LABELS)
    lines = [json.loads(line) for line in transactions_jsonl(notes, names).splitlines()]
    rows = read(transactions_csv(notes, names))
    assert [line["block"] for line in lines] == [event.block_number for event in notes.events]
    for row, line in zip(rows, lines, strict=True):
        assert json.loads(row.pop("arguments")) == line.pop("arguments")
        assert row == {key: str(value) for key, value in line.items()}


def test_transactions__arguments__exact_as_text(notes: DealLedger) -> None:
    lines = [json.loads(line) for line in transactions_jsonl(notes, Names(notes)).splitlines()]
    paid = next(line for line in lines if line["event"] == "RoyaltyPaid")
    assert paid["contract"] == "escrow"
    assert paid["arguments"]["amount"] == "288427000000"
    assert paid["arguments"]["licence"] == "0x" + "07" * 32
    sale = next(line for line in lines if line["event"] == "Transfer")
    assert sale["contract"] == "tokens.senior"
