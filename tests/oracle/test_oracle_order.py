# SPDX-License-Identifier: Apache-2.0
"""Periods rise by one, each executed before the next; figures a deal could not execute are refused at the door."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracle.stage import ATTESTORS, DEAL, REPORT, Stage, refused, report
from tests.support.roles import key_of

ADDRESSES = [a.address for a in ATTESTORS]
STRANGER = key_of("a deal nobody made").address
LIMIT = 2**96


@pytest.mark.parametrize("period", [0, 2, 3, 2**32 - 1])
def test_submit__not_the_first_period__refused(stage: Stage, period: int) -> None:
    skipping = report(period=period)
    with refused(stage, "RoyaltyOracle_PeriodOutOfOrder", expected=1, given=period):
        stage.submit(skipping, stage.sign(skipping))


def test_submit__seasoned_deal__starts_at_its_own_first_period(stage: Stage) -> None:
    seasoned = STRANGER
    stage.open(ADDRESSES, first=237, deal=seasoned)
    early = report(deal=seasoned, period=236)
    with refused(stage, "RoyaltyOracle_PeriodOutOfOrder", seasoned, expected=237, given=236):
        stage.submit(early, stage.sign(early))
    stage.accept(report(deal=seasoned, period=237))
    assert stage.latest(seasoned)[:2] == (237, True)


def test_submit__same_report_twice__refused(stage: Stage) -> None:
    stage.accept(REPORT)
    with refused(stage, "RoyaltyOracle_PreviousNotExecuted", pending=1):
        stage.accept(REPORT)


def test_submit__another_report_for_a_pending_period__refused(stage: Stage) -> None:
    stage.accept(REPORT)
    with refused(stage, "RoyaltyOracle_PreviousNotExecuted", pending=1):
        stage.accept(report(received=1))


def test_submit__next_period_while_one_is_pending__refused(stage: Stage) -> None:
    stage.accept(REPORT)
    with refused(stage, "RoyaltyOracle_PreviousNotExecuted", pending=1):
        stage.accept(report(period=2))


def test_submit__executed_report_again__refused(stage: Stage) -> None:
    stage.execute(REPORT)
    with refused(stage, "RoyaltyOracle_PeriodOutOfOrder", expected=2, given=1):
        stage.accept(REPORT)


def test_submit__period_left_out_after_an_execution__refused(stage: Stage) -> None:
    stage.execute(REPORT)
    with refused(stage, "RoyaltyOracle_PeriodOutOfOrder", expected=2, given=3):
        stage.accept(report(period=3))


def test_submit__twelve_periods__each_accepted_and_used_once(stage: Stage) -> None:
    for period in range(1, 13):
        assert stage.latest()[:2] == (period - 1, False)
        stage.execute(report(period=period))
    assert stage.latest() == (12, False, 0, bytes(25))


def test_submit__last_period_that_fits__accepted_and_none_after_it(stage: Stage) -> None:
    stage.open(ADDRESSES, first=2**24 - 1, deal=STRANGER)
    stage.accept(report(deal=STRANGER, period=2**24 - 1))
    stage.chain.now += 3_600
    stage.consume(report(deal=STRANGER, period=2**24 - 1), deal=STRANGER)
    beyond = report(deal=STRANGER, period=2**24)
    with refused(stage, "PendingReport_OutOfRange", STRANGER, period=2**24, timestamp=stage.chain.now):
        stage.accept(beyond)


@pytest.mark.parametrize("epoch", [0, 2, 2**32 - 1])
def test_submit__not_the_epoch_in_force__refused(stage: Stage, epoch: int) -> None:
    with refused(stage, "RoyaltyOracle_WrongEpoch", expected=1, given=epoch):
        stage.accept(report(epoch=epoch))


def test_submit__no_stream__refused(stage: Stage) -> None:
    with refused(stage, "RoyaltyOracle_NoStream", STRANGER, deal=STRANGER):
        stage.accept(report(deal=STRANGER))


@pytest.mark.parametrize("invoices", [(), (1,), (1, 2, 3)], ids=len)
def test_submit__wrong_number_of_invoices__refused(stage: Stage, invoices: tuple[int, ...]) -> None:
    with refused(stage, "RoyaltyOracle_InvoiceCount", expected=2, given=len(invoices)):
        stage.accept(report(invoices=invoices))


@pytest.mark.parametrize("target", [1, 2**96, 2**256 - 1])
def test_submit__target_without_its_flag__refused(stage: Stage, target: int) -> None:
    with refused(stage, "RoyaltyOracle_TargetWithoutFlag", target=target):
        stage.accept(report(has_target=False, reserve_target=target))


@pytest.mark.parametrize("field", ["received", "other_income", "reserve_target", "first invoice", "second invoice"])
@pytest.mark.parametrize("amount", [LIMIT, 2**255, 2**256 - 1], ids=["2^96", "2^255", "2^256-1"])
def test_submit__amount_too_large__refused(stage: Stage, field: str, amount: int) -> None:
    nothing = {"received": 0, "other_income": 0, "reserve_target": 0}
    with refused(stage, "RoyaltyOracle_AmountTooLarge", limit=LIMIT, given=amount):
        stage.accept(report(**nothing | _amount(field, amount)))


@pytest.mark.parametrize("field", ["received", "other_income", "reserve_target", "first invoice", "second invoice"])
def test_submit__largest_amount__accepted(stage: Stage, field: str) -> None:
    nothing = {"received": 0, "other_income": 0, "reserve_target": 0}
    stage.accept(report(**nothing | _amount(field, LIMIT - 1)))
    assert stage.latest()[:2] == (1, True)


def test_submit__received_and_other_income_too_large_together__refused(stage: Stage) -> None:
    """What the deal can't add up would block it for ever."""
    with refused(stage, "RoyaltyOracle_AmountTooLarge", limit=LIMIT, given=2 * LIMIT - 1):
        stage.accept(report(received=LIMIT - 1, other_income=1, reserve_target=0, has_target=False, invoices=(0, 0)))


def test_submit__received_and_other_income_just_fit__accepted(stage: Stage) -> None:
    stage.accept(report(received=LIMIT - 2, other_income=1))
    assert stage.latest()[:2] == (1, True)


def test_submit__nothing_received__accepted(stage: Stage) -> None:
    stage.accept(report(received=0, other_income=0, has_target=False, reserve_target=0, invoices=(0, 0)))
    assert stage.latest()[:2] == (1, True)


def test_submit__target_of_zero_with_its_flag__accepted(stage: Stage) -> None:
    accepted = stage.accept(report(has_target=True, reserve_target=0))
    assert accepted.only("ReportAccepted")["hasTarget"] is True


def _amount(field: str, amount: int) -> dict[str, Any]:
    return {
        "first invoice": {"invoices": (amount, 0)},
        "second invoice": {"invoices": (0, amount)},
    }.get(field, {field: amount, "invoices": (0, 0)})


def test_streams__two_deals__do_not_touch_each_other(stage: Stage) -> None:
    stage.open(ADDRESSES, first=7, deal=STRANGER)
    stage.execute(REPORT)
    assert stage.latest(STRANGER) == (6, False, 0, bytes(25))
    stage.accept(report(deal=STRANGER, period=7))
    assert stage.latest(DEAL) == (1, False, 0, bytes(25))
