# SPDX-License-Identifier: Apache-2.0
"""A report is used by its deal alone, as it was accepted, once, and not before it is final."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracle.stage import ATTACKER, ATTESTORS, DEAL, LONGEST_WINDOW, NOON, REPORT, WINDOW, Stage, refused, report
from tests.support.chain import Emitted

FINAL = NOON + WINDOW


@pytest.fixture
def accepted(stage: Stage) -> Stage:
    stage.accept(REPORT)
    return stage


def test_consume__window_over__used_and_told(accepted: Stage) -> None:
    accepted.chain.now = FINAL
    told = accepted.consume(REPORT).events
    assert told == (Emitted(accepted.oracle.address, "ReportConsumed", {"deal": DEAL, "period": 1}),)
    assert accepted.latest() == (1, False, 0, bytes(25))


@pytest.mark.parametrize("time", [NOON, FINAL - 1])
def test_consume__inside_the_dispute_window__refused(accepted: Stage, time: int) -> None:
    accepted.chain.now = time
    with refused(accepted, "RoyaltyOracle_ReportNotFinal", finalAt=FINAL, now_=time):
        accepted.consume(REPORT)


@pytest.mark.parametrize("time", [FINAL, FINAL + 1, FINAL + 10 * 365 * 86_400])
def test_consume__from_the_last_second_of_the_window_on__used(accepted: Stage, time: int) -> None:
    accepted.chain.now = time
    accepted.consume(REPORT)
    assert accepted.latest()[:2] == (1, False)


def test_consume__no_dispute_window__used_in_the_same_second(stage: Stage) -> None:
    stage.open([a.address for a in ATTESTORS], deal=ATTACKER, window=0)
    own = report(deal=ATTACKER)
    stage.accept(own)
    assert stage.latest(ATTACKER)[1:3] == (True, NOON)
    stage.consume(own, deal=ATTACKER)
    assert stage.latest(ATTACKER)[:2] == (1, False)


def test_consume__longest_dispute_window__kept_to_the_second(stage: Stage) -> None:
    stage.open([a.address for a in ATTESTORS], deal=ATTACKER, window=LONGEST_WINDOW)
    assert stage.oracle.read("signersOf", ATTACKER)[3] == LONGEST_WINDOW
    own = report(deal=ATTACKER)
    stage.accept(own)
    final = NOON + LONGEST_WINDOW
    for time in (NOON, final - 1):
        stage.chain.now = time
        with refused(stage, "RoyaltyOracle_ReportNotFinal", ATTACKER, finalAt=final, now_=time):
            stage.consume(own, deal=ATTACKER)
    stage.chain.now = final
    stage.consume(own, deal=ATTACKER)
    assert stage.latest(ATTACKER)[:2] == (1, False)


def test_consume__twice__refused(accepted: Stage) -> None:
    accepted.chain.now = FINAL
    accepted.consume(REPORT)
    with refused(accepted, "RoyaltyOracle_NoReportPending", deal=DEAL):
        accepted.consume(REPORT)


def test_consume__nothing_accepted__refused(stage: Stage) -> None:
    with refused(stage, "RoyaltyOracle_NoReportPending", deal=DEAL):
        stage.consume(REPORT)


def test_consume__by_a_stranger__refused(accepted: Stage) -> None:
    accepted.chain.now = FINAL
    with refused(accepted, "RoyaltyOracle_NoReportPending", deal=ATTACKER):
        accepted.consume(REPORT, deal=ATTACKER)


def test_consume__by_another_deal_with_its_own_pending__refused_and_both_kept(accepted: Stage) -> None:
    accepted.open([a.address for a in ATTESTORS], deal=ATTACKER)
    own = report(deal=ATTACKER)
    accepted.accept(own)
    accepted.chain.now = FINAL
    before = accepted.state(ATTACKER)
    with refused(accepted, "RoyaltyOracle_ReportMismatch", **_heads(accepted, own, REPORT)):
        accepted.consume(REPORT, deal=ATTACKER)
    assert accepted.state(ATTACKER) == before


@pytest.mark.parametrize(
    "change",
    [
        {"deal": ATTACKER},
        {"period": 2},
        {"epoch": 2},
        {"received": REPORT.received + 1},
        {"other_income": 0},
        {"has_target": False},
        {"reserve_target": 0},
        {"invoices": (0, 0)},
        {"invoices": (*REPORT.invoices, 0)},
        {"evidence_root": bytes(32)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_consume__one_field_other_than_accepted__refused(accepted: Stage, change: dict[str, Any]) -> None:
    accepted.chain.now = FINAL
    with refused(accepted, "RoyaltyOracle_ReportMismatch", **_heads(accepted, REPORT, report(**change))):
        accepted.consume(report(**change))


def test_consume__last_periods_report__refused(stage: Stage) -> None:
    stage.execute(REPORT)
    following = report(period=2)
    stage.accept(following)
    stage.chain.now += WINDOW
    with refused(stage, "RoyaltyOracle_ReportMismatch", **_heads(stage, following, REPORT)):
        stage.consume(REPORT)


def _heads(stage: Stage, kept: Any, given: Any) -> dict[str, Any]:
    accepted, shown = (stage.digest_of(r)[:25] for r in (kept, given))
    return {"accepted": accepted, "given": shown}
