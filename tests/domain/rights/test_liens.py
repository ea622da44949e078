# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from regalia.domain.rights.address import ZERO
from regalia.domain.rights.refusal import RefusalValue
from regalia.domain.rights.registry import Registry
from regalia.domain.rights.words import Purpose
from tests.domain.rights.story import ONE, TODAY, a_registry, lien, lien_release, refused


def test_enter_lien__ranks__each_its_holder_and_those_ahead_counted() -> None:
    registry = a_registry()
    assert registry.enter_lien(lien(2), TODAY) == 1
    assert registry.enter_lien(lien(0, document="tax", holder="tax office"), TODAY) == 2
    assert registry.enter_lien(lien(0, document="wages", holder="workers"), TODAY) == 3
    right = registry.known(ONE)
    assert [entry.entry.holder for entry in right.liens_ahead] == ["tax office", "workers"]
    assert (right.holder_of_rank(1), right.holder_of_rank(2)) == (None, "bank")
    assert registry.documents[lien(2).document] == (ONE, Purpose.LIEN, 1)


def test_enter_lien__rank_another_has__refused_until_it_is_released() -> None:
    registry = a_registry()
    registry.enter_lien(lien(2), TODAY)
    with refused("IPRegistry_RankTaken", 2, "bank"):
        registry.enter_lien(lien(2, document="second", holder="lender"), TODAY)
    registry.release_lien(lien_release(1), TODAY)
    assert registry.enter_lien(lien(2, document="second", holder="lender"), TODAY) == 2


def test_enter_lien__first_rank_of_a_right_a_pool_holds__is_the_pools() -> None:
    registry = a_registry()
    registry.bind(ONE, "Pool", "originator")
    with refused("IPRegistry_RankTaken", 1, "pool"):
        registry.enter_lien(lien(1), TODAY)
    assert registry.enter_lien(lien(0), TODAY) == 1  # what the law puts ahead isn't kept out


@pytest.mark.parametrize(
    ("holder", "day", "name", "values"),
    [
        (ZERO, TODAY, "ZeroAddress", ("holder",)),
        ("bank", 0, "BadDay", ("lien", 0)),
        ("bank", TODAY + 1, "InFuture", ("lien", TODAY, TODAY + 1)),
    ],
)
def test_enter_lien__bad_field__refused(holder: str, day: int, name: str, values: tuple[RefusalValue, ...]) -> None:
    registry = a_registry()
    with refused(f"IPRegistry_{name}", *values):
        registry.enter_lien(lien(0, day, holder=holder), TODAY)
    assert not registry.known(ONE).liens


def test_enter_lien__seventeenth_in_force__refused_until_one_is_released() -> None:
    registry = a_registry()
    for number in range(16):
        registry.enter_lien(lien(0, document=f"tax {number}"), TODAY)
    with refused("IPRegistry_TooMany", "liens", 16, 17):
        registry.enter_lien(lien(0, document="one more"), TODAY)
    registry.release_lien(lien_release(3), TODAY)
    assert registry.enter_lien(lien(0, document="one more"), TODAY) == 17


def test_release_lien__ahead__no_longer_counted_and_its_document_kept() -> None:
    registry = a_registry()
    registry.enter_lien(lien(0), TODAY)
    registry.release_lien(lien_release(1), TODAY)
    assert not registry.known(ONE).liens_ahead
    assert registry.documents[lien_release(1).document] == (ONE, Purpose.LIEN_RELEASE, 1)


@pytest.mark.parametrize("number", [0, 2])
def test_release_lien__number_there_is_not__refused(number: int) -> None:
    registry = a_registry()
    registry.enter_lien(lien(0), TODAY)
    with refused("IPRegistry_NoLien", 1, number):
        registry.release_lien(lien_release(number), TODAY)


def test_release_lien__before_it_was_entered_in_the_future_or_twice__refused() -> None:
    registry = a_registry()
    registry.enter_lien(lien(0), TODAY)
    with refused("IPRegistry_OutOfOrder", "release", TODAY, TODAY - 1):
        registry.release_lien(lien_release(1, TODAY - 1), TODAY)
    with refused("IPRegistry_InFuture", "release", TODAY, TODAY + 1):
        registry.release_lien(lien_release(1, TODAY + 1), TODAY)
    registry.release_lien(lien_release(1), TODAY)
    with refused("IPRegistry_LienReleased", 1):
        registry.release_lien(lien_release(1), TODAY)


def test_liens__unknown_right__refused() -> None:
    with refused("IPRegistry_UnknownRight", ONE):
        Registry().enter_lien(lien(0), TODAY)
    with refused("IPRegistry_UnknownRight", ONE):
        Registry().release_lien(lien_release(1), TODAY)
