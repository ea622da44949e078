# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.rights.address import ZERO
from regalia.domain.rights.number import hashed, registered
from regalia.domain.rights.refusal import RefusalValue
from regalia.domain.rights.registry import Registry
from regalia.domain.rights.title import chain_holds
from regalia.domain.rights.words import PPM, Kind, Purpose, Status
from tests.domain.rights.story import ONE, TODAY, a_registry, entry, paper, refused, transfer


def test_enter__owners__first_links_of_the_chain() -> None:
    registry = Registry()
    registry.enter(entry(owners=("originator", "inventor"), shares=(900_000, 100_000)), TODAY)
    right = registry.known(ONE)
    assert right.shares == {"originator": 900_000, "inventor": 100_000}
    assert [(link.sender, link.receiver, link.share, link.day) for link in right.links] == [
        (ZERO, "originator", 900_000, TODAY),
        (ZERO, "inventor", 100_000, TODAY),
    ]
    assert right.status is Status.ENTERED
    assert registry.documents[right.entry.document] == (ONE, Purpose.ENTRY, 1)


def test_enter__owner_named_twice__has_both_shares() -> None:
    registry = Registry()
    registry.enter(entry(owners=("originator", "Originator"), shares=(1, 999_999)), TODAY)
    assert registry.known(ONE).shares == {"originator": PPM}
    assert len(registry.known(ONE).links) == 2


def test_enter__trade_secret_by_hash__entered() -> None:
    registry, secret = Registry(), hashed(Kind.TRADE_SECRET, paper("recipe"))
    registry.enter(entry(secret, Kind.TRADE_SECRET, document=paper("recipe"), expiry=0), TODAY)
    assert registry.known(secret).kind is Kind.TRADE_SECRET


def test_enter__the_same_right_twice__refused() -> None:
    registry = a_registry()
    with refused("IPRegistry_AlreadyEntered", ONE):
        registry.enter(entry(document=paper("another")), TODAY)


@pytest.mark.parametrize(
    ("fields", "name", "values"),
    [
        ({"jurisdiction": "XX"}, "UnknownOffice", (b"XX",)),
        ({"priority": 20_200_230}, "BadDay", ("priority", 20_200_230)),
        ({"priority": TODAY + 1}, "InFuture", ("priority", TODAY, TODAY + 1)),
        ({"expiry": 20_401_301}, "BadDay", ("expiry", 20_401_301)),
        ({"expiry": 20_200_229}, "ExpiryBeforePriority", (20_200_301, 20_200_229)),
        ({"renewal_due": 1}, "BadDay", ("renewal due", 1)),
        ({"shares": ()}, "WrongLength", (1, 0)),
        ({"owners": ("x",) * 17, "shares": (1,) * 17}, "TooMany", ("owners", 16, 17)),
        ({"owners": (ZERO,)}, "ZeroAddress", ("owner",)),
        ({"owners": ("a", "b"), "shares": (PPM, 0)}, "ZeroShare", ("b",)),
        ({"owners": ("a", "b"), "shares": (PPM, 1)}, "SharesNotWhole", (PPM, PPM + 1)),
        ({"shares": (PPM - 1,)}, "SharesNotWhole", (PPM, PPM - 1)),
        ({"owners": (), "shares": ()}, "SharesNotWhole", (PPM, 0)),
        ({"document": bytes(32)}, "NoDocument", ()),
    ],
)
def test_enter__bad_field__refused_by_name(
    fields: dict[str, object], name: str, values: tuple[RefusalValue, ...]
) -> None:
    registry = Registry()
    with refused(f"IPRegistry_{name}", *values):
        registry.enter(entry(**fields), TODAY)  # type: ignore[arg-type]
    assert not registry.rights
    assert not registry.documents


def test_enter__expiry_on_the_day_of_priority__taken() -> None:
    registry = Registry()
    registry.enter(entry(expiry=20_200_301), TODAY)
    assert registry.known(ONE).expiry == 20_200_301


@pytest.mark.parametrize("kind", [Kind.PATENT, Kind.UTILITY_MODEL])
def test_enter__granted_for_a_time_and_no_expiry__refused(kind: Kind) -> None:
    registry, right = Registry(), registered("CN", kind, 2020, 10_000_001)
    with refused("IPRegistry_BadDay", "expiry", 0):
        registry.enter(entry(right, kind, expiry=0), TODAY)
    assert not registry.rights


@pytest.mark.parametrize("kind", [Kind.TRADEMARK, Kind.COPYRIGHT, Kind.SOFTWARE])
def test_enter__another_kind_without_an_expiry__taken(kind: Kind) -> None:
    registry, right = Registry(), registered("CN", kind, 2020, 10_000_001)
    registry.enter(entry(right, kind, expiry=0), TODAY)
    assert registry.known(right).expiry == 0


def test_transfer_title__part__both_own() -> None:
    registry = a_registry()
    registry.transfer_title(transfer("Originator", "BUYER", 400_000), TODAY)
    right = registry.known(ONE)
    assert right.shares == {"originator": 600_000, "buyer": 400_000}
    assert registry.documents[paper("deed")] == (ONE, Purpose.TITLE, 2)
    assert chain_holds(right)


def test_transfer_title__all__former_owner_is_none() -> None:
    registry = a_registry()
    registry.transfer_title(transfer("originator", "buyer", PPM), TODAY)
    assert registry.known(ONE).shares == {"buyer": PPM}


@pytest.mark.parametrize(
    ("sender", "receiver", "share", "day", "name", "values"),
    [
        ("originator", ZERO, 1, TODAY, "ZeroAddress", ("to",)),
        ("originator", "originator", 1, TODAY, "SameOwner", ("originator",)),
        ("originator", "buyer", 0, TODAY, "ZeroShare", ("buyer",)),
        ("originator", "buyer", 1, 20_250_199, "BadDay", ("title", 20_250_199)),
        ("originator", "buyer", 1, TODAY + 1, "InFuture", ("title", TODAY, TODAY + 1)),
        ("originator", "buyer", 1, TODAY - 1, "OutOfOrder", ("title", TODAY, TODAY - 1)),
        ("attacker", "buyer", 1, TODAY, "NotOwner", ("attacker", 0, 1)),
        ("originator", "buyer", PPM + 1, TODAY, "NotOwner", ("originator", PPM, PPM + 1)),
    ],
)
def test_transfer_title__without_the_chain__refused_by_name(
    sender: str, receiver: str, share: int, day: int, name: str, values: tuple[RefusalValue, ...]
) -> None:
    registry = a_registry()
    before = registry.known(ONE)
    with refused(f"IPRegistry_{name}", *values):
        registry.transfer_title(transfer(sender, receiver, share, day), TODAY)
    assert registry.known(ONE) == before


def test_transfer_title__held_by_a_pool__refused_until_it_is_free() -> None:
    registry = a_registry()
    registry.bind(ONE, "pool", "originator")
    with refused("IPRegistry_Bound", ONE, "pool"):
        registry.transfer_title(transfer("originator", "buyer", 1), TODAY)
    registry.free(ONE, "pool")
    registry.transfer_title(transfer("originator", "buyer", 1), TODAY)
    assert registry.known(ONE).shares["buyer"] == 1


def test_transfer_title__pool_that_holds_a_licence_only__leaves_the_title_free() -> None:
    registry = a_registry()
    registry.bind(ONE, "pool", "licensee", whole=False)
    registry.transfer_title(transfer("originator", "buyer", PPM), TODAY)
    assert registry.known(ONE).shares == {"buyer": PPM}


def test_transfer_title__seventeenth_owner__refused_and_its_document_free() -> None:
    registry = a_registry()
    for number in range(15):
        registry.transfer_title(transfer("originator", f"buyer {number}", 1, document=f"deed {number}"), TODAY)
    with refused("IPRegistry_TooMany", "owners", 16, 17):
        registry.transfer_title(transfer("originator", "one more", 1), TODAY)
    assert paper("deed") not in registry.documents
    registry.transfer_title(transfer("buyer 0", "one more", 1), TODAY)  # in another's place
    assert len(registry.known(ONE).shares) == 16


def test_transfer_title__unknown_right__refused() -> None:
    with refused("IPRegistry_UnknownRight", ONE):
        Registry().transfer_title(transfer("originator", "buyer", 1), TODAY)


def test_chain_holds__link_taken_out_or_days_turned__no() -> None:
    registry = a_registry()
    registry.transfer_title(transfer("originator", "buyer", PPM), TODAY)
    registry.transfer_title(transfer("buyer", "heir", PPM, document="will"), TODAY)
    right = registry.known(ONE)
    assert chain_holds(right)
    assert not chain_holds(replace(right, links=right.links[::2]))
    assert not chain_holds(replace(right, links=(*right.links[:2], replace(right.links[2], day=TODAY - 1))))
    assert not chain_holds(replace(right, shares={"attacker": PPM}))
