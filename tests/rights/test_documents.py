# SPDX-License-Identifier: Apache-2.0
"""A document hash stands for one thing for good; a newer text takes over what it stands for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak

from tests.support.chain import refused_whole
from tests.support.rights import NONE, NOTED, USD, WORLD, RightsDesk, number
from tests.support.rights_acts import APPRAISER, BUYER, ORIGINATOR, PATENT_1, PATENT_2, REGISTRAR, TODAY, TRUSTEE
from tests.support.roles import actor

ENTRY, TITLE, LIEN, LICENCE, VALUATION, EVENT, LICENCE_END, LIEN_RELEASE, BREACH = range(1, 10)
FREE = PATENT_2
"""Backs no deal; ``PATENT_1`` does. It has two liens, two licences, a valuation and two legal events."""


def meaning(right: bytes, purpose: int, of: int) -> bytes:
    return keccak(encode(["bytes32", "uint8", "uint256"], [right, purpose, of]))


@pytest.fixture
def live(desk: RightsDesk) -> RightsDesk:
    desk.good(FREE, 100 * USD)
    for _ in range(2):
        desk.lien(FREE)
        desk.licence(FREE, BUYER)
    desk.live(100 * USD)
    return desk


def enter(desk: RightsDesk, document: bytes, again: int) -> None:
    entry = (number(3 + again), 1, b"CN", TODAY, 20991231, 0, bytes(32), (ORIGINATOR,), (10**6,), document)
    desk.registry.send("enter", entry, by=REGISTRAR)


def demand(desk: RightsDesk, document: bytes, _: int) -> None:
    desk.pool.send("demandRepurchase", PATENT_1, document, by=TRUSTEE)


def by_registrar(function: str, *arguments: Any) -> Callable[[RightsDesk, bytes, int], None]:
    """Ends of liens and licences name the first, or the second ``again``."""

    def act(desk: RightsDesk, document: bytes, again: int) -> None:
        which = (1 + again, TODAY) if function in ("releaseLien", "terminateLicence") else ()
        desk.registry.send(function, FREE, *arguments, *which, document, by=REGISTRAR)

    return act


ACTS: dict[int, Callable[[RightsDesk, bytes, int], Any]] = {
    ENTRY: enter,
    TITLE: by_registrar("transferTitle", ORIGINATOR, BUYER, 1, TODAY),
    LIEN: by_registrar("enterLien", actor("bank"), 0, TODAY),
    LICENCE: by_registrar("grantLicence", (ORIGINATOR, BUYER, NONE, 0, WORLD, False, 0, TODAY, TODAY, 0, 0)),
    VALUATION: lambda d, document, _: d.registry.send(
        "value", FREE, d.money.address, 1, 1, TODAY, TODAY, document, by=APPRAISER
    ),
    EVENT: lambda d, document, again: d.report([(FREE, 3 + again, NOTED, TODAY, 0, b"", document)]),
    LICENCE_END: by_registrar("terminateLicence"),
    LIEN_RELEASE: by_registrar("releaseLien"),
    BREACH: demand,
}
NUMBERS = {ENTRY: 1, TITLE: 2, LIEN: 3, LICENCE: 3, VALUATION: 2, EVENT: 3, LICENCE_END: 1, LIEN_RELEASE: 1, BREACH: 1}
"""What the next act of that purpose is numbered."""


def stands_for(purpose: int, again: int = 0) -> bytes:
    right = {ENTRY: number(3 + again), BREACH: PATENT_1}.get(purpose, FREE)
    return meaning(right, purpose, NUMBERS[purpose] + (again if purpose != ENTRY else 0))


@pytest.mark.parametrize("first", list(ACTS))
def test_document__used_once__stands_for_that_and_is_refused_for_anything_else(live: RightsDesk, first: int) -> None:
    document = live.document()
    ACTS[first](live, document, 0)
    assert live.registry.read("meaningOf", document) == stands_for(first)
    for second, act in ACTS.items():
        again = int(second == first)
        if first == second == BREACH:
            live.pool.send("withdrawDemand", PATENT_1, by=TRUSTEE)
        with refused_whole(
            live.chain,
            "IPRegistry_DocumentMeans",
            document=document,
            meaning=stands_for(first),
            given=stands_for(second, again),
        ):
            act(live, document, again)


def test_document__nobody_used__stands_for_nothing(live: RightsDesk) -> None:
    assert live.registry.read("meaningOf", b"\7" * 32) == bytes(32)


def supersede(desk: RightsDesk, right: bytes, purpose: int, of: int, old: bytes, newer: bytes) -> Any:
    return desk.registry.send("supersedeDocument", right, purpose, of, old, newer, by=REGISTRAR)


@pytest.mark.parametrize("purpose", list(ACTS))
def test_supersede__document_of_each_purpose__newer_takes_over_and_older_keeps_its_meaning(
    live: RightsDesk, purpose: int
) -> None:
    old, newer, newest = (live.document() for _ in range(3))
    ACTS[purpose](live, old, 0)
    right = {ENTRY: number(3), BREACH: PATENT_1}.get(purpose, FREE)
    told = supersede(live, right, purpose, NUMBERS[purpose], old, newer).only("DocumentSuperseded")
    assert told == {"right": right, "document": old, "newer": newer, "by": REGISTRAR}
    supersede(live, right, purpose, NUMBERS[purpose], newer, newest)
    for document in (old, newer, newest):
        assert live.registry.read("meaningOf", document) == stands_for(purpose)


def test_supersede__something_it_does_not_stand_for__refused(live: RightsDesk) -> None:
    old, newer = live.document(), live.document()
    ACTS[LIEN](live, old, 0)
    for right, purpose, of in ((PATENT_1, LIEN, 3), (FREE, LICENCE, 3), (FREE, LIEN, 2), (FREE, 0, 0)):
        with refused_whole(
            live.chain,
            "IPRegistry_DocumentMeans",
            document=old,
            meaning=stands_for(LIEN),
            given=meaning(right, purpose, of),
        ):
            supersede(live, right, purpose, of, old, newer)


def test_supersede__unknown_document_or_none__refused(live: RightsDesk) -> None:
    for unknown in (live.document(), bytes(32)):
        with refused_whole(
            live.chain,
            "IPRegistry_DocumentMeans",
            document=unknown,
            meaning=bytes(32),
            given=meaning(FREE, LIEN, 1),
        ):
            supersede(live, FREE, LIEN, 1, unknown, live.document())


def test_supersede__by_nothing_or_by_one_that_stands_for_something__refused(live: RightsDesk) -> None:
    old, other = live.document(), live.document()
    ACTS[LIEN](live, old, 0)
    ACTS[VALUATION](live, other, 0)
    with refused_whole(live.chain, "IPRegistry_NoDocument"):
        supersede(live, FREE, LIEN, 3, old, bytes(32))
    for newer, means in ((other, stands_for(VALUATION)), (old, stands_for(LIEN))):
        with refused_whole(
            live.chain, "IPRegistry_DocumentMeans", document=newer, meaning=means, given=stands_for(LIEN)
        ):
            supersede(live, FREE, LIEN, 3, old, newer)
