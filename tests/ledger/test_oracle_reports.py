# SPDX-License-Identifier: Apache-2.0
"""What people read of disputes, restatements and missing reports: pages and data of the deal of ``oracle_life.py``."""

from __future__ import annotations

import re

import pytest

from regalia.chain.events import Event
from regalia.explain import outcome_of
from regalia.ledger.model import DealLedger
from regalia.reports.distribution import DistributionReport, distribution_report
from regalia.reports.names import Names
from regalia.reports.notes import notes_on
from regalia.reports.write import reports_of
from tests.ledger.life import USD
from tests.ledger.oracle_stage import BOND, OracleStage, root
from tests.ledger.tampering import replayed
from tests.reports.test_csv import read
from tests.reports.test_pages import Reader

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def ledger(attested: OracleStage, attested_events: tuple[Event, ...]) -> DealLedger:
    return replayed(attested.life, attested_events).ledger


@pytest.fixture(scope="module")
def texts(ledger: DealLedger, attested: OracleStage) -> dict[str, str]:
    return reports_of(ledger, {attested[who]: f"the {who}" for who in ("investor", "attacker", "licensee")})


@pytest.fixture(scope="module")
def reports(ledger: DealLedger) -> list[DistributionReport]:
    return [distribution_report(ledger, index) for index in range(len(ledger.dates))]


def page(texts: dict[str, str], name: str) -> str:
    return re.sub(r"\s+", " ", Reader(texts[f"{name}.html"]).text)


def figures(texts: dict[str, str], name: str) -> dict[tuple[str, str, str], str]:
    return {(row["section"], row["item"], row["measure"]): row["value"] for row in read(texts[f"{name}.csv"])}


def said(ledger: DealLedger, report: DistributionReport) -> str:
    return "\n".join(notes_on(report, Names(ledger), ledger.terms.money))


def test_funds__of_every_date__lead_from_what_was_attested_to_what_flowed(reports: list[DistributionReport]) -> None:
    assert [report.funds.restated // USD for report in reports] == [0, 0, 0, 0, 0, 260_849, -429_000, 0]
    assert [report.funds.available for report in reports] == [r.payment.flow.available for r in reports]
    seventh = reports[6].funds
    # 100,000 less 429,000: more was distributed than is attested to date
    assert (seventh.attested, seventh.overpaid, seventh.available) == (-329_000 * USD, 329_000 * USD, 0)
    assert seventh.unattested == seventh.cash
    assert reports[7].funds.brought_forward == -329_000 * USD


def test_restated__of_each_date__what_was_taken_in_struck_and_carried(reports: list[DistributionReport]) -> None:
    lines = {
        report.period: [(line.told.number, line.received // USD, line.attested // USD) for line in report.restated]
        for report in reports
        if report.restated
    }
    assert lines == {
        6: [(1, 260_759, 260_849)],
        7: [(2, -400_000, -400_000), (3, -30_000, -29_000), (4, 0, 0)],
        8: [(4, -330_000, 0)],
    }
    assert [(line.struck, line.carried) for line in reports[6].restated] == [(False, False)] * 2 + [(True, False)]
    assert [(line.struck, line.carried) for line in reports[7].restated] == [(False, True)]


def test_disputes__of_each_date__over_its_report_and_what_it_took_in(reports: list[DistributionReport]) -> None:
    found = {report.period: [(d.number, d.struck) for d in report.disputes] for report in reports if report.disputes}
    assert found == {1: [(0, True)], 2: [(0, False)], 7: [(4, True)], 8: [(4, True)]}


def test_notes__each_date__says_what_is_unusual(ledger: DealLedger, reports: list[DistributionReport]) -> None:
    assert "An earlier report of this period was struck after a dispute." in said(ledger, reports[0])
    assert "struck" not in said(ledger, reports[1])
    assert "No report came in time: an empty one stood in." in said(ledger, reports[4])
    sixth = "its report says 200,000.00 USD of royalties, its collections are 460,759.00 USD."
    assert sixth in said(ledger, reports[5])
    seventh = said(ledger, reports[6])
    assert (
        "330,000.00 USD more was taken back than came in: it lowers the collections of the next payment date."
        in seventh
    )
    assert "329,000.00 USD that was distributed earlier is attested no more." in seventh
    assert "Restatements" not in said(ledger, reports[3])


def test_page__date_with_restatements__number_period_amounts_evidence_and_what_is_left(texts: dict[str, str]) -> None:
    text = page(texts, "distribution/7")
    assert "Restatements of earlier periods taken in" in text
    assert "2 2, 2024Q1 taken in -400,000.00 -400,000.00 0x322c206c…" in text.replace("−", "-")
    assert "4 5, 2024Q4 struck after a dispute 0.00 0.00" in text
    assert "Left, to be made up for by the next payment date -330,000.00" in text.replace("−", "-")
    assert "Collections of this payment date 0.00" in text
    assert "Available funds: the smaller of the last two, never below zero 0.00" in text
    assert "Restatements of earlier periods -429,000.00" in text.replace("−", "-")
    assert "4 5, 2024Q4 what was left on the payment date before" in page(texts, "distribution/8")
    assert "Restatements" not in page(texts, "distribution/3")


def test_page__disputed_report__who_how_it_ended_and_the_bonds_that_came_in(texts: dict[str, str]) -> None:
    first, second = page(texts, "distribution/1"), page(texts, "distribution/2")
    assert "report of 1, 2023Q4 the investor" in first
    assert "struck; the period is reported anew" in first
    assert re.search(r"1,000\.00 stands the licensee \S+ stands", second)
    assert "forfeited bond of a dispute" in second
    assert "Disputes over" not in page(texts, "distribution/3")


def test_page__no_report_in_time__said_instead_of_signers(texts: dict[str, str]) -> None:
    text = page(texts, "distribution/5")
    assert "No report came in time: declared missing" in text
    assert "Signed by" not in text and "Evidence root" not in text
    # of the two, one weighs two or more
    assert re.search(r"Signed by 2 attestors of weight \d, 4 needed", page(texts, "distribution/4"))


def test_index__whole_stream__restatements_disputes_and_who_signed_twice(texts: dict[str, str]) -> None:
    text = page(texts, "index")
    for part in (
        "taken in by period 6",
        "taken in by period 7",
        "struck after a dispute",
        "disputed",
        "waits for a payment date",
        "Disputes over reports and restatements",
        "not decided yet",
        "Attestors who signed two reports for one period",
    ):
        assert part in text, part


def test_csv__restatements_disputes_and_missing_report__in_figures(
    texts: dict[str, str], attested: OracleStage
) -> None:
    seventh = figures(texts, "distribution/7")
    assert seventh["restatement", "2", "received"] == "-400000.000000"
    assert seventh["restatement", "2", "corrects"] == "0x" + root("report 2").hex()
    assert seventh["restatement", "2", "evidence_root"] == "0x" + root("2, less").hex()
    assert seventh["restatement", "4", "what"] == "struck after a dispute"
    assert seventh["restatement", "", "left_for_next_date"] == "-330000.000000"
    assert (seventh["funds", "", "restated"], seventh["funds", "", "collections"]) == ("-429000.000000", "0.000000")
    assert seventh["funds", "", "overpaid"] == "329000.000000"
    second = figures(texts, "distribution/2")
    assert (second["dispute", "1", "by"], second["dispute", "1", "outcome"]) == (attested["attacker"], "stands")
    assert second["dispute", "1", "bond"] == second["dispute", "1", "appeal_bond"] == f"{BOND // USD}.000000"
    missing = [figures(texts, f"distribution/{period}")["report", "", "report_missing"] for period in range(1, 9)]
    assert missing == ["no"] * 4 + ["yes"] + ["no"] * 3


def test_pages__no_raw_moment_of_something_disputed__reaches_a_person(texts: dict[str, str]) -> None:
    assert not [name for name, text in texts.items() if str(2**256 - 1)[:20] in text]


def test_outcome__date_with_restatements__received_are_its_collections(ledger: DealLedger) -> None:
    assert [outcome_of(ledger.terms, d.payment).received for d in ledger.dates[5:]] == [460_759, 0, 170_000]
