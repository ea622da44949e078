# SPDX-License-Identifier: Apache-2.0
"""Who buys in the block of a payment date, by the written rule: income belongs to whoever holds the unit when the date is executed.

The date is known, so a buyer just before it pays for the coupon, as in any market; what nobody can do is earn without holding, or hold
without the seller's consent.
"""

from __future__ import annotations

from tests.support import sample
from tests.support.deal import DealContracts, Report
from tests.support.roles import actor

SENIOR, JUNIOR = actor("senior_investor"), actor("junior_investor")


def ready(deal: DealContracts) -> Report:
    """The first date can be executed now; every act until then is in the same block."""
    deal.pay_royalty(100_000 * sample.USD)
    report = deal.report(100_000 * sample.USD)
    deal.reach(1)
    deal.submit(report)
    return report


def test_buyer__just_before_execution__earns_the_whole_date(live: DealContracts) -> None:
    report = ready(live)
    live.tokens[0].send("transfer", JUNIOR, 600, by=SENIOR)
    live.execute(report)
    assert live.entitlement(0, "junior_investor") == 600 * sample.SENIOR_UNIT
    assert live.entitlement(0, "senior_investor") == 0


def test_buyer__just_after_execution__earns_nothing_of_it(live: DealContracts) -> None:
    report = ready(live)
    live.execute(report)
    live.tokens[0].send("transfer", JUNIOR, 600, by=SENIOR)
    assert live.entitlement(0, "junior_investor") == 0
    assert live.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT


def test_borrower__has_the_units_only_across_somebody_else_s_claim__gains_nothing(live: DealContracts) -> None:
    report = ready(live)
    live.execute(report)
    live.tokens[0].send("transfer", JUNIOR, 600, by=SENIOR)
    live.claim(0, "mezzanine_investor")
    live.tokens[0].send("transfer", SENIOR, 600, by=JUNIOR)
    assert live.entitlement(0, "junior_investor") == 0
    assert live.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT
