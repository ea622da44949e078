# SPDX-License-Identifier: Apache-2.0
"""Row O12: no report of another period, none before its date or after its time, none of more than there can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.failures.oracle_stage import undone_court
from tests.oracle.court import RECEIVED, WINDOW, Court
from tests.support import sample
from tests.support.chain import RefusedError, refused
from tests.support.platform import DealSpec
from tests.support.roles import actor

MISSING_AFTER = 30


@pytest.fixture
def court() -> Iterator[Court]:
    yield from undone_court()


def test_o12__report_of_any_period_but_the_next__refused(court: Court) -> None:
    court.pay_date()
    court.pay_date()
    following = court.deal.deal.read("nextPeriod")
    for period in (0, *range(1, 10), 2**24, 2**32 - 1):
        if period != following:
            with court.refuses("RoyaltyOracle_PeriodOutOfOrder", expected=following, given=period):
                court.submit(court.report(period=period))
    court.submit(court.report(period=following))


def test_o12__report_in_time_but_date_still_to_come__waits_for_it(court: Court) -> None:
    court.pay_date()
    given = court.accept()
    due = court.deal.deal.read("scheduledAt", given.period)
    for second in (due - 1, due):
        court.chain.now = second
        if second < due:
            with court.refuses("Deal_BeforeScheduledDate", scheduled=due, timestamp=second):
                court.execute(given)
        else:
            court.execute(given)


@pytest.mark.parametrize("after", [-1, 0, 1])
def test_o12__report_that_was_missing__taken_until_the_second_before_the_empty_one_is_final(after: int) -> None:
    court = Court(missing_after_days=MISSING_AFTER)
    court.chain.now = court.deal.deal.read("scheduledAt", 1) + MISSING_AFTER * sample.DAY
    court.oracle.send("declareMissing", court.address, by=actor("outsider"))
    final = court.latest[2]
    assert final == court.chain.now + court.oracle.read("MISSING_GRACE")
    court.chain.now = final + after
    if after < 0:
        court.submit(court.report())
    else:
        with court.refuses("RoyaltyOracle_PreviousNotExecuted", pending=1):
            court.submit(court.report())


def test_o12__amounts_around_the_limit__the_largest_is_taken_and_one_more_refused() -> None:
    most, spec = 2**96 - 1, DealSpec(dispute_window=0)
    court = Court(spec=spec, allocation=sample.ALLOCATION)
    usual = court.report(0)
    shapes: list[dict[str, Any]] = [
        {"received": most},
        {"other_income": most},
        {"has_target": True, "target": most},
        {"invoices": (most,) * len(usual.invoices)},
        {"received": most - 5, "other_income": 5},
    ]
    for shape in shapes:
        with court.chain.undone():
            court.submit(replace(usual, **shape))
        for field, value in shape.items():
            if field == "has_target":
                continue
            more = tuple(each + 1 for each in value) if isinstance(value, tuple) else value + 1
            with pytest.raises(RefusedError, match="RoyaltyOracle_AmountTooLarge"):
                court.submit(replace(usual, **{**shape, field: more}))
    with refused("RoyaltyOracle_AmountTooLarge"):
        court.submit(replace(usual, received=2**256 - 1, other_income=1))


def test_o12__more_reported_than_was_ever_paid__pays_no_more_than_there_is(court: Court) -> None:
    court.deal.pay_royalty(RECEIVED)
    given = court.accept(2**96 - 1)
    court.chain.now += WINDOW
    executed = court.execute(given)
    assert executed.only("PaymentDateExecuted")["available"] == RECEIVED
    assert court.deal.held() == RECEIVED == court.deal.entitlement(0, "senior_investor") < given.received
