# SPDX-License-Identifier: Apache-2.0
"""Licences granted under licences: as far as their parent reaches, and back to the owner as in Guangzhou."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.chain import refused_whole
from tests.support.rights import MILLION, WORLD, RightsDesk
from tests.support.rights_acts import BUYER, ORIGINATOR, OWNER, PATENT_1, in_force
from tests.support.roles import actor

MAKER, DEALER, GROUP = actor("maker"), actor("dealer"), actor("group")


@pytest.fixture
def owned(desk: RightsDesk) -> RightsDesk:
    """The owner owns a patent of the CN office."""
    desk.enter(PATENT_1, owners=(OWNER,))
    return desk


def grant(desk: RightsDesk, licensee: str = MAKER, licensor: str = OWNER, **words: Any) -> None:
    desk.licence(PATENT_1, licensee, licensor=licensor, **words)


def test_exclusive__under_different_parents__both_taken(owned: RightsDesk) -> None:
    grant(owned, MAKER, exclusive=True, territory=b"CN")
    grant(owned, DEALER, exclusive=True, territory=b"US")
    grant(owned, ORIGINATOR, MAKER, parent=1, exclusive=True, territory=b"CN")
    grant(owned, ORIGINATOR, DEALER, parent=2, exclusive=True, territory=b"US")
    with refused_whole(owned.chain, "IPRegistry_ExclusiveGranted", other=3):
        grant(owned, BUYER, MAKER, parent=1, exclusive=True, territory=b"CN")


@pytest.fixture
def licensed(owned: RightsDesk) -> RightsDesk:
    """The originator has an exclusive licence for China, through the year 2030."""
    grant(owned, ORIGINATOR, exclusive=True, territory=b"CN", start=20240101, until=20301231)
    return owned


def test_licence_back__as_in_guangzhou__the_owner_pays_for_what_he_owns(licensed: RightsDesk) -> None:
    grant(licensed, OWNER, ORIGINATOR, parent=1, territory=b"CN", until=20301231, share=MILLION, exclusive=True)
    assert in_force(licensed, PATENT_1) == {1: 0, 2: MILLION}
    assert licensed.registry.read("licenceAt", PATENT_1, 2)[0]["licensee"] == OWNER


BEYOND: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "by another": ({"licensor": MAKER}, "IPRegistry_NotLicensor", {"licensor": ORIGINATOR, "given": MAKER}),
    "by the owner": ({"licensor": OWNER}, "IPRegistry_NotLicensor", {"licensor": ORIGINATOR, "given": OWNER}),
    "for the world": (
        {"territory": WORLD},
        "IPRegistry_BeyondParent",
        {"what": "territory", "parent": 0x434E, "given": 0x574F},
    ),
    "elsewhere": (
        {"territory": b"US"},
        "IPRegistry_BeyondParent",
        {"what": "territory", "parent": 0x434E, "given": 0x5553},
    ),
    "earlier": (
        {"start": 20231231},
        "IPRegistry_BeyondParent",
        {"what": "from", "parent": 20240101, "given": 20231231},
    ),
    "longer": (
        {"until": 20310101},
        "IPRegistry_BeyondParent",
        {"what": "until", "parent": 20301231, "given": 20310101},
    ),
}


@pytest.mark.parametrize("case", list(BEYOND))
def test_sub_licence__beyond_its_parent__refused(licensed: RightsDesk, case: str) -> None:
    changes, error, arguments = BEYOND[case]
    words: dict[str, Any] = {"licensor": ORIGINATOR, "territory": b"CN", "until": 20301231} | changes
    with refused_whole(licensed.chain, error, **arguments):
        grant(licensed, MAKER, parent=1, **words)


def test_sub_licence__under_one_that_carries_a_share__refused(owned: RightsDesk) -> None:
    grant(owned, ORIGINATOR, share=1)
    with refused_whole(owned.chain, "IPRegistry_ParentCarriesShare", number=1, share=1):
        grant(owned, MAKER, ORIGINATOR, parent=1)


def test_sub_licence__of_a_sub_licence__as_far_as_that_one(licensed: RightsDesk) -> None:
    grant(licensed, MAKER, ORIGINATOR, parent=1, territory=b"CN", until=20291231)
    with refused_whole(licensed.chain, "IPRegistry_BeyondParent", what="until", parent=20291231, given=20301231):
        grant(licensed, DEALER, MAKER, parent=2, territory=b"CN", until=20301231)
    grant(licensed, DEALER, MAKER, parent=2, territory=b"CN", until=20291231, share=250_000)
    assert in_force(licensed, PATENT_1) == {1: 0, 2: 0, 3: 250_000}
