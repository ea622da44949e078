# SPDX-License-Identifier: Apache-2.0
"""Gates of a pledge that ask for a value: by whom, in what token, until when."""

from __future__ import annotations

import pytest

from tests.support.chain import refused_whole
from tests.support.deal import DealContracts
from tests.support.rights import (
    FILED,
    GRANTED,
    USD,
    RightsDesk,
)
from tests.support.rights_acts import (
    BUYER,
    ORIGINATOR,
    PATENT_1,
    PATENT_2,
    on,
    transfer,
)
from tests.support.roles import actor

Stage = tuple[RightsDesk, DealContracts]


@pytest.fixture
def stage(desk: RightsDesk) -> Stage:
    """A deal whose pool is open and empty; the originator owns a patent that passes every gate."""
    deal = desk.deal()
    desk.open(deal)
    desk.good(PATENT_1, 100 * USD)
    return desk, deal


def test_pledge__not_valued_or_in_another_token__refused(stage: Stage) -> None:
    desk, deal = stage
    desk.enter(PATENT_2)
    desk.happen(PATENT_2, FILED, GRANTED)
    for _ in range(2):
        with refused_whole(desk.chain, "RightsPool_NotValued", right=PATENT_2, token=desk.money.address):
            desk.pledge(deal, PATENT_2)
        desk.value(PATENT_2, 100 * USD, token=actor("euro token"))
    desk.value(PATENT_2, 100 * USD)
    desk.pledge(deal, PATENT_2)


def test_pledge__valuation_on_its_last_day__taken_and_stale_the_day_after(stage: Stage) -> None:
    desk, deal = stage
    desk.value(PATENT_1, 100 * USD, until=20240122)
    on(desk, 20240123)
    with refused_whole(desk.chain, "RightsPool_ValuationStale", right=PATENT_1, until=20240122, today=20240123):
        desk.pledge(deal, PATENT_1)
    desk.value(PATENT_1, 90 * USD, day=20240123, until=20240123)
    desk.pledge(deal, PATENT_1)
    assert desk.pool.read("pledgeOf", PATENT_1)["valueAtPledge"] == 90 * USD


def test_pledge__valued_by_the_originator_before_he_bought_it__refused(stage: Stage) -> None:
    desk, deal = stage
    desk.registry.send("grantRole", desk.registry.read("APPRAISER_ROLE"), ORIGINATOR, by=actor("admin"))
    desk.enter(PATENT_2, owners=(BUYER,))
    desk.happen(PATENT_2, FILED, GRANTED)
    desk.value(PATENT_2, 900 * USD, by=ORIGINATOR)
    transfer(desk, PATENT_2, BUYER, ORIGINATOR)
    with refused_whole(desk.chain, "RightsPool_ValuedByOriginator", right=PATENT_2, originator=ORIGINATOR):
        desk.pledge(deal, PATENT_2)
    desk.value(PATENT_2, 100 * USD)
    desk.pledge(deal, PATENT_2)
