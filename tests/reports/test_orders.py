# SPDX-License-Identifier: Apache-2.0
"""Orders, halts and tax where people read them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from regalia.ledger.model import DealLedger
from regalia.ledger.powers_model import Order
from regalia.reports import reports_of
from regalia.reports.distribution import distribution_report
from regalia.reports.distribution_csv import distribution_csv
from regalia.reports.names import Names
from regalia.reports.statement_csv import statement_csv
from regalia.reports.summary import summarise
from tests.reports.chronicle import AUTHORITY, OFFICER
from tests.reports.replayed import statement_of
from tests.reports.stories import LABELS, SECOND_SENIOR, SENIOR
from tests.reports.test_csv import read
from tests.reports.test_pages import Reader

SECOND_QUARTER = 1


@pytest.fixture(scope="module")
def pages(orders: DealLedger) -> dict[str, str]:
    texts = reports_of(orders, LABELS | {OFFICER: "registrar"})
    return {name: re.sub(r"\s+", " ", Reader(text).text) for name, text in texts.items() if name.endswith(".html")}


def test_distribution__tax_since_the_date_before__by_tranche_and_in_all(orders: DealLedger) -> None:
    first, second = (distribution_report(orders, index) for index in (0, SECOND_QUARTER))
    claim = orders.claims[0]
    assert [(line.gross, line.tax) for line in first.taxes] == [(0, 0)] * 3
    assert [(line.tranche, line.gross, line.tax) for line in second.taxes] == [
        ("senior", claim.amount, claim.amount // 10),
        ("mezzanine", 0, 0),
        ("junior", 0, 0),
    ]
    assert (first.withheld, first.owed_to_authority) == (0, 0)
    assert second.withheld == second.owed_to_authority == claim.tax


def test_distribution__deal_without_withholding__no_word_of_tax(trust: DealLedger) -> None:
    assert distribution_report(trust, 0).taxes == ()
    rows = read(distribution_csv(distribution_report(trust, 0), trust, Names(trust)))
    assert "tax" not in {row["section"] for row in rows}
    assert "Tax withheld" not in Reader(reports_of(trust)["index.html"]).text


def test_distribution_csv__tax__net_and_owed_to_the_authority(orders: DealLedger) -> None:
    rows = read(distribution_csv(distribution_report(orders, SECOND_QUARTER), orders, Names(orders)))
    tax = {(row["item"], row["measure"]): Decimal(row["value"]) for row in rows if row["section"] == "tax"}
    assert tax["senior", "claimed"] - tax["senior", "tax"] == tax["senior", "net"]
    assert tax["", "withheld"] == tax["", "owed_to_authority"] == tax["senior", "tax"]


def test_summary__tax_withheld__is_not_with_the_holders(orders: DealLedger) -> None:
    summary = summarise(orders)
    assert summary.tax_withheld == sum(claim.tax for claim in orders.claims) == orders.payables[AUTHORITY]
    assert summary.claimed_by_holders == sum(claim.amount - claim.tax for claim in orders.claims)
    assert summary.money_in == summary.money_out + summary.held


def test_statement_csv__forced_transfer__order_evidence_and_officer(orders: DealLedger) -> None:
    rows = read(statement_csv(statement_of(orders, SENIOR), orders.terms, Names(orders)))
    forced = next(row for row in rows if row["entry"] == "forced transfer out")
    assert (forced["order"], forced["officer"]) == ("court 2/24", OFFICER)
    assert forced["evidence"] == "0x" + "0e" * 32
    assert (forced["units"], forced["carried"]) == ("-999", "-1.000000")


def test_statement_csv__claim__tax_and_net(orders: DealLedger) -> None:
    rows = read(statement_csv(statement_of(orders, SECOND_SENIOR), orders.terms, Names(orders)))
    claim = next(row for row in rows if row["entry"] == "claim")
    assert Decimal(claim["tax"]) + Decimal(claim["net"]) == Decimal(claim["claimed"])
    assert Decimal(claim["tax"]) > 0


def test_index_page__acts_and_halts__who_when_and_why(pages: dict[str, str]) -> None:
    text = pages["index.html"]
    for part in ("Units frozen", "court 1/24", "Forced transfer", "Wallet recovered", "request 3", "registrar"):
        assert part in text, part
    assert "source of funds" in text
    assert "authority 4" in text
    assert "Illustrative Tax Authority" in text


def test_index_page__nothing_done_by_order__no_table_of_it(notes: DealLedger) -> None:
    text = Reader(reports_of(notes)["index.html"]).text
    assert "Acts of the transfer agent" not in text
    assert "Halts by the supervisor" not in text


def test_statement_page__tax_freeze_and_halt__said(pages: dict[str, str]) -> None:
    senior, lost, junior = (
        pages[f"statements/{name}.html"] for name in ("senior-investor-1", "mezzanine-investor", "junior-investor")
    )
    assert "Units frozen by order700" in senior
    assert "Units taken by forced transfer999" in senior
    assert "Walletfrozen by order: it goes on earning" in lost
    assert "The supervisor halted this holder until" in junior
    assert "claimed, after tax" in pages["statements/senior-investor-2.html"]
    assert "1.00 USD came by order" in pages["statements/senior-investor-2.html"]
    assert "1.00 USD went by order" in senior


def test_distribution_page__tax__table_names_the_authority(pages: dict[str, str]) -> None:
    text = pages["distribution/2.html"]
    assert "Tax withheld from claims since the payment date before" in text
    assert "Owed to Illustrative Tax Authority on this date" in text


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        (b"court 1/24".ljust(32, b"\0"), "court 1/24"),
        ("名".encode().ljust(32, b"\0"), "名"),
        (b"\x07" * 32, "0x" + "07" * 32),
        (b"\xff" * 32, "0x" + "ff" * 32),
    ],
)
def test_order__reference__as_text_where_it_is_one(reference: bytes, name: str) -> None:
    assert Order("0x" + reference.hex(), "0x", OFFICER).name == name
