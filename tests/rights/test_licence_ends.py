# SPDX-License-Identifier: Apache-2.0
"""The end of a licence ends all that were granted under it, however far down, and no other."""

from __future__ import annotations

import pytest

from tests.support.chain import refused_whole
from tests.support.rights import MILLION, RightsDesk
from tests.support.rights_acts import ORIGINATOR, OWNER, PATENT_1, REGISTRAR, TODAY, in_force, terminate
from tests.support.roles import actor

MAKER, DEALER, SHOP = actor("maker"), actor("dealer"), actor("shop")


@pytest.fixture
def tree(desk: RightsDesk) -> RightsDesk:
    """1 under the owner; 2 under 1; 3 by the owner; 4 under 2; 5 under 1; 6 under 3; 7 under 4."""
    desk.enter(PATENT_1, owners=(OWNER,))
    for licensee, licensor, parent, share in (
        (ORIGINATOR, OWNER, 0, 0),
        (MAKER, ORIGINATOR, 1, 0),
        (DEALER, OWNER, 0, 0),
        (SHOP, MAKER, 2, 0),
        (SHOP, ORIGINATOR, 1, 100_000),
        (SHOP, DEALER, 3, 200_000),
        (DEALER, SHOP, 4, 300_000),
    ):
        desk.licence(PATENT_1, licensee, share, licensor, parent=parent)
    return desk


@pytest.mark.parametrize(
    ("ended", "gone"),
    [(1, {1, 2, 4, 5, 7}), (2, {2, 4, 7}), (3, {3, 6}), (4, {4, 7}), (5, {5}), (6, {6}), (7, {7})],
)
def test_terminate__one__ends_what_hangs_on_it(tree: RightsDesk, ended: int, gone: set[int]) -> None:
    told = terminate(tree, PATENT_1, ended).all("LicenceTerminated")
    assert [end["number"] for end in told] == sorted(gone)
    assert {end["day"] for end in told} == {TODAY}
    assert set(in_force(tree, PATENT_1)) == set(range(1, 8)) - gone
    for licence in range(1, 8):
        assert tree.registry.read("licenceAt", PATENT_1, licence)[1] is (licence in gone)


def test_terminate__twice_or_one_that_ended_with_its_parent__refused(tree: RightsDesk) -> None:
    terminate(tree, PATENT_1, 2)
    for licence in (2, 4, 7):
        with refused_whole(tree.chain, "IPRegistry_LicenceTerminated", number=licence):
            terminate(tree, PATENT_1, licence)


@pytest.mark.parametrize("given", [0, 8, 2**32 - 1])
def test_terminate__one_there_is_not__refused(tree: RightsDesk, given: int) -> None:
    with refused_whole(tree.chain, "IPRegistry_NoLicence", licences=7, given=given):
        terminate(tree, PATENT_1, given)


def test_terminate__day_to_come_or_none_or_without_a_document__refused(tree: RightsDesk) -> None:
    with refused_whole(tree.chain, "IPRegistry_InFuture", what="termination", today=TODAY, given=20240121):
        terminate(tree, PATENT_1, day=20240121)
    with refused_whole(tree.chain, "IPRegistry_BadDay", what="termination", given=0):
        terminate(tree, PATENT_1, day=0)
    with refused_whole(tree.chain, "IPRegistry_NoDocument"):
        tree.registry.send("terminateLicence", PATENT_1, 1, TODAY, bytes(32), by=REGISTRAR)


def test_sub_licence__under_one_that_ended__refused(tree: RightsDesk) -> None:
    terminate(tree, PATENT_1, 1)
    for licensor, parent in ((ORIGINATOR, 1), (MAKER, 2), (SHOP, 4)):
        with refused_whole(tree.chain, "IPRegistry_LicenceTerminated", number=parent):
            tree.licence(PATENT_1, actor("late"), licensor=licensor, parent=parent)


def test_terminate__frees_its_share_and_its_exclusivity(desk: RightsDesk) -> None:
    desk.enter(PATENT_1, owners=(OWNER,))
    desk.licence(PATENT_1, MAKER, MILLION, OWNER, exclusive=True)
    terminate(desk, PATENT_1)
    desk.licence(PATENT_1, DEALER, MILLION, OWNER, exclusive=True)
    assert in_force(desk, PATENT_1) == {2: MILLION}


def test_terminate__makes_room_for_another(desk: RightsDesk) -> None:
    desk.enter(PATENT_1, owners=(OWNER,))
    for _ in range(16):
        desk.licence(PATENT_1, MAKER, licensor=OWNER)
    terminate(desk, PATENT_1, 9)
    desk.licence(PATENT_1, DEALER, licensor=OWNER)
    assert set(in_force(desk, PATENT_1)) == set(range(1, 18)) - {9}
