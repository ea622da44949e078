# SPDX-License-Identifier: Apache-2.0
"""Licences: who may grant one, how far it reaches, and what rests on it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.chain import refused_whole
from tests.support.rights import MILLION, NONE, WORLD, RightsDesk
from tests.support.rights_acts import BUYER, OWNER, PATENT_1, REGISTRAR, in_force
from tests.support.roles import actor

MAKER, DEALER, GROUP = actor("maker"), actor("dealer"), actor("group")


@pytest.fixture
def owned(desk: RightsDesk) -> RightsDesk:
    """The owner owns a patent of the CN office."""
    desk.enter(PATENT_1, owners=(OWNER,))
    return desk


def grant(desk: RightsDesk, licensee: str = MAKER, licensor: str = OWNER, **words: Any) -> None:
    desk.licence(PATENT_1, licensee, licensor=licensor, **words)


def test_grant__by_the_owner__told_and_read_back(owned: RightsDesk) -> None:
    done = owned.licence(PATENT_1, MAKER, 300_000, OWNER, GROUP, territory=b"DE", exclusive=True)
    told = done.only("LicenceGranted")
    words = {
        "licensor": OWNER,
        "licensee": MAKER,
        "group": GROUP,
        "parent": 0,
        "territory": b"DE",
        "exclusive": True,
        "rate": 50_000,
        "from": 20240101,
        "until": 20350101,
        "share": 300_000,
        "minimum": 0,
    }
    assert (told["number"], told["licence"]) == (1, words)
    assert owned.registry.read("licenceAt", PATENT_1, 1) == (words, False)
    assert in_force(owned, PATENT_1) == {1: 300_000}


def test_grant__without_a_group__the_licensee_is_one(owned: RightsDesk) -> None:
    grant(owned)
    assert owned.registry.read("licenceAt", PATENT_1, 1)[0]["group"] == MAKER
    assert owned.registry.read("liveLicences", PATENT_1)[0]["group"] == MAKER


def test_grant__by_an_owner_of_a_part__taken(desk: RightsDesk) -> None:
    desk.enter(PATENT_1, owners=(OWNER, BUYER), shares=(999_999, 1))
    grant(desk, licensor=BUYER)
    assert in_force(desk, PATENT_1) == {1: 0}


@pytest.mark.parametrize(("licensor", "held"), [(OWNER, 999_999), (BUYER, 1)])
def test_exclusive__by_an_owner_of_a_part__refused(desk: RightsDesk, licensor: str, held: int) -> None:
    """A co-owner alone can't shut the others out."""
    desk.enter(PATENT_1, owners=(OWNER, BUYER), shares=(999_999, 1))
    error = {"from": licensor, "held": held, "given": MILLION}
    with refused_whole(desk.chain, "IPRegistry_NotOwner", **error):
        grant(desk, licensor=licensor, exclusive=True)
    grant(desk, licensor=licensor)


BAD: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "no owner": ({"licensor": BUYER}, "IPRegistry_NotOwner", {"from": BUYER, "held": 0, "given": 1}),
    "to nobody": ({"licensee": NONE}, "IPRegistry_ZeroAddress", {"what": "licensee"}),
    "nowhere": ({"territory": b"XX"}, "IPRegistry_UnknownOffice", {"office": b"XX"}),
    "from no day": ({"start": 20240230}, "IPRegistry_BadDay", {"what": "from", "given": 20240230}),
    "until no day": ({"until": 0}, "IPRegistry_BadDay", {"what": "until", "given": 0}),
    "ends before it begins": (
        {"start": 20240102, "until": 20240101},
        "IPRegistry_OutOfOrder",
        {"what": "until", "last": 20240102, "given": 20240101},
    ),
    "of more than all": ({"share": 1_000_001}, "IPRegistry_SharesExceeded", {"most": MILLION, "given": 1_000_001}),
    "a parent there is not": ({"parent": 1}, "IPRegistry_NoLicence", {"licences": 0, "given": 1}),
}


@pytest.mark.parametrize("case", list(BAD))
def test_grant__bad__refused_by_name(owned: RightsDesk, case: str) -> None:
    changes, error, arguments = BAD[case]
    with refused_whole(owned.chain, error, **arguments):
        grant(owned, **changes)


@pytest.mark.parametrize("rate", [MILLION, MILLION + 1])
def test_grant__rate_of_sales__at_most_all_of_them(owned: RightsDesk, rate: int) -> None:
    words = (OWNER, MAKER, NONE, 0, WORLD, False, rate, 20240101, 20240101, 0, 7)
    if rate > MILLION:
        with refused_whole(owned.chain, "IPRegistry_SharesExceeded", most=MILLION, given=rate):
            owned.registry.send("grantLicence", PATENT_1, words, owned.document(), by=REGISTRAR)
    else:
        owned.registry.send("grantLicence", PATENT_1, words, owned.document(), by=REGISTRAR)
        assert owned.registry.read("licenceAt", PATENT_1, 1)[0]["minimum"] == 7


def test_grant__no_document__refused(owned: RightsDesk) -> None:
    words = (OWNER, MAKER, NONE, 0, WORLD, False, 0, 20240101, 20250101, 0, 0)
    with refused_whole(owned.chain, "IPRegistry_NoDocument"):
        owned.registry.send("grantLicence", PATENT_1, words, bytes(32), by=REGISTRAR)


def test_shares__of_all_that_were_not_terminated__at_most_a_million(owned: RightsDesk) -> None:
    grant(owned, share=600_000)
    grant(owned, share=300_000, start=20100101, until=20110101)  # over, but not terminated
    with refused_whole(owned.chain, "IPRegistry_SharesExceeded", most=MILLION, given=1_000_001):
        grant(owned, share=100_001)
    grant(owned, share=100_000)
    with refused_whole(owned.chain, "IPRegistry_SharesExceeded", most=MILLION, given=1_000_001):
        grant(owned, share=1)
    grant(owned)
    assert in_force(owned, PATENT_1) == {1: 600_000, 2: 300_000, 3: 100_000, 4: 0}


def test_grant__a_seventeenth__refused(owned: RightsDesk) -> None:
    for _ in range(16):
        grant(owned)
    with refused_whole(owned.chain, "IPRegistry_TooMany", what="licences", most=16, given=17):
        grant(owned)


OVERLAPS = [
    (b"CN", 20250101, 20260101, True),
    (WORLD, 20250101, 20260101, True),
    (b"CN", 20260101, 20270101, True),  # the last day of the one is the first of the other
    (b"CN", 20230101, 20250101, True),
    (b"CN", 20260102, 20270101, False),
    (b"CN", 20230101, 20241231, False),
    (b"US", 20250101, 20260101, False),
]


@pytest.mark.parametrize(("territory", "start", "until", "overlap"), OVERLAPS)
def test_exclusive__beside_another_of_the_same_licensor__refused_where_and_when_they_meet(
    owned: RightsDesk, territory: bytes, start: int, until: int, overlap: bool
) -> None:
    grant(owned, territory=b"CN", exclusive=True, start=20250101, until=20260101)
    words: dict[str, Any] = {"licensee": DEALER, "territory": territory, "start": start, "until": until}
    if overlap:
        with refused_whole(owned.chain, "IPRegistry_ExclusiveGranted", other=1):
            grant(owned, exclusive=True, **words)
    else:
        grant(owned, exclusive=True, **words)
    grant(owned, **words)


def test_exclusive__world_then_a_country__refused(owned: RightsDesk) -> None:
    grant(owned, exclusive=True)
    with refused_whole(owned.chain, "IPRegistry_ExclusiveGranted", other=1):
        grant(owned, DEALER, exclusive=True, territory=b"US")
