# SPDX-License-Identifier: Apache-2.0
"""Rights held under a licence: it must reach as far as the deal needs, and the right counts for nothing once it is gone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.chain import refused_whole
from tests.support.deal import DealContracts
from tests.support.rights import FILED, GRANTED, MATURITY, MILLION, USD, WORLD, RightsDesk
from tests.support.rights_acts import (
    BUYER,
    ORIGINATOR,
    OWNER,
    PATENT_1,
    TODAY,
    count_of,
    held_under_licence,
    owners_of,
    terminate,
    transfer,
)
from tests.support.roles import actor

Stage = tuple[RightsDesk, DealContracts]
MAKER = actor("maker")
UNTITLED = 1 << 9


@pytest.fixture
def stage(desk: RightsDesk) -> Stage:
    """An open pool, and a patent of the owner's, in force and valued."""
    deal = desk.deal()
    desk.open(deal)
    desk.enter(PATENT_1, owners=(OWNER,))
    desk.happen(PATENT_1, FILED, GRANTED)
    desk.value(PATENT_1, 100 * USD)
    return desk, deal


def license_to(desk: RightsDesk, licensee: str = ORIGINATOR, **words: Any) -> None:
    given: dict[str, Any] = {"licensor": OWNER, "exclusive": True, "until": MATURITY} | words
    desk.licence(PATENT_1, licensee, **given)


NARROW: dict[str, tuple[str, dict[str, Any]]] = {
    "another's": ("licensee", {"licensee": MAKER}),
    "not exclusive": ("exclusive", {"exclusive": False}),
    "elsewhere": ("territory", {"territory": b"US"}),
    "not yet": ("from", {"start": 20240121}),
    "too short": ("until", {"until": MATURITY - 1}),
}


@pytest.mark.parametrize("case", list(NARROW))
def test_pledge__licence_too_narrow__refused_and_says_in_what(stage: Stage, case: str) -> None:
    desk, deal = stage
    what, words = NARROW[case]
    license_to(desk, **words)
    with refused_whole(desk.chain, "RightsPool_LicenceTooNarrow", right=PATENT_1, licence=1, what=what):
        desk.pledge(deal, PATENT_1, licence=1)


def test_pledge__licence_terminated__refused(stage: Stage) -> None:
    desk, deal = stage
    license_to(desk)
    terminate(desk, PATENT_1)
    with refused_whole(desk.chain, "RightsPool_LicenceTooNarrow", right=PATENT_1, licence=1, what="terminated"):
        desk.pledge(deal, PATENT_1, licence=1)


@pytest.mark.parametrize("given", [1, 2**16 - 1])
def test_pledge__licence_there_is_not__refused(stage: Stage, given: int) -> None:
    desk, deal = stage
    with refused_whole(desk.chain, "IPRegistry_NoLicence", licences=0, given=given):
        desk.pledge(deal, PATENT_1, licence=given)


@pytest.mark.parametrize("territory", [WORLD, b"CN"])
def test_pledge__for_the_world_or_where_the_right_is__taken_at_every_edge(stage: Stage, territory: bytes) -> None:
    desk, deal = stage
    license_to(desk, territory=territory, start=TODAY, until=MATURITY)
    desk.pledge(deal, PATENT_1, licence=1)
    assert desk.pool.read("pledgeOf", PATENT_1)["licence"] == 1
    assert count_of(desk, PATENT_1) == {
        "value": 100 * USD,
        "base": 100 * USD,
        "unlicensed": 100 * USD,
        "conditions": 0,
    }


def test_pledge__as_an_owner_what_he_only_holds__refused(stage: Stage) -> None:
    desk, deal = stage
    license_to(desk)
    with refused_whole(desk.chain, "RightsPool_NotOwned", right=PATENT_1, originator=ORIGINATOR, share=0):
        desk.pledge(deal, PATENT_1)


def test_pledge__under_a_sub_licence__taken_and_lost_with_its_parent(stage: Stage) -> None:
    desk, deal = stage
    license_to(desk, MAKER)
    license_to(desk, licensor=MAKER, parent=1)
    desk.pledge(deal, PATENT_1, licence=2)
    terminate(desk, PATENT_1, 1)
    assert count_of(desk, PATENT_1)["conditions"] == UNTITLED
    assert desk.facts(deal, "pool-value", "rights-untitled") == (0, MILLION)


def test_guangzhou__licence_in_and_back_out__its_fees_carry_the_value_until_the_licence_ends(desk: RightsDesk) -> None:
    """The owner licenses a patent to the originator, who licenses it back: the owner is the licensee who pays."""
    held_under_licence(desk, PATENT_1, 100 * USD)
    desk.licence(PATENT_1, OWNER, MILLION, parent=1, exclusive=True, until=MATURITY)
    deal = desk.deal()
    desk.open(deal)
    desk.pledge(deal, PATENT_1, licence=1)
    labels = ("pool-value", "rights-unlicensed", "largest-licensee", "rights-untitled")
    assert desk.facts(deal, *labels) == (100 * USD, 0, MILLION, 0)
    assert desk.registry.read("liveLicences", PATENT_1)[1]["licensee"] == OWNER
    terminate(desk, PATENT_1, 2)
    assert desk.facts(deal, *labels) == (100 * USD, MILLION, 0, 0)
    terminate(desk, PATENT_1, 1)
    assert desk.facts(deal, *labels) == (0, MILLION, MILLION, MILLION)


def test_title__of_a_right_pledged_on_a_licence__can_be_sold_and_the_licence_stays(stage: Stage) -> None:
    desk, deal = stage
    license_to(desk)
    desk.pledge(deal, PATENT_1, licence=1)
    transfer(desk, PATENT_1, OWNER, BUYER)
    assert owners_of(desk, PATENT_1) == {BUYER: MILLION}
    assert desk.facts(deal, "pool-value", "rights-untitled") == (100 * USD, 0)


def test_pledge__another_licence_ends__not_untitled(stage: Stage) -> None:
    desk, deal = stage
    license_to(desk, territory=b"US", licensee=MAKER)
    license_to(desk, territory=b"CN")
    desk.pledge(deal, PATENT_1, licence=2)
    terminate(desk, PATENT_1, 1)
    assert count_of(desk, PATENT_1)["conditions"] == 0
