# SPDX-License-Identifier: Apache-2.0
"""Reports and restatements out of an exchange, restatements that wait, and reports that do not come."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.chain.errors import ContractRevertedError
from regalia.oracle.attestation import Attestation
from regalia.oracle.folder_exchange import FolderExchange
from regalia.oracle.relay import Relay
from regalia.oracle.typed_data import Signable
from regalia.servicing import disputes, missing, restating
from regalia.servicing.signed_reports import NotCompleteError, TwoCompleteError, complete
from tests.ledger.life import DAY, USD
from tests.oracle.panel import PERIOD
from tests.oracle.stage import attest
from tests.servicing.reporting import EVIDENCE, MISSING_AFTER, MISSING_GRACE, WINDOW, Reporting
from tests.support.devnet import undone

pytestmark = pytest.mark.devnet


def publish(reporting: Reporting, board: FolderExchange, report: Signable, signed: int) -> bytes:
    """A proposal, and the signatures of so many attestors beside it; its digest."""
    proposal = reporting.proposal(report)
    board.publish(proposal)
    for key in reporting.keys[:signed]:
        attestation: Attestation = attest(report, reporting.domain, key)
        board.attest(proposal.digest, attestation)
    return proposal.digest


def test_complete__three_of_five_signed__handed_in_once(closed: Reporting, tmp_path: Path) -> None:
    board, report = FolderExchange(tmp_path), closed.report()
    publish(closed, board, report, 4)
    found = complete(closed.deal, board, "report", PERIOD)
    assert (found.report, found.weight, found.threshold) == (report, 4, 3)
    relay = Relay(closed.chain.web3, closed.deal.oracle.address, closed["outsider"], closed.deal.record.block_number)
    assert [relay.submit(report, found.signatures).sent for _ in range(2)] == [True, False]
    assert (closed.latest.period, closed.latest.pending) == (PERIOD, True)


def test_complete__too_little_weight__said_how_much(closed: Reporting, tmp_path: Path) -> None:
    publish(closed, board := FolderExchange(tmp_path), closed.report(), 2)
    with pytest.raises(NotCompleteError, match="signed with a weight of 2, and 3 is needed"):
        complete(closed.deal, board, "report", PERIOD)


@pytest.mark.parametrize(("kind", "number"), [("report", PERIOD + 1), ("restatement", PERIOD)])
def test_complete__of_another_period_or_kind__none_is_proposed(
    closed: Reporting, tmp_path: Path, kind: str, number: int
) -> None:
    publish(closed, board := FolderExchange(tmp_path), closed.report(), 3)
    with pytest.raises(NotCompleteError, match=f"{number}: none is proposed for epoch 1"):
        complete(closed.deal, board, kind, number)  # type: ignore[arg-type]


def test_complete__two_that_differ__refused_unless_one_is_named(closed: Reporting, tmp_path: Path) -> None:
    board, other = FolderExchange(tmp_path), closed.report(has_target=True, reserve_target=USD)
    publish(closed, board, closed.report(), 3)
    named = publish(closed, board, other, 3)
    with pytest.raises(TwoCompleteError, match="2 that differ"):
        complete(closed.deal, board, "report", PERIOD)
    assert complete(closed.deal, board, "report", PERIOD, named).report == other


def test_restate__of_an_executed_period__waits_for_the_next_date(closed: Reporting, tmp_path: Path) -> None:
    board = FolderExchange(tmp_path)
    assert restating.waiting(closed.deal) == ()
    closed.execute(closed.accept())
    restatement = closed.restatement()
    publish(closed, board, restatement, 3)
    found = complete(closed.deal, board, "restatement", 1)
    restating.restate(closed.deal, restatement, found.signatures, closed["outsider"])
    waits = restating.Waiting(1, 0, 7 * USD, closed.now + WINDOW, struck=False)
    assert restating.waiting(closed.deal) == (waits,)
    assert disputes.final_from(closed.deal, 1) == waits.final_at
    disputes.dispute(closed.deal, 1, EVIDENCE, closed["senior_investor"])
    assert [found.final_at for found in restating.waiting(closed.deal)] == [None]


def test_restate__of_a_period_that_waits__refused_with_what_to_do(closed: Reporting) -> None:
    closed.accept()
    restatement = closed.restatement()
    with pytest.raises(ContractRevertedError, match="OracleRestatements_NotExecuted") as refusal:
        restating.restate(closed.deal, restatement, closed.signatures(restatement), closed["outsider"])
    assert "disputed" in refusal.value.hint


def test_declare_missing__from_the_day_of_the_terms_on__empty_report_stands_in(closed: Reporting) -> None:
    due = missing.next_missing(closed.deal)
    scheduled = closed.deal.deal.functions.scheduledAt(PERIOD).call()
    assert (due.period, due.missing_at) == (PERIOD, scheduled + MISSING_AFTER)
    assert due.missing_at is not None
    with undone(closed.chain):
        closed.chain.warp(due.missing_at - DAY)
        with pytest.raises(ContractRevertedError, match="RoyaltyOracle_NotMissingYet"):
            missing.declare_missing(closed.deal, closed["outsider"])
    closed.chain.warp(due.missing_at)
    missing.declare_missing(closed.deal, closed["outsider"])
    assert (closed.latest.period, closed.latest.pending) == (PERIOD, True)
    assert closed.deal.oracle.functions.isMissing(closed.deal.deal.address).call()
    assert disputes.final_from(closed.deal) == closed.now + MISSING_GRACE
    with pytest.raises(ContractRevertedError, match="OracleDisputes_NothingToDispute"):
        disputes.dispute(closed.deal, disputes.REPORT, EVIDENCE, closed["senior_investor"])
    closed.accept()
    assert not closed.deal.oracle.functions.isMissing(closed.deal.deal.address).call()
