# SPDX-License-Identifier: Apache-2.0
"""Receipts in other currencies, and one transfer for several licences: what each attestor makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from regalia.oracle.refusal import Rule
from tests.ledger.life import USD
from tests.oracle.panel import CUT_OFF, NAMES, ROYALTIES, Panel, folders
from tests.oracle.papers import Booking, Folder, Royalty, bookings, columns, statement

pytestmark = pytest.mark.devnet
EURO = Royalty("emi-mills", 100, 0, "EMI-EURO", currency="EUR")
CREDIT = Booking(date(2024, 1, 15), 110, "EMI-EURO", "BK-EURO")
RATES = "date,currency,rate,published_by\n2024-01-15,EUR,{},ECB\n"


@pytest.fixture
def papers(panel: Panel, tmp_path: Path) -> dict[str, Folder]:
    """EMI paid 100 EUR besides: the account got 110 USD, and so did the escrow. The bank has no rates."""
    panel.pay("emi-mills", 110, "EMI-EURO")
    panel.life.chain.warp(CUT_OFF + 3_600)  # time for blocks that were mined since
    made = folders(tmp_path)
    for folder in made.values():
        folder.booked = [*bookings(ROYALTIES), CREDIT]
        if "bank" not in folder.left_to_others and folder.statement_licences:
            folder.more = "rates: rates.csv\n"
            folder.write()
            (folder.path / "rates.csv").write_text(RATES.format("1.1"), encoding="utf-8")
            (folder.path / "statements" / "euro.csv").write_text(statement([EURO]), encoding="utf-8")
        folder.write()
    return made


def test_judge__converted_at_the_rate_of_the_day__signed_by_all(panel: Panel, papers: dict[str, Folder]) -> None:
    proposal = panel.propose(papers["servicer"].path).proposal
    (euro,) = [leaf for leaf in proposal.leaves if leaf.currency == "EUR"]
    assert (euro.net, euro.rate, euro.amount) == (100 * 10**12, 11 * 10**11, 110 * USD)
    for name in NAMES:
        judgement = panel.attestor(name, papers[name].path).judge(proposal)
        assert judgement.is_good, (name, judgement.objections)


def test_judge__own_rate_is_another__refused_with_both(panel: Panel, papers: dict[str, Folder]) -> None:
    proposal = panel.propose(papers["servicer"].path).proposal
    auditor = papers["auditor"].path
    (auditor / "rates.csv").write_text(RATES.format("1.2"), encoding="utf-8")
    (objection,) = panel.attestor("auditor", auditor).judge(proposal).objections
    assert objection.rule is Rule.STATEMENTS and "nothing in the own documents gives it" in objection.detail
    lenient = papers["auditor"]
    lenient.more += "tolerance: 10%\n"
    lenient.write()
    (objection,) = panel.attestor("auditor", auditor).judge(proposal).objections
    assert "rate: own evidence gives 1200000000000, the proposal says 1100000000000" in objection.detail


def test_judge__rate_made_up__seen_by_the_bank_in_the_amount(panel: Panel, papers: dict[str, Folder]) -> None:
    proposal = panel.propose(papers["servicer"].path).proposal
    lied = [replace(leaf, rate=2 * 10**12) if leaf.currency == "EUR" else leaf for leaf in proposal.leaves]
    judgement = panel.attestor("bank", papers["bank"].path).judge(replace(proposal, leaves=tuple(lied)))
    assert [objection.rule for objection in judgement.objections] == [Rule.PROPOSAL]  # the root shows it before
    papers["bank"].booked = [*bookings(ROYALTIES), replace(CREDIT, amount=109)]
    papers["bank"].write()
    (objection,) = panel.attestor("bank", papers["bank"].path).judge(proposal).objections
    assert objection.rule is Rule.BANK and "110.00 USD" in objection.detail


def test_judge__no_rate_of_that_day__open_and_left_out(panel: Panel, papers: dict[str, Folder]) -> None:
    servicer = papers["servicer"].path
    (servicer / "rates.csv").write_text(RATES.format("1.1").replace("2024-01-15", "2023-12-01"), encoding="utf-8")
    proposed = panel.propose(servicer)
    assert proposed.proposal.report.received == 1_350 * USD
    assert {str(item.reason) for item in proposed.own.open} == {"no-rate"}
    assert [(p.amount, p.reason) for p in proposed.proposal.open] == [(110 * USD, "no-rate")]
    auditor = panel.attestor("auditor", papers["auditor"].path).judge(proposed.proposal)
    assert "the own documents give it, and it is not proposed" in auditor.objections[0].detail


def one_transfer(folder: Folder, royalties: Sequence[Royalty]) -> None:
    both = Booking(date(2024, 1, 16), sum(r.net for r in royalties), "PAY-7", "BK-7")
    folder.booked = [*bookings(ROYALTIES), both]
    folder.write()
    if folder.statement_licences:
        (folder.path / "statements" / "two.csv").write_text(statement(royalties), encoding="utf-8")


def test_judge__one_transfer_for_two_licences_of_a_payer__signed_by_who_sees_the_account(
    panel: Panel, tmp_path: Path
) -> None:
    two = [Royalty("emi-mills", 30, 0, "PAY-7"), Royalty("emi-waltz", 12, 0, "PAY-7")]
    for royalty in two:
        panel.pay(royalty.licence, royalty.net, royalty.reference)
    panel.life.chain.warp(CUT_OFF + 3_600)  # time for blocks that were mined since
    papers = folders(tmp_path)
    for name in ("servicer", "auditor", "bank"):
        one_transfer(papers[name], two)
        file = papers[name].path / "evidence.yaml"
        text = file.read_text(encoding="utf-8").replace(
            "licences:\n", "licences:\n  - {id: emi-waltz, licensee: EMI}\n", 1
        )
        file.write_text(text, encoding="utf-8")
        if name != "bank":
            named = columns("Payers", "emi-mills", "emi-waltz", "peer-songs", "deposit-interest")
            (papers[name].path / "columns.yaml").write_text(named, encoding="utf-8")
    proposal = panel.propose(papers["servicer"].path).proposal
    assert proposal.report.received == 1_392 * USD and proposal.open == ()
    for name in ("auditor", "bank"):
        judgement = panel.attestor(name, papers[name].path).judge(proposal)
        assert judgement.is_good, (name, judgement.objections)
    short = [b for b in papers["bank"].booked or [] if b.id != "BK-7"]
    papers["bank"].booked = [*short, Booking(date(2024, 1, 16), 41, "PAY-7", "BK-7")]
    keep = (papers["bank"].path / "evidence.yaml").read_text(encoding="utf-8")
    papers["bank"].write()
    (papers["bank"].path / "evidence.yaml").write_text(keep, encoding="utf-8")
    rules = {o.rule for o in panel.attestor("bank", papers["bank"].path).judge(proposal).objections}
    assert rules == {Rule.BANK}
