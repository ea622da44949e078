# SPDX-License-Identifier: Apache-2.0
"""Every deal file with its receipts: all its reports can be made, and foot. One holder has all units of every tranche."""

from __future__ import annotations

from decimal import Decimal

import pytest

from regalia.ledger.model import DealLedger
from regalia.reports.distribution import distribution_report
from regalia.reports.names import Names
from regalia.reports.notes import notes_on
from regalia.reports.write import reports_of
from tests import deals
from tests.reports.chronicle import Chronicle
from tests.reports.stories import SENIOR
from tests.reports.test_csv import read
from tests.reports.test_pages import Reader

TOLD = [path.stem for path in deals.FILES if len(list((deals.DATA / path.stem).glob("receipts-*.csv"))) == 1]


def story(deal: str) -> DealLedger:
    """Providers put in what they are asked for, but for those a row calls unpaid."""
    told = Chronicle(deals.DEALS / f"{deal}.yaml")
    for tranche in told.ledger.terms.tranches:
        told.subscribe(tranche.id, SENIOR, tranche.units)
    told.close()
    for row in told.rows(deals.receipts_of(deal)):
        books = told.ledger.deal
        books.collect(row.collected)
        asked = books.demands(row.report, row.pool_facts(told.ledger.program))
        books.collection -= row.collected
        for facility, amount in enumerate(asked):
            if amount:
                told.support(facility, amount)
        told.quarter(row)
    return told.ledger


@pytest.mark.parametrize("deal", TOLD)
def test_reports__of_a_published_deal__every_one_made_well_formed_and_conserving(deal: str) -> None:
    ledger = story(deal)
    assert len(ledger.dates) > 1
    for name, text in reports_of(ledger).items():
        if name.endswith(".html"):
            assert Reader(text).open == []
        if name.startswith("distribution/") and name.endswith(".csv"):
            flow = {row["measure"]: Decimal(row["value"]) for row in read(text) if row["section"] == "conservation"}
            assert flow["money_in"] == flow["money_out"]


def test_notes__steps_in_proportion__each_with_its_tranche() -> None:
    ledger = story("teaching")
    index = [str(distribution_report(ledger, i).collected) for i in range(len(ledger.dates))].index("2025Q3")
    notes = notes_on(distribution_report(ledger, index), Names(ledger), ledger.terms.money)
    drawn = [note.split(":")[0] for note in notes if note.startswith("Scheduled principal")]
    assert drawn == [f"Scheduled principal, in proportion (Class {letter} Notes)" for letter in "AB"]


def test_deals__those_with_the_rarer_steps__are_among_them() -> None:
    assert {"teaching", "hi-fi-ii", "biopharma", "triple-ii", "wenke-1"} <= set(TOLD)
