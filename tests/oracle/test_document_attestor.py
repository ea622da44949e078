# SPDX-License-Identifier: Apache-2.0
"""What an attestor with documents signs, and each reason for which it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from eth_account import Account
from eth_utils.crypto import keccak

from regalia.oracle.attestation import fault_of
from regalia.oracle.document_attestor import DocumentAttestor
from regalia.oracle.judgement import Judgement
from regalia.oracle.proposal import LATER_PERIOD, OpenPayment, Proposal, report_from_leaves
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.oracle.receipt_tree import salted
from regalia.oracle.refusal import Refusal, Refused, Rule
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.signing_record import SigningRecord
from regalia.oracle.typed_data import SigningDomain
from tests.ledger.life import USD
from tests.oracle.panel import CUT_OFF, NAMES, PERIOD, ROYALTIES, Panel, folders
from tests.oracle.papers import Booking, Folder, Royalty, bookings, changed, statement
from tests.support.roles import key_of

pytestmark = pytest.mark.devnet
Papers = dict[str, Folder]


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    made = folders(tmp_path)
    for folder in made.values():
        folder.write()
    return made


def remade(proposal: Proposal, panel: Panel, change: Callable[[list[ReceiptLeaf]], list[ReceiptLeaf]]) -> Proposal:
    """A proposal that holds together, of other leaves."""
    leaves, report = salted(change(list(proposal.leaves)), proposal.seed), proposal.report
    assert isinstance(report, RoyaltyReport)
    target = report.reserve_target if report.has_target else None
    made = report_from_leaves(leaves, panel.program, report.deal, report.period, report.epoch, target)
    return replace(proposal, report=made, leaves=leaves)


def told(judgement: Judgement, rule: Rule) -> str:
    """What a rule has against it; nothing else may have anything."""
    assert {objection.rule for objection in judgement.objections} == {rule}
    return "\n".join(objection.detail for objection in judgement.objections)


def rules(judgement: Judgement) -> set[Rule]:
    return {objection.rule for objection in judgement.objections}


def at(panel: Panel, papers: Papers, name: str, **more: object) -> DocumentAttestor:
    return panel.attestor(name, papers[name].path, **more)  # type: ignore[arg-type]


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


def test_judge__left_to_others__said_before_it_signs(panel: Panel, papers: Papers) -> None:
    proposal = panel.propose(papers["servicer"].path).proposal
    assert at(panel, papers, "servicer").judge(proposal).left_to_others == ()
    assert at(panel, papers, "bank").judge(proposal).left_to_others == ("statements", "invoices", "reserve-target")


@pytest.mark.parametrize("part", ["statements", "bank", "invoices", "reserve-target"])
def test_judge__neither_held_nor_left_to_others__refused(panel: Panel, papers: Papers, part: str) -> None:
    proposal = panel.propose(papers["servicer"].path).proposal
    society = papers["society"]
    society.left_to_others = [other for other in society.left_to_others if other != part]
    society.write()
    assert "doesn't leave it to others" in told(at(panel, papers, "society").judge(proposal), Rule.NOT_COVERED)


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


def test_judge__another_reserve_target__refused(panel: Panel, papers: Papers) -> None:
    papers["servicer"].targets = '{2023Q4: "9"}'
    papers["servicer"].write()
    proposal = panel.propose(papers["servicer"].path).proposal
    text = told(at(panel, papers, "auditor").judge(proposal), Rule.RESERVE_TARGET)
    assert text == "own evidence has 10.00 USD, the proposal says 9.00 USD"


def test_judge__another_invoice__refused(panel: Panel, papers: Papers) -> None:
    proposal = panel.propose(papers["servicer"].path).proposal
    papers["auditor"].invoices = "step,period,currency,amount,reference\nexpenses,2023Q4,USD,40,INV-1\n"
    papers["auditor"].write()
    assert "amount: own evidence gives 40.00 USD, the proposal says 50.00 USD" in told(
        at(panel, papers, "auditor").judge(proposal), Rule.INVOICES
    )


@pytest.mark.parametrize(
    ("invoice", "fault"),
    [
        ("expenses,2023Q4,EUR,50,INV-1", "currency EUR: expenses are paid in USD"),
        ("printing,2023Q4,USD,50,INV-1", "step 'printing': as-invoiced steps of the deal are expenses"),
    ],
)
def test_judge__invoice_no_report_can_take__refused(panel: Panel, papers: Papers, invoice: str, fault: str) -> None:
    proposal = panel.propose(papers["servicer"].path).proposal
    papers["auditor"].invoices = f"step,period,currency,amount,reference\n{invoice}\n"
    papers["auditor"].write()
    assert fault in told(at(panel, papers, "auditor").judge(proposal), Rule.DOCUMENTS)


def test_judge__proposal_that_does_not_hold_together__refused(panel: Panel, papers: Papers) -> None:
    good = panel.propose(papers["servicer"].path).proposal
    other = good.report.model_copy(update={"received": 1})
    text = told(at(panel, papers, "auditor").judge(replace(good, report=other)), Rule.PROPOSAL)
    assert text == "received: the leaves give 1350000000, the report says 1"


def test_judge__for_another_chain__refused_before_anything_else(panel: Panel, papers: Papers) -> None:
    good = panel.propose(papers["servicer"].path).proposal
    elsewhere = replace(good, domain=SigningDomain(1, good.domain.oracle))
    text = told(at(panel, papers, "auditor").judge(elsewhere), Rule.MANDATE)
    assert text == "chain id of the proposal: appointed for 31337, found 1"


@pytest.mark.parametrize(("field", "value", "rule"), [("epoch", 2, Rule.SIGNER_SET), ("period", 238, Rule.SEQUENCE)])
def test_judge__not_the_next_report_of_this_epoch__refused(
    panel: Panel, papers: Papers, field: str, value: int, rule: Rule
) -> None:
    good = panel.propose(papers["servicer"].path).proposal
    other = replace(good, report=good.report.model_copy(update={field: value}))
    assert rule in rules(at(panel, papers, "auditor").judge(other))


def test_judge__key_of_nobody__refused(panel: Panel, papers: Papers) -> None:
    good = panel.propose(papers["servicer"].path).proposal
    panel.keys["attacker"] = key_of("attacker")
    try:
        stranger = panel.attestor("attacker", papers["auditor"].path)
    finally:
        del panel.keys["attacker"]
    assert "is not an attestor of the deal" in told(stranger.judge(good), Rule.SIGNER_SET)


def test_judge__payments_counted_long_ago__refused(panel: Panel, papers: Papers) -> None:
    good = panel.propose(papers["servicer"].path).proposal
    panel.life.chain.warp(CUT_OFF + 11 * 86_400)
    text = told(at(panel, papers, "auditor").judge(good), Rule.CUT_OFF)
    assert text == "payments were counted up to 2024-01-20, today is 2024-01-31 on chain: more than 10 days ago"


def test_judge__payments_counted_before_the_period_ended__refused(panel: Panel, papers: Papers) -> None:
    good, first = panel.propose(papers["servicer"].path).proposal, panel.mandate.from_block
    papers["auditor"].more = "oldest_cut_off_days: 365\n"
    papers["auditor"].write()
    judgement = at(panel, papers, "auditor").judge(replace(good, block=first))
    assert "payments were counted up to 2023-12-31; 2023Q4 ends on 2023-12-31, and are to be counted after it" in [
        objection.detail for objection in judgement.objections
    ]


def test_judge__payments_counted_up_to_a_block_the_node_lacks__refused(panel: Panel, papers: Papers) -> None:
    good = panel.propose(papers["servicer"].path).proposal
    ahead = replace(good, block=panel.web3.eth.block_number + 1)
    assert "the own node is at" in told(at(panel, papers, "auditor").judge(ahead), Rule.CUT_OFF)


def test_judge__paid_after_the_cut_off__the_proposal_still_holds(panel: Panel, papers: Papers) -> None:
    """Else a payment in a bad moment would divide the attestors, some of whom signed already."""
    good = panel.propose(papers["servicer"].path).proposal
    late = Royalty("emi-mills", 20, 0, "EMI-MORE", paid_on=date(2024, 1, 21))
    panel.pay("emi-mills", 20, "EMI-MORE")
    panel.life.chain.warp(CUT_OFF + 2 * 86_400)
    auditor = papers["auditor"]
    auditor.booked, auditor.bank_period = bookings((*ROYALTIES, late)), (date(2024, 1, 1), date(2024, 1, 22))
    auditor.write()
    (auditor.path / "statements" / "late.csv").write_text(statement([late]), encoding="utf-8")
    assert at(panel, papers, "auditor").judge(good).is_good
    later = panel.propose(auditor.path).proposal
    assert isinstance(later.report, RoyaltyReport) and later.report.received == 1_370 * USD


def test_judge__clock_an_hour_off__a_note_with_both_values(panel: Panel, papers: Papers) -> None:
    good = panel.propose(papers["servicer"].path).proposal
    panel.life.chain.warp(CUT_OFF + 3_600)  # time for blocks that were mined since
    now = panel.web3.eth.get_block("latest")["timestamp"]
    right, wrong = (at(panel, papers, "auditor", clock=lambda off=off: now + off) for off in (3_600, -3_601))
    assert right.judge(good).notes == ()
    (note,) = wrong.judge(good).notes
    here, there = (datetime.fromtimestamp(t, UTC).strftime("%H:%M:%S") for t in (now - 3_601, now))
    assert note.startswith("clocks differ") and here in note and there in note
    assert wrong.judge(good).is_good


def test_sign__another_proposal_of_the_period__refused_as_already_signed(panel: Panel, papers: Papers) -> None:
    first = panel.propose(papers["servicer"].path).proposal
    again = panel.proposer(papers["servicer"].path).report(PERIOD, seed=b"\x08" * 32).proposal
    attestor = at(panel, papers, "auditor")
    attestor.sign(attestor.judge(first))
    judgement = attestor.judge(again)
    assert judgement.is_good  # it is as true as the first
    with pytest.raises(Refused, match=r"already-signed: period 237: a report of digest 0x") as refusal:
        attestor.sign(judgement)
    assert [objection.rule for objection in refusal.value.objections] == [Rule.ALREADY_SIGNED]


def test_refuse__reasons__signed_so_that_nobody_refuses_in_anothers_name(panel: Panel, papers: Papers) -> None:
    good = panel.propose(papers["servicer"].path).proposal
    attestor = at(panel, papers, "auditor")
    refused = Refused("it", [*attestor.judge(replace(good, block=10**6)).objections])
    refusal = attestor.refuse(good, refused)
    assert refusal.is_signed and refusal.attestor == attestor.address
    assert not replace(refusal, attestor=panel.keys["bank"].address).is_signed
    assert not Refusal(good.digest, Account.create().address, refusal.objections, b"").is_signed
