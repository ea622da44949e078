# SPDX-License-Identifier: Apache-2.0
"""What is said of reports and payment dates as time goes on: due, late, missing, disputed, final, not executed; of attestors and bonds."""

from __future__ import annotations

import pytest

from regalia.ledger.stream_book import ENACT_WITHIN
from regalia.servicing import disputes, signers
from regalia.servicing.health.finding import Finding
from tests.ledger.life import DAY
from tests.oracle.panel import PERIOD
from tests.servicing.examined import FAIL, OK, WARN, examined, seen
from tests.servicing.reporting import EVIDENCE, MISSING_AFTER, MISSING_GRACE, REASON, WINDOW, Reporting
from tests.support.roles import actor

pytestmark = pytest.mark.devnet


def look(closed: Reporting) -> dict[str, Finding]:
    return examined(closed.chain.url, closed.deal.record)


def scheduled(closed: Reporting) -> int:
    return int(closed.deal.deal.functions.scheduledAt(PERIOD).call())


def test_report__by_time__well_then_due_then_late_then_missing(closed: Reporting) -> None:
    assert seen(look(closed), "reports.next") == (OK, None)
    closed.chain.warp(scheduled(closed))
    assert seen(look(closed), "reports.next") == (WARN, "propose-report")
    assert seen(look(closed), "dates.next") == (WARN, None)
    closed.chain.warp(scheduled(closed) + 10 * DAY + 1)
    assert seen(look(closed), "reports.next") == (FAIL, "propose-report")
    closed.chain.warp(scheduled(closed) + MISSING_AFTER)
    found = look(closed)
    assert (
        seen(found, "reports.next") == (FAIL, "declare-missing") and "counts as missing" in found["reports.next"].found
    )


def test_date__report_waits_then_is_final__executed_when_it_is_due(closed: Reporting) -> None:
    closed.chain.warp(max(closed.now + 1, scheduled(closed) - WINDOW))
    report = closed.accept()
    found = look(closed)
    assert seen(found, "reports.next") == (OK, None) and "waits, and is final from" in found["reports.next"].found
    closed.chain.warp(scheduled(closed) + WINDOW)
    found = look(closed)
    assert seen(found, "reports.next") == (OK, None) and "is final since" in found["reports.next"].found
    assert seen(found, "dates.next") == (WARN, "execute")
    closed.chain.warp(closed.now + 10 * DAY)
    assert seen(look(closed), "dates.next") == (FAIL, "execute")
    closed.execute(report)
    assert seen(look(closed), "dates.next") == (OK, None)


def test_dispute__until_nobody_can_decide_any_more__then_settled(closed: Reporting) -> None:
    closed.accept()
    disputes.dispute(closed.deal, disputes.REPORT, EVIDENCE, closed["senior_investor"])
    found = look(closed)
    assert seen(found, "reports.dispute") == (WARN, None) and "with the trustee until" in found["reports.dispute"].found
    closed.chain.warp(closed.now + 22 * DAY)
    found = look(closed)
    assert seen(found, "reports.dispute") == (WARN, "settle-dispute")
    assert found["reports.dispute"].given == {"number": 0}


def test_bonds__forfeited__to_be_paid_in(closed: Reporting) -> None:
    closed.accept()
    assert "reports.bonds" not in look(closed)
    disputes.dispute(closed.deal, disputes.REPORT, EVIDENCE, closed["senior_investor"])
    disputes.decide(closed.deal, disputes.REPORT, False, REASON, closed["oracle-trustee"])
    closed.chain.warp(closed.now + 3 * DAY + 1)
    disputes.settle(closed.deal, disputes.REPORT, closed["outsider"])
    found = look(closed)
    assert seen(found, "reports.bonds") == (WARN, "pay-forfeited") and "500.00 tUSD" in found["reports.bonds"].found
    disputes.pay_forfeited(closed.deal, closed["outsider"])
    assert "reports.bonds" not in look(closed)


def test_proposed__by_time__wait_then_enact_then_propose_anew(closed: Reporting) -> None:
    assert "reports.proposed" not in look(closed)
    proposed = signers.SignerSet.of(2, {actor("auditor"): 1, actor("bank"): 1})
    signers.propose(closed.deal, proposed, closed["oracle-governor"])
    assert seen(look(closed), "reports.proposed") == (OK, None)
    waits = signers.proposed(closed.deal)
    assert waits is not None
    closed.chain.warp(waits.ready_at)
    assert seen(look(closed), "reports.proposed") == (WARN, "enact-signers")
    closed.chain.warp(waits.ready_at + ENACT_WITHIN)
    assert seen(look(closed), "reports.proposed") == (WARN, "enact-signers")
    closed.chain.warp(closed.now + 1)
    found = look(closed)
    assert seen(found, "reports.proposed") == (WARN, None) and "not put in force" in found["reports.proposed"].found


def test_missing_report__declared__final_after_its_grace_and_executed(closed: Reporting) -> None:
    closed.chain.warp(scheduled(closed) + MISSING_AFTER)
    closed.life.send(closed.deal.oracle.functions.declareMissing(closed.deal.deal.address), closed["outsider"])
    assert seen(look(closed), "reports.next") == (OK, None)
    closed.chain.warp(closed.now + MISSING_GRACE)
    found = look(closed)
    assert found["dates.next"].act == "execute", found["dates.next"]


def test_restatement__disputed__by_its_number(closed: Reporting) -> None:
    closed.execute(closed.accept())
    restated = closed.restatement()
    signed = closed.signatures(restated)
    closed.life.send(closed.deal.oracle.functions.restate(restated.as_tuple(), signed), closed["outsider"])
    disputes.dispute(closed.deal, 1, EVIDENCE, closed["senior_investor"])
    closed.chain.warp(closed.now + 22 * DAY)
    found = look(closed)["reports.dispute"]
    assert (found.act, found.given) == ("settle-dispute", {"number": 1}) and "restatement 1" in found.found


def test_attestors__told_what_they_weigh(closed: Reporting) -> None:
    found = look(closed)["reports.attestors"]
    assert (found.level, found.found) == (OK, "5 attestors weigh 5, a report needs 3")


def test_examine__acts_are_tried_out__and_nothing_is_sent(closed: Reporting) -> None:
    closed.chain.warp(scheduled(closed) + MISSING_AFTER)
    before = closed.chain.web3.eth.block_number
    assert look(closed)["reports.next"].act == "declare-missing"
    assert closed.chain.web3.eth.block_number == before
