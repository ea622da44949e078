# SPDX-License-Identifier: Apache-2.0
"""What an attestor refuses whatever its statements say: another place, another turn, another day; and how it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from eth_account import Account

from regalia.oracle.refusal import Refusal, Refused, Rule
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.typed_data import SigningDomain
from tests.ledger.life import USD
from tests.oracle.judging import Papers, at, rules, told
from tests.oracle.panel import CUT_OFF, PERIOD, ROYALTIES, Panel
from tests.oracle.papers import Royalty, bookings, statement
from tests.support.roles import key_of

pytestmark = pytest.mark.devnet


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
