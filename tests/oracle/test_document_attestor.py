# SPDX-License-Identifier: Apache-2.0
"""What an attestor with documents signs, and what its statements, bank lines and the escrow have against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from eth_utils.crypto import keccak

from regalia.oracle.attestation import fault_of
from regalia.oracle.proposal import LATER_PERIOD, OpenPayment
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.oracle.refusal import Refused, Rule
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.signing_record import SigningRecord
from tests.ledger.life import USD
from tests.oracle.judging import Papers, at, remade, rules, told
from tests.oracle.panel import NAMES, PERIOD, ROYALTIES, Panel
from tests.oracle.papers import Booking, Royalty, bookings, changed

pytestmark = pytest.mark.devnet


@pytest.mark.parametrize("name", NAMES)
def test_judge__documents_agree__signed_by_each_with_what_it_holds(panel: Panel, papers: Papers, name: str) -> None:
    proposal = panel.propose(papers["servicer"].path).proposal
    attestor = at(panel, papers, name)
    attestation = attestor.sign(attestor.judge(proposal))
    assert attestation.signer == panel.keys[name].address
    assert fault_of(attestation, proposal.digest) == ""


def test_propose__documents__royalties_other_income_invoice_and_target_in_the_report(
    panel: Panel, papers: Papers
) -> None:
    report = panel.propose(papers["servicer"].path).proposal.report
    assert isinstance(report, RoyaltyReport)
    assert (report.received, report.other_income, report.invoices) == (1_350 * USD, 7 * USD, (50 * USD,))
    assert (report.has_target, report.reserve_target, report.period) == (True, 10 * USD, PERIOD)


@pytest.mark.parametrize("name", ["servicer", "auditor"])
def test_judge__own_statement_says_less__refused_with_both_figures(panel: Panel, papers: Papers, name: str) -> None:
    proposal = panel.propose(papers["administrator"].path).proposal
    papers[name].royalties = changed(ROYALTIES, "emi-mills", costs=200)
    papers[name].booked = bookings(ROYALTIES)
    papers[name].write()
    text = told(at(panel, papers, name).judge(proposal), Rule.STATEMENTS)
    assert "licence emi-mills for 2023Q4" in text and "is proposed, and nothing in the own documents gives it" in text


def test_judge__own_statement_splits_it_otherwise__each_field_named(panel: Panel, papers: Papers) -> None:
    """The same money, said to be of other gross and costs."""
    proposal = panel.propose(papers["administrator"].path).proposal
    papers["auditor"].royalties = changed(ROYALTIES, "emi-mills", gross=1_100, costs=200)
    papers["auditor"].write()
    text = told(at(panel, papers, "auditor").judge(proposal), Rule.STATEMENTS)
    assert "gross: own evidence gives 1,100.00 USD, the proposal says 1,000.00 USD" in text
    assert "deductions: own evidence gives 200.00 USD, the proposal says 100.00 USD" in text


def test_judge__society_s_statement_differs__refused_with_what_it_says(panel: Panel, papers: Papers) -> None:
    proposal = panel.propose(papers["servicer"].path).proposal
    papers["society"].royalties = changed(ROYALTIES, "peer-songs", gross=600)
    papers["society"].write()
    text = told(at(panel, papers, "society").judge(proposal), Rule.STATEMENTS)
    assert "the proposal says gross 500.00 USD, deductions 50.00 USD, net 450.00 USD" in text
    assert "has gross 600.00 USD, deductions 50.00 USD, net 550.00 USD" in text


def test_judge__receipt_left_out__refused_by_who_knows_of_it(panel: Panel, papers: Papers) -> None:
    whole = panel.propose(papers["servicer"].path).proposal
    peer = keccak(text="peer-songs")
    short = remade(whole, panel, lambda leaves: [leaf for leaf in leaves if leaf.licence != peer])
    silent = at(panel, papers, "auditor").judge(short)
    assert rules(silent) == {Rule.STATEMENTS, Rule.PAYMENTS}
    said = OpenPayment(peer, keccak(text="PEER-2023Q4"), 450 * USD, "no-statement")
    lying = replace(short, open=(said,))
    assert "the own documents give it, and it is not proposed" in told(
        at(panel, papers, "auditor").judge(lying), Rule.STATEMENTS
    )
    text = told(at(panel, papers, "society").judge(lying), Rule.STATEMENTS)
    assert "is said to be open (no-statement), and payers-2023Q4.csv tells of it: 450.00 USD" in text
    assert at(panel, papers, "bank").judge(lying).is_good  # it can't know


@pytest.mark.parametrize("reason", [LATER_PERIOD, "unknown-licence", "amount-differs"])
def test_judge__left_out_for_a_reason_the_society_sees_through__refused(
    panel: Panel, papers: Papers, reason: str
) -> None:
    whole, peer = panel.propose(papers["servicer"].path).proposal, keccak(text="peer-songs")
    short = remade(whole, panel, lambda leaves: [leaf for leaf in leaves if leaf.licence != peer])
    said = OpenPayment(peer, keccak(text="PEER-2023Q4"), 450 * USD, reason)
    assert reason in told(at(panel, papers, "society").judge(replace(short, open=(said,))), Rule.STATEMENTS)


def test_judge__left_out_for_want_of_a_bank_line__refused_by_the_bank(panel: Panel, papers: Papers) -> None:
    whole, peer = panel.propose(papers["servicer"].path).proposal, keccak(text="peer-songs")
    short = remade(whole, panel, lambda leaves: [leaf for leaf in leaves if leaf.licence != peer])
    said = OpenPayment(peer, keccak(text="PEER-2023Q4"), 450 * USD, "no-bank-line")
    lying = replace(short, open=(said,))
    text = told(at(panel, papers, "bank").judge(lying), Rule.BANK)
    assert "is said to be open (no-bank-line), and january.xml has it, booked on 2024-01-15" in text
    assert at(panel, papers, "society").judge(lying).is_good  # it can't know


def test_judge__no_such_credit_on_the_account__refused_by_the_bank(panel: Panel, papers: Papers) -> None:
    proposal = panel.propose(papers["servicer"].path).proposal
    papers["bank"].booked = [b for b in bookings(ROYALTIES) if "EMI" not in b.reference]
    papers["bank"].write()
    assert "licence emi-mills for 2023Q4" in told(at(panel, papers, "bank").judge(proposal), Rule.BANK)


def test_judge__credit_taken_back__refused_by_the_bank(panel: Panel, papers: Papers) -> None:
    proposal = panel.propose(papers["servicer"].path).proposal
    bank = papers["bank"]
    bank.booked = [*bookings(ROYALTIES), Booking(date(2024, 1, 18), -900, "EMI-2023Q4", "BK-EMI-2023Q4")]
    path = bank.write() / "bank" / "january.xml"
    text = path.read_text(encoding="utf-8")
    head, tail = text.rsplit("<CdtDbtInd>DBIT</CdtDbtInd>", 1)
    path.write_text(f"{head}<CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd>{tail}", encoding="utf-8")
    assert "was taken back" in told(at(panel, papers, "bank").judge(proposal), Rule.BANK)


def test_judge__bank_gives_another_amount__refused(panel: Panel, papers: Papers) -> None:
    proposal = panel.propose(papers["servicer"].path).proposal
    papers["bank"].booked = bookings(changed(ROYALTIES, "emi-mills", costs=101))
    papers["bank"].write()
    assert "licence emi-mills" in told(at(panel, papers, "bank").judge(proposal), Rule.BANK)


def test_judge__money_made_up__refused_by_everyone(panel: Panel, papers: Papers) -> None:
    def inflated(leaves: list[ReceiptLeaf]) -> list[ReceiptLeaf]:
        most = max(leaves, key=lambda leaf: leaf.amount)
        more = replace(most, gross=most.gross + 10**12, net=most.net + 10**12, amount=most.amount + USD)
        return [more if leaf == most else leaf for leaf in leaves]

    proposal = remade(panel.propose(papers["servicer"].path).proposal, panel, inflated)
    for name in NAMES:
        found = rules(at(panel, papers, name).judge(proposal))
        assert {Rule.PAYMENTS, Rule.CASH} <= found, name


def test_judge__unpaid__every_reason_at_once_and_nothing_signed(panel: Panel, papers: Papers) -> None:
    """Statement and bank say so, but nothing reached the escrow."""
    song = Royalty("emi-mills", 300, 0, "EMI-LATE")
    for folder in papers.values():
        folder.royalties = (*ROYALTIES, song)
        folder.write()
    proposal = panel.propose(papers["servicer"].path)
    assert [item.reason for item in proposal.own.open if item.receipt is not None] == ["no-escrow-payment"]
    emi = keccak(text="emi-mills")

    def with_song(leaves: list[ReceiptLeaf]) -> list[ReceiptLeaf]:
        known = next(leaf for leaf in leaves if leaf.licence == emi)
        stated = replace(known, gross=300 * 10**12, deductions=0, net=300 * 10**12, amount=300 * USD)
        return [*leaves, replace(stated, reference=keccak(text="EMI-LATE"))]

    claimed = remade(proposal.proposal, panel, with_song)
    record = SigningRecord()
    attestor = at(panel, papers, "auditor", record=record)
    judgement = attestor.judge(claimed)
    assert rules(judgement) == {Rule.STATEMENTS, Rule.PAYMENTS, Rule.CASH}
    with pytest.raises(Refused, match="report of period 237: refused for 3 reasons") as refusal:
        attestor.sign(judgement)
    assert refusal.value.objections == judgement.objections
    assert record.history() == ()


def test_judge__same_payment_twice__refused(panel: Panel, papers: Papers) -> None:
    def doubled(leaves: list[ReceiptLeaf]) -> list[ReceiptLeaf]:
        first = next(leaf for leaf in leaves if leaf.kind is LeafKind.ROYALTY)
        return [*leaves, replace(first, source=keccak(text="a copy"))]

    proposal = remade(panel.propose(papers["servicer"].path).proposal, panel, doubled)
    for name in NAMES:
        assert Rule.PAYMENTS in rules(at(panel, papers, name).judge(proposal)), name
