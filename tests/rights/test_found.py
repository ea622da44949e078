# SPDX-License-Identifier: Apache-2.0
"""Faults found in the contracts, each as what should hold."""

from __future__ import annotations

import pytest

from tests.support.chain import RefusedError, refused
from tests.support.rights import (
    DISPUTED,
    EXTENDED,
    FILED,
    GRANTED,
    MATURITY,
    MILLION,
    SUBSISTING,
    TRADE_SECRET,
    USD,
    PoolSpec,
    RightsDesk,
    number,
)
from tests.support.rights_acts import (
    ATTACKER,
    BUYER,
    ORIGINATOR,
    OWNER,
    PATENT_1,
    TODAY,
    facts_of,
    held_under_licence,
    lying_deal,
    on,
    terminate,
    transfer,
)
from tests.support.roles import actor
from tests.support.trade_secret import secret


def test_licensee__pledges_the_owner_s_right_to_a_deal_of_his_own_making__owner_can_sell_once_the_licence_ended(
    desk: RightsDesk,
) -> None:
    """The lying deal is never concluded, so nothing frees the right: its owner can't transfer it for ever."""
    held_under_licence(desk, PATENT_1, 100 * USD, licensee=ATTACKER)
    deal = lying_deal(desk, desk.deal(), ATTACKER)
    desk.pool.send("open", deal, PoolSpec().words(), by=ATTACKER)
    desk.pool.send("pledge", deal, [PATENT_1], [1], by=ATTACKER)
    terminate(desk, PATENT_1)
    transfer(desk, PATENT_1, OWNER, BUYER)


def test_grant__exclusive_under_a_licence_that_is_not_exclusive__refused(desk: RightsDesk) -> None:
    """Else two who hold no exclusive licence grant one each, and both pass the gate."""
    desk.enter(PATENT_1, owners=(OWNER,))
    desk.licence(PATENT_1, ATTACKER, licensor=OWNER)
    with refused("IPRegistry_BeyondParent"):
        desk.licence(PATENT_1, ORIGINATOR, licensor=ATTACKER, parent=1, exclusive=True)


def test_grant__under_a_licence_that_ran_out__refused(desk: RightsDesk) -> None:
    """The parent must be in force."""
    desk.enter(PATENT_1, owners=(OWNER,))
    desk.licence(PATENT_1, ORIGINATOR, licensor=OWNER, until=20240131)
    on(desk, 20240201)
    with refused("IPRegistry_BeyondParent"):
        desk.licence(PATENT_1, BUYER, parent=1, until=20240131)


def test_dispute__the_256th_that_is_open__refused_by_name_or_counted(desk: RightsDesk) -> None:
    desk.good(PATENT_1, 100 * USD)
    for _ in range(3):
        desk.happen(PATENT_1, *[DISPUTED] * 85)
    try:
        desk.happen(PATENT_1, DISPUTED)
    except RefusedError as refusal:
        assert refusal.revert.name.startswith("IPRegistry_"), refusal.revert


def test_extended__right_without_an_end__does_not_get_one(desk: RightsDesk) -> None:
    """An extension can't shorten: zero is no end, which is later than every day."""
    right, document = secret("recipe")
    desk.enter(right, TRADE_SECRET, expiry=0, document=document)
    desk.happen(right, SUBSISTING)
    with refused("IPRegistry_OutOfOrder"):
        desk.happen(right, EXTENDED, date=20250101)
    assert facts_of(desk, right)["expiry"] == 0
