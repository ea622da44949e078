# SPDX-License-Identifier: Apache-2.0
"""Disputes through the servicing functions: bonds taken exactly, decisions, appeal, and what becomes of the bonds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from regalia.chain.dispute_stage import DisputeStage
from regalia.chain.errors import ContractRevertedError
from regalia.servicing import disputes
from regalia.servicing.disputes import REPORT
from regalia.servicing.grounds import hash_of_document, hash_of_text
from regalia.servicing.orders import EvidenceFileError, OrderError
from tests.ledger.life import DAY
from tests.servicing.reporting import BOND, EVIDENCE, REASON, WINDOW, Reporting
from tests.support.devnet import undone

pytestmark = pytest.mark.devnet


@pytest.fixture
def court(reporting: Reporting) -> Iterator[Reporting]:
    """A report was accepted just now."""
    with undone(reporting.chain):
        reporting.accept()
        yield reporting


def test_dispute__by_an_investor__exactly_the_bond_and_the_trustee_decides(court: Reporting) -> None:
    investor, before = court["senior_investor"], court.balance("senior_investor")
    assert (disputes.bond_for(court.deal, investor), disputes.dispute_of(court.deal)) == (BOND, None)
    assert disputes.final_from(court.deal) == court.latest.final_at
    disputes.dispute(court.deal, REPORT, EVIDENCE, investor)
    found = disputes.dispute_of(court.deal)
    assert found == disputes.Dispute(
        DisputeStage.WITH_TRUSTEE, court.now + 7 * DAY, investor, BOND, court.now, None, None, 0
    )
    assert found.holds_when_due == "it stands, as nobody decided"
    assert (court.balance("senior_investor"), court.allowance("senior_investor")) == (before - BOND, 0)
    assert disputes.final_from(court.deal) is None


@pytest.mark.parametrize("office", disputes.WITHOUT_BOND)
def test_dispute__by_an_officer__no_bond(court: Reporting, office: str) -> None:
    assert disputes.bond_for(court.deal, court[office]) == 0
    disputes.dispute(court.deal, REPORT, EVIDENCE, court[office])
    found = disputes.dispute_of(court.deal)
    assert found is not None and (found.disputer, found.bond) == (court[office], 0)


def test_dispute__window_over__refused_and_nothing_sent(court: Reporting) -> None:
    court.chain.warp(court.now + WINDOW)
    before = court.chain.web3.eth.block_number
    with pytest.raises(ContractRevertedError, match="OracleDisputes_WindowOver") as refusal:
        disputes.dispute(court.deal, REPORT, EVIDENCE, court["senior_investor"])
    assert "restatement" in refusal.value.hint
    assert (court.chain.web3.eth.block_number, court.allowance("senior_investor")) == (before, 0)


def test_settle__with_the_trustee__refused_with_the_stage_in_a_word(court: Reporting) -> None:
    disputes.dispute(court.deal, REPORT, EVIDENCE, court["senior_investor"])
    with pytest.raises(ContractRevertedError, match=r"OracleDisputes_WrongStage\(stage=with-trustee\)") as refusal:
        disputes.settle(court.deal, REPORT, court["outsider"])
    assert refusal.value.arguments == {"stage": 1}


def test_decide__struck_and_nobody_appeals__report_gone_and_bond_taken_back(court: Reporting) -> None:
    before, epoch = court.balance("senior_investor"), court.stream.epoch
    disputes.dispute(court.deal, REPORT, EVIDENCE, court["senior_investor"])
    disputes.decide(court.deal, REPORT, True, REASON, court["oracle-trustee"])
    assert disputes.stage_of(court.deal) == (DisputeStage.APPEALABLE, court.now + 3 * DAY)
    court.chain.warp(court.now + 3 * DAY + 1)
    found = disputes.dispute_of(court.deal)
    assert found is not None and (found.stage, found.until) == (DisputeStage.DUE, None)
    assert found.holds_when_due == "it is struck, as the trustee decided"
    disputes.settle(court.deal, REPORT, court["outsider"])
    assert not court.latest.pending
    assert court.stream.epoch == epoch + 1
    assert disputes.bonds_owed(court.deal, court["senior_investor"]) == BOND
    disputes.withdraw_bonds(court.deal, court["senior_investor"])
    assert court.balance("senior_investor") == before
    with pytest.raises(ContractRevertedError, match="OracleDisputes_NothingOwed"):
        disputes.withdraw_bonds(court.deal, court["senior_investor"])


def test_appeal__supervisor_lets_it_stand__bond_of_the_disputer_into_the_collection(court: Reporting) -> None:
    deal, (collection, _) = court.deal, court.deal.escrow.functions.cash().call()
    disputes.dispute(deal, REPORT, EVIDENCE, court["senior_investor"])
    disputes.decide(deal, REPORT, True, REASON, court["oracle-trustee"])
    disputes.appeal(deal, REPORT, EVIDENCE, court["rival"])
    found = disputes.dispute_of(deal)
    assert found is not None and (found.stage, found.until) == (DisputeStage.WITH_SUPERVISOR, court.now + 14 * DAY)
    assert (found.appellant, found.appeal_bond, court.allowance("rival")) == (court["rival"], BOND, 0)
    disputes.decide(deal, REPORT, False, REASON, court["oracle-supervisor"])
    assert disputes.dispute_of(deal) is None
    assert [disputes.bonds_owed(deal, court[who]) for who in ("senior_investor", "rival")] == [0, BOND]
    assert disputes.forfeited(deal) == BOND
    disputes.pay_forfeited(deal, court["outsider"])
    assert disputes.forfeited(deal) == 0
    assert deal.escrow.functions.cash().call()[0] == collection + BOND


def test_decide__by_the_supervisor_in_the_trustees_time__refused_and_role_named(court: Reporting) -> None:
    disputes.dispute(court.deal, REPORT, EVIDENCE, court["senior_investor"])
    with pytest.raises(ContractRevertedError) as refusal:
        disputes.decide(court.deal, REPORT, True, REASON, court["oracle-supervisor"])
    assert "oracle-trustee" in refusal.value.hint


def test_grounds__text_document_or_hash__keccak(tmp_path: Path) -> None:
    file = tmp_path / "evidence.txt"
    file.write_text("what shows the mistake")
    assert hash_of_text(" what shows the mistake\n") == hash_of_document(str(file)) == EVIDENCE
    assert hash_of_document("0x" + EVIDENCE.hex()) == EVIDENCE


def test_grounds__nothing__refused(tmp_path: Path) -> None:
    with pytest.raises(OrderError, match="is empty"):
        hash_of_text("  ")
    with pytest.raises(OrderError, match="must not be zero"):
        hash_of_document("0x" + "0" * 64)
    with pytest.raises(EvidenceFileError, match="can't be read"):
        hash_of_document(str(tmp_path / "none"))
