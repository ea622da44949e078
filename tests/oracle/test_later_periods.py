# SPDX-License-Identifier: Apache-2.0
"""What earlier reports took is known by its leaves; a period that was reported wrongly is restated."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from regalia.oracle.attestation import Attestation
from regalia.oracle.documents import proposal_to_json
from regalia.oracle.proposal import Proposal
from regalia.oracle.proposing import NothingToRestateError
from regalia.oracle.quorum import Quorum
from regalia.oracle.receipt_tree import NO_RECEIPTS
from regalia.oracle.refusal import Rule
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.restatement import Restatement
from regalia.oracle.signing_record import SigningRecord
from regalia.oracle.stream import read_stream
from tests.ledger.life import USD
from tests.oracle.panel import PERIOD, ROYALTIES, Panel
from tests.oracle.papers import Folder, Royalty, bookings, statement, whole

pytestmark = pytest.mark.devnet
APRIL = int(datetime(2024, 4, 20, 12, tzinfo=UTC).timestamp())
SPRING = (Royalty("emi-mills", 2_000, 0, "EMI-2024Q1", "2024Q1", paid_on=date(2024, 4, 15)),)
LATE = Royalty("peer-songs", 30, 0, "PEER-LATE", "2023Q4", paid_on=date(2024, 4, 15))


def sign_and_submit(
    panel: Panel, proposal: Proposal, evidence: Folder, *names: str, known: tuple[Proposal, ...]
) -> None:
    """Three that hold everything."""
    given: list[Attestation] = []
    for name in names or ("servicer", "auditor", "administrator"):
        attestor = panel.attestor(name, evidence.path, known=known, clock=lambda: APRIL)
        given.append(attestor.sign(attestor.judge(proposal)))
    oracle, domain = panel.life.contract("RoyaltyOracle", panel.mandate.oracle.address), panel.mandate.domain
    signatures = Quorum.of(read_stream(panel.web3, domain.oracle, panel.deal)).encode(proposal.report, domain, given)
    is_report = isinstance(proposal.report, RoyaltyReport)
    function = oracle.functions.submit if is_report else oracle.functions.restate
    panel.life.send(function(proposal.report.as_tuple(), signatures), panel.life.anybody)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = whole(tmp_path / "all", ROYALTIES)
    made.write()
    return made


@pytest.fixture
def first(panel: Panel, folder: Folder) -> Proposal:
    """The report of 2023Q4, signed, accepted and executed; now it is April."""
    proposal = panel.propose(folder.path).proposal
    sign_and_submit(panel, proposal, folder, known=())
    panel.life.execute(proposal.report.as_tuple())
    panel.life.chain.warp(APRIL - 5 * 86_400)
    panel.pay_all((*SPRING, LATE))
    panel.life.chain.warp(APRIL)
    return proposal


def in_spring(folder: Folder, *royalties: Royalty) -> None:
    """April's bank statement and the statements of the first quarter come in."""
    path = folder.path
    (path / "statements" / "spring.csv").write_text(statement(royalties), encoding="utf-8")
    folder.targets, folder.bank_period = "{}", (date(2024, 1, 1), date(2024, 4, 19))
    folder.booked = bookings((*ROYALTIES, *royalties))
    folder.write()


def test_next_report__earlier_one_known__takes_what_is_new_and_what_came_late(
    panel: Panel, folder: Folder, first: Proposal
) -> None:
    in_spring(folder, *SPRING, LATE)
    proposed = panel.propose(folder.path, PERIOD + 1, (first,))
    report = proposed.proposal.report
    assert isinstance(report, RoyaltyReport)
    assert (report.received, report.other_income, report.invoices) == (2_030 * USD, 0, (0,))
    assert sorted(leaf.period for leaf in proposed.proposal.leaves) == [PERIOD, PERIOD + 1]
    assert proposed.proposal.open == () and proposed.notes == ()
    sign_and_submit(panel, proposed.proposal, folder, known=(first,))


def test_next_report__earlier_one_only_in_the_record__known_from_there(
    panel: Panel, folder: Folder, first: Proposal
) -> None:
    in_spring(folder, *SPRING, LATE)
    record = SigningRecord()
    record.claim(panel.keys["bank"].address, first.report, first.domain, 1, "not a proposal")
    mine = panel.attestor("auditor", folder.path, record)
    proposal = panel.propose(folder.path, PERIOD + 1, (first,)).proposal
    assert any("known leaf by leaf" in note for note in mine.judge(proposal).notes)
    other = SigningRecord()
    other.claim(mine.address, first.report, first.domain, 1, proposal_to_json(first))
    knowing = panel.attestor("auditor", folder.path, other).judge(proposal)
    assert knowing.is_good and not any("known leaf by leaf" in note for note in knowing.notes)


def test_next_report__earlier_one_unknown__the_sum_still_keeps_money_from_being_taken_twice(
    panel: Panel, folder: Folder, first: Proposal
) -> None:
    in_spring(folder, *SPRING)
    proposed = panel.propose(folder.path, PERIOD + 1)
    assert proposed.proposal.report.received == 2_000 * USD  # of the period that is known not to be taken
    assert "proposals of periods 237 are not here" in proposed.notes[-1]
    attestor = panel.attestor("auditor", folder.path)
    assert attestor.judge(proposed.proposal).is_good
    greedy = replace(first, report=first.report.model_copy(update={"period": PERIOD + 1}), block=None)
    rules = {objection.rule for objection in attestor.judge(greedy).objections}
    assert Rule.CASH not in rules  # 1,357 of the 2,030 that are left would be covered
    knowing = panel.attestor("auditor", folder.path, known=(first,)).judge(greedy)
    assert Rule.PAYMENTS in {objection.rule for objection in knowing.objections}


def test_next_report__no_documents_yet__empty_and_every_payment_open_for_its_reason(
    panel: Panel, folder: Folder, first: Proposal
) -> None:
    folder.targets, folder.bank_period = "{}", (date(2024, 1, 1), date(2024, 4, 19))
    folder.write()
    proposal = panel.propose(folder.path, PERIOD + 1, (first,)).proposal
    assert (proposal.leaves, proposal.report.received, proposal.report.evidence_root) == ((), 0, NO_RECEIPTS)
    assert sorted((p.amount, p.reason) for p in proposal.open) == [
        (30 * USD, "no-bank-line-for-payment"),
        (2_000 * USD, "no-bank-line-for-payment"),
    ]
    sign_and_submit(panel, proposal, folder, known=(first,))


def test_later_period__paid_ahead__left_for_its_own_report(panel: Panel, folder: Folder) -> None:
    ahead = Royalty("emi-mills", 60, 0, "EMI-AHEAD", "2024Q1", paid_on=date(2024, 1, 19))
    panel.pay("emi-mills", 60, "EMI-AHEAD")
    panel.life.chain.warp(APRIL)
    folder.more = "oldest_cut_off_days: 365\n"
    in_spring(folder, ahead)
    folder.targets = '{2023Q4: "10"}'
    folder.write()
    proposed = panel.propose(folder.path)
    assert proposed.proposal.report.received == 1_350 * USD
    assert [(p.amount, p.reason) for p in proposed.proposal.open] == [(60 * USD, "later-period")]
    assert len(proposed.own.later) == 1
    attestor = panel.attestor("auditor", folder.path, clock=lambda: APRIL)
    assert attestor.judge(proposed.proposal).is_good


def test_restate__late_money_of_an_executed_period__delta_signed_and_taken(
    panel: Panel, folder: Folder, first: Proposal
) -> None:
    in_spring(folder, LATE)
    proposal = panel.proposer(folder.path, (first,)).restatement(PERIOD).proposal
    restatement = proposal.report
    assert isinstance(restatement, Restatement)
    assert (restatement.number, restatement.period, restatement.received) == (1, PERIOD, 30 * USD)
    assert restatement.corrects == first.report.evidence_root
    sign_and_submit(panel, proposal, folder, known=(first,))
    with pytest.raises(NothingToRestateError):
        panel.proposer(folder.path, (first, proposal)).restatement(PERIOD)
    # what the restatement took is not taken again by the next report
    in_spring(folder, LATE, *SPRING)
    following = panel.propose(folder.path, PERIOD + 1, (first, proposal)).proposal
    assert following.report.received == 2_000 * USD


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"received": 31 * USD}, "the leaves give 1,380.00 USD, 1,350.00 USD stands, the change said is 31.00 USD"),
        ({"other_income": 1}, "other income: the leaves give 7.00 USD, 7.00 USD stands"),
        ({"corrects": b"\1" * 32}, "what stands is 0x"),
    ],
)
def test_restate__other_than_it_follows__refused(
    panel: Panel, folder: Folder, first: Proposal, change: dict[str, object], fault: str
) -> None:
    in_spring(folder, LATE)
    good = panel.proposer(folder.path, (first,)).restatement(PERIOD).proposal
    wrong = replace(good, report=good.report.model_copy(update=change))
    judgement = panel.attestor("auditor", folder.path, known=(first,)).judge(wrong)
    corrections = [o.detail for o in judgement.objections if o.rule is Rule.CORRECTION]
    assert any(fault in detail for detail in corrections)


def test_restate__credit_taken_back_since__money_goes_off_again(panel: Panel, folder: Folder, first: Proposal) -> None:
    in_spring(folder, LATE)
    path = folder.path / "bank" / "january.xml"
    text = path.read_text(encoding="utf-8")
    emi = text.index("EMI-2023Q4")
    start, end = text.rindex("<Ntry>", 0, emi), text.index("</Ntry>", emi) + len("</Ntry>")
    entry = text[start:end].replace("CRDT", "DBIT").replace("2024-01-15", "2024-04-16")
    entry = entry.replace("</CdtDbtInd>", "</CdtDbtInd><RvslInd>true</RvslInd>", 1)
    closing = 1_000 + 1_357 + 30
    text = text[:end] + entry + text[end:]
    path.write_text(text.replace(f"{closing}.00", f"{closing - 900}.00"), encoding="utf-8")
    proposal = panel.proposer(folder.path, (first,)).restatement(PERIOD).proposal
    assert proposal.report.received == (30 - 900) * USD
    assert panel.attestor("auditor", folder.path, known=(first,)).judge(proposal).is_good


def test_restate__period_not_executed__refused(panel: Panel, folder: Folder, first: Proposal) -> None:
    in_spring(folder, LATE)
    good = panel.proposer(folder.path, (first,)).restatement(PERIOD).proposal
    early = replace(good, report=good.report.model_copy(update={"period": PERIOD + 1}))
    judgement = panel.attestor("auditor", folder.path, known=(first,)).judge(early)
    details = [o.detail for o in judgement.objections if o.rule in (Rule.SEQUENCE, Rule.CORRECTION)]
    assert "period 238 is not executed, so nothing of it is restated" in details
    assert "period 238: there is no report of it that could be corrected" in details
