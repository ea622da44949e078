# SPDX-License-Identifier: Apache-2.0
"""Events of other contracts say nothing about the deal, even when they look as if they did."""

from __future__ import annotations

from typing import Any

import pytest
from eth_typing import ChecksumAddress

from regalia.chain.events import Event, LogError
from regalia.oracle.acceptance import accepted_reports
from regalia.oracle.evidence import paid_in
from tests.oracle.stage import ATTACKER, ATTESTORS, DEAL, RELAY, REPORT

ORACLE = ESCROW = RELAY
ADDRESSES = tuple(a.address for a in ATTESTORS)
OPENED = {"deal": DEAL, "epoch": 1, "signers": ADDRESSES, "invoices": len(REPORT.invoices)}
ACCEPTED = {
    "deal": DEAL,
    "period": 1,
    "signerSet": 0b10011,
    "received": REPORT.received,
    "otherIncome": REPORT.other_income,
    "hasTarget": True,
    "reserveTarget": REPORT.reserve_target,
    "invoices": REPORT.invoices,
    "evidenceRoot": REPORT.evidence_root,
}


def event(name: str, address: ChecksumAddress, args: dict[str, Any]) -> Event:
    return Event(name, address, args, 7, "0x07", "0x08", 0, 1_718_000_000)


def test_paid_in__payments_here_and_elsewhere__only_those_here() -> None:
    events = [
        event("RoyaltyPaid", ESCROW, {"amount": 60}),
        event("RoyaltyPaid", ATTACKER, {"amount": 1_000}),
        event("IncomeClaimed", ESCROW, {"amount": 5}),
        event("RoyaltyPaid", ESCROW, {"amount": 40}),
    ]
    assert paid_in(events, ESCROW) == 100


def test_accepted_reports__opened_and_accepted__report_and_signers() -> None:
    events = [event("StreamOpened", ORACLE, OPENED), event("ReportAccepted", ORACLE, ACCEPTED)]
    (found,) = accepted_reports(events, ORACLE, DEAL)
    assert found.report == REPORT
    assert found.signers == (ADDRESSES[0], ADDRESSES[1], ADDRESSES[4])
    assert (found.accepted_at, found.block_number) == (1_718_000_000, 7)
    assert (found.block_hash, found.transaction_hash) == ("0x07", "0x08")


def test_accepted_reports__told_by_another_contract__passed_over() -> None:
    events = [event("StreamOpened", ORACLE, OPENED), event("ReportAccepted", ATTACKER, ACCEPTED)]
    assert accepted_reports(events, ORACLE, DEAL) == []


def test_accepted_reports__opened_by_another_contract__does_not_count() -> None:
    events = [event("StreamOpened", ATTACKER, OPENED), event("ReportAccepted", ORACLE, ACCEPTED)]
    with pytest.raises(LogError, match="the logs begin after the stream"):
        accepted_reports(events, ORACLE, DEAL)


def accepted_in(epoch: int) -> Event:
    return event("ReportAccepted", ORACLE, {**ACCEPTED, "received": epoch})


@pytest.mark.parametrize("voids", ["SignaturesVoided", "ReportStruck"])
def test_accepted_reports__after_an_epoch_began__told_in_it(voids: str) -> None:
    began = event(voids, ORACLE, {"deal": DEAL, "epoch": 2, "period": 1})
    (found,) = accepted_reports([event("StreamOpened", ORACLE, OPENED), began, accepted_in(2)], ORACLE, DEAL)
    assert (found.report.epoch, found.report.received) == (2, 2)


def test_accepted_reports__struck__is_not_among_them() -> None:
    struck = event("ReportStruck", ORACLE, {"deal": DEAL, "epoch": 2, "period": 1})
    events = [event("StreamOpened", ORACLE, OPENED), accepted_in(1), struck]
    assert accepted_reports(events, ORACLE, DEAL) == []
    (found,) = accepted_reports([*events, accepted_in(2)], ORACLE, DEAL)
    assert found.report.received == 2


def test_accepted_reports__other_signers__bits_are_of_the_new_set() -> None:
    changed = event("SignersChanged", ORACLE, {"deal": DEAL, "epoch": 2, "signers": ADDRESSES[::-1]})
    (found,) = accepted_reports([event("StreamOpened", ORACLE, OPENED), changed, accepted_in(2)], ORACLE, DEAL)
    assert found.signers == (ADDRESSES[4], ADDRESSES[3], ADDRESSES[0])


def test_accepted_reports__missing__an_empty_one_that_a_report_replaces() -> None:
    missing = event("ReportMissing", ORACLE, {"deal": DEAL, "epoch": 1, "period": 1})
    events = [event("StreamOpened", ORACLE, OPENED), missing]
    (empty,) = accepted_reports(events, ORACLE, DEAL)
    assert empty.missing and empty.report.claimed == 0 and empty.report.invoices == (0, 0) and not empty.signers
    (late,) = accepted_reports([*events, accepted_in(1)], ORACLE, DEAL)
    assert not late.missing and late.report.received == 1
