# SPDX-License-Identifier: Apache-2.0
"""References that differ in punctuation only: what each attestor makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from eth_utils.crypto import keccak

from regalia.oracle.proposal import OpenPayment
from regalia.oracle.refusal import Rule
from tests.ledger.life import USD
from tests.oracle.judging import Papers, at, remade, told
from tests.oracle.panel import CUT_OFF, NAMES, ROYALTIES, Panel, folders
from tests.oracle.papers import Royalty, bookings

pytestmark = pytest.mark.devnet
ALIKE = (Royalty("emi-mills", 30, 0, "REF-1-11"), Royalty("peer-songs", 30, 0, "REF-11-1"))


def arrived(panel: Panel, path: Path, royalties: Sequence[Royalty], under: Sequence[str]) -> Papers:
    """Told, booked and passed on beside the others, the last under these references."""
    for royalty, reference in zip(royalties, under, strict=True):
        panel.pay(royalty.licence, royalty.net, reference)
    panel.life.chain.warp(CUT_OFF + 3_600)  # time for blocks that were mined since
    papers = folders(path, (*ROYALTIES, *royalties))
    for folder in papers.values():
        folder.write()
    return papers


def test_judge__two_references_alike_but_for_hyphens__each_its_own_and_signed_by_all(
    panel: Panel, tmp_path: Path
) -> None:
    papers = arrived(panel, tmp_path, ALIKE, [royalty.reference for royalty in ALIKE])
    proposal = panel.propose(papers["servicer"].path).proposal
    assert proposal.report.received == 1_410 * USD and proposal.open == ()
    for name in NAMES:
        judgement = at(panel, papers, name).judge(proposal)
        assert judgement.is_good, (name, judgement.objections)


def test_judge__only_the_other_of_the_two_was_booked__the_bank_bears_it_out(panel: Panel, tmp_path: Path) -> None:
    papers = arrived(panel, tmp_path, ALIKE, [royalty.reference for royalty in ALIKE])
    for folder in papers.values():
        folder.booked = bookings((*ROYALTIES, ALIKE[1]))
        folder.write()
    proposal = panel.propose(papers["servicer"].path).proposal
    mills = OpenPayment(keccak(text="emi-mills"), keccak(text="REF-1-11"), 30 * USD, "no-bank-line")
    assert [replace(payment, reason="no-bank-line") for payment in proposal.open] == [mills]
    said = replace(proposal, open=(mills,), texts=(*proposal.texts, "REF-1-11"))
    for each in (proposal, said):
        judgement = at(panel, papers, "bank").judge(each)
        assert judgement.is_good, judgement.objections


def test_judge__paid_under_two_spellings_of_what_the_statements_call_one__signed_by_all(
    panel: Panel, tmp_path: Path
) -> None:
    """The bank knows references from payments alone, and would take these for two."""
    royalties = [Royalty("emi-mills", 30, 0, "PAY-77"), Royalty("emi-mills", 12, 0, "PAY-77", period="2023Q3")]
    papers = arrived(panel, tmp_path, royalties, ["PAY-77", "PAY77"])
    proposal = panel.propose(papers["servicer"].path).proposal
    assert proposal.report.received == 1_392 * USD
    for name in NAMES:
        judgement = at(panel, papers, name).judge(proposal)
        assert judgement.is_good, (name, judgement.objections)


def test_judge__money_of_the_other_of_the_two__refused_by_who_holds_both_documents(
    panel: Panel, tmp_path: Path
) -> None:
    """Only REF-11-1 was booked, and the proposal has the same money for REF-1-11."""
    papers = arrived(panel, tmp_path, ALIKE, [royalty.reference for royalty in ALIKE])
    good = panel.propose(papers["servicer"].path).proposal
    papers["auditor"].booked = bookings((*ROYALTIES, ALIKE[1]))
    papers["auditor"].write()
    peer = next(leaf for leaf in good.leaves if leaf.reference == keccak(text="REF-11-1"))
    lying = remade(good, panel, lambda leaves: [leaf for leaf in leaves if leaf != peer])
    lying = replace(lying, open=(OpenPayment(peer.licence, peer.reference, peer.amount, "ambiguous"),))
    text = told(at(panel, papers, "auditor").judge(lying), Rule.STATEMENTS)
    assert "reference 'REF-1-11', 30.00 USD: is proposed, and nothing in the own documents gives it" in text
    assert "reference 'REF-11-1', 30.00 USD: the own documents give it, and it is not proposed" in text
