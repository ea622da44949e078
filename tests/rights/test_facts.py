# SPDX-License-Identifier: Apache-2.0
"""From the right to the cash: what a pool tells a payment date, by hand-worked numbers."""

from __future__ import annotations

from tests.support.deal import DealContracts
from tests.support.rights import APPEAL_WON, INVALIDATED, USD, PoolSpec, RightsDesk

LABELS = ("pool-value", "rights-invalidated", "largest-right", "limits-broken")
FUNDED = 50_000 * USD


def paid_with(deal: DealContracts) -> tuple[int, ...]:
    """Execute the next date; the facts it took."""
    facts: tuple[int, ...] = deal.pay_date_without_cash(FUNDED).only("FactsTaken")["facts"]
    return facts


def test_payment_dates__right_invalidated_and_appeal_won__facts_and_triggers_follow(desk: RightsDesk) -> None:
    terms = PoolSpec(limits=(("rights-invalidated", 150_000),))
    deal, rights = desk.live(300_000 * USD, 600_000 * USD, 600_000 * USD, terms=terms)
    deal.pay_royalty(200_000 * USD)
    assert paid_with(deal) == (1_500_000 * USD, 0, 400_000, 0)
    assert deal.state().active == (False, False, True, False)

    desk.happen(rights[0], INVALIDATED, effective=20240420)
    assert paid_with(deal) == (1_200_000 * USD, 200_000, 500_000, 10**6)
    assert deal.state().active == (True, True, True, True)

    desk.happen(rights[0], APPEAL_WON, effective=20240720)
    assert paid_with(deal) == (1_500_000 * USD, 0, 400_000, 0)
    assert deal.state().active == (False, False, True, False)
