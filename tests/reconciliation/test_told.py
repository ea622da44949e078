# SPDX-License-Identifier: Apache-2.0
"""The result for people, for programs and for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from regalia.printing import to_json
from regalia.reconciliation.items_csv import HEADER, reconciliation_csv
from regalia.reconciliation.model import Flag, Reconciliation
from regalia.reconciliation.text import reconciliation_json, reconciliation_text
from tests.reconciliation.made import Chain, booked, matched, said


def result() -> Reconciliation:
    """One matched, one of each kind open."""
    chain = Chain()
    receipts = [said(271_000, "EMI-1"), said("0.005", "=cmd()", period="2024Q2", currency="EUR", file="@eur.csv")]
    lines = [booked(271_000, "EMI-1"), booked("1234.5", "+1\x1b[31m", bank_id="-1")]
    return matched(receipts, lines, [chain.paid(271_000, "EMI-1"), chain.paid("0.000001", "x")])


def test_text__of_a_result__counts_and_sums_by_reason() -> None:
    text = reconciliation_text(replace(result(), flags=(Flag("emi", "2024Q3", "median", "half"),)), "USD", 6)
    assert [line.split() for line in text.splitlines()[:5]] == [
        ["reason", "what", "count", "amount"],
        ["matched", "escrow", "payment", "1", "271,000.00", "USD"],
        ["no-bank-line", "statement", "1", "0.005", "EUR"],
        ["no-statement", "bank", "line", "1", "1,234.50", "USD"],
        ["no-bank-line-for-payment", "escrow", "payment", "1", "0.000001", "USD"],
    ]
    assert "  median: half" in text.splitlines()
    assert "\x1b" not in text


def test_text__more_than_asked_for__says_how_many() -> None:
    text = reconciliation_text(result(), "USD", 6, most=1)
    assert text.splitlines()[-1] == "  and 2 more"


def test_json__of_a_result__goes_through_json_unchanged() -> None:
    told = reconciliation_json(result(), "USD", 6)
    assert json.loads(to_json(told)) == told
    assert [m["amount"] for m in told["matched"]] == ["271000000000"]
    assert [(item["what"], item["amount"]) for item in told["open"]] == [
        ("statement", "5000000000"),
        ("bank line", "1234500000000000"),
        ("escrow payment", "1"),
    ]


def test_csv__of_a_result__a_row_each_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(reconciliation_csv(result(), "USD", 6))))
    assert [(row["state"], row["amount"], row["currency"]) for row in rows] == [
        ("matched", "271000.00", "USD"),
        ("no-bank-line", "0.005", "EUR"),
        ("no-statement", "1234.50", "USD"),
        ("no-bank-line-for-payment", "0.000001", "USD"),
    ]
    assert (rows[1]["reference"], rows[1]["file"]) == ("'=cmd()", "'@eur.csv")
    assert (rows[2]["reference"], rows[2]["bank_id"]) == ("'+1\x1b[31m", "'-1")
    assert tuple(rows[0]) == HEADER


def test_csv__amount_taken_back__a_number_all_the_same() -> None:
    (row,) = csv.DictReader(io.StringIO(reconciliation_csv(matched([], [booked(-5, reversal=True)], []), "USD", 6)))
    assert (row["state"], row["amount"]) == ("reversed", "-5.00")
