# SPDX-License-Identifier: Apache-2.0
"""What may not back a deal: each bar by name, and each lifted again."""

from __future__ import annotations

import pytest

from regalia.domain.rights.address import ZERO
from regalia.domain.rights.gates import Door, value_at_gate
from regalia.domain.rights.number import hashed
from regalia.domain.rights.registry import Registry
from regalia.domain.rights.words import PPM, Act, Kind, Status
from tests.domain.rights.story import (
    GRANTED,
    MATURITY,
    ONE,
    TODAY,
    TOKEN,
    entry,
    happen,
    in_force,
    licence,
    licence_end,
    lien,
    lien_release,
    paper,
    refused,
    transfer,
    valuation,
)

DOOR = Door("originator", TOKEN, MATURITY, TODAY)


def pass_gate(registry: Registry, number: int = 0) -> int:
    return value_at_gate(DOOR, registry.known(ONE), number)


def sound() -> Registry:
    registry = Registry()
    in_force(registry, ONE)
    return registry


def test_gate__sound_right__its_value() -> None:
    assert pass_gate(sound()) == 1_000


@pytest.mark.parametrize(
    ("act", "status"),
    [
        (Act.CHALLENGED, Status.UNDER_REVIEW),
        (Act.LAPSED, Status.LAPSED),
        (Act.SURRENDERED, Status.SURRENDERED),
        (Act.INVALIDATED, Status.INVALIDATED),
        (Act.EXPIRED, Status.EXPIRED),
    ],
)
def test_gate__not_in_force__refused_with_its_status(act: Act, status: Status) -> None:
    registry = sound()
    happen(registry, act)
    with refused("RightsPool_NotInForce", ONE, status):
        pass_gate(registry)


def test_gate__not_granted_yet__refused() -> None:
    registry = Registry()
    registry.enter(entry(), TODAY)
    with refused("RightsPool_NotInForce", ONE, Status.ENTERED):
        pass_gate(registry)
    happen(registry, Act.FILED)
    with refused("RightsPool_NotInForce", ONE, Status.PENDING):
        pass_gate(registry)


def test_gate__open_dispute__refused_until_it_is_settled() -> None:
    registry = sound()
    happen(registry, Act.TITLE_DISPUTED)
    with refused("RightsPool_TitleDisputed", ONE, 1):
        pass_gate(registry)
    happen(registry, Act.DISPUTE_SETTLED)
    assert pass_gate(registry) == 1_000


def test_gate__barred_or_listed__refused_until_it_is_lifted() -> None:
    registry = sound()
    happen(registry, Act.LISTED_NEGATIVE, Act.TRANSFER_BARRED)
    with refused("RightsPool_NotTransferable", ONE):
        pass_gate(registry)
    happen(registry, Act.TRANSFER_ALLOWED)
    with refused("RightsPool_OnNegativeList", ONE):
        pass_gate(registry)
    happen(registry, Act.DELISTED)
    assert pass_gate(registry) == 1_000


@pytest.mark.parametrize(("rank", "holder"), [(0, ZERO), (1, "bank")])
def test_gate__lien_ahead_or_first__refused_until_it_is_released(rank: int, holder: str) -> None:
    registry = sound()
    registry.enter_lien(lien(rank), TODAY)
    with refused("RightsPool_LienAhead", ONE, holder):
        pass_gate(registry)
    registry.release_lien(lien_release(1), TODAY)
    assert pass_gate(registry) == 1_000


def test_gate__lien_behind__passes() -> None:
    registry = sound()
    registry.enter_lien(lien(2), TODAY)
    assert pass_gate(registry) == 1_000


def test_gate__held_by_another_pool__refused_as_a_lien_in_the_first_rank() -> None:
    registry = sound()
    registry.bind(ONE, "other pool", "originator")
    with refused("RightsPool_LienAhead", ONE, "other pool"):
        pass_gate(registry)


@pytest.mark.parametrize(("expiry", "passes"), [(MATURITY - 1, False), (MATURITY, True)])
def test_gate__deal_that_outlives_its_right__refused(expiry: int, passes: bool) -> None:
    registry = Registry()
    registry.enter(entry(expiry=expiry), TODAY)
    happen(registry, *GRANTED)
    registry.value(valuation(), TODAY)
    if passes:
        assert pass_gate(registry) == 1_000
    else:
        with refused("RightsPool_ExpiresBefore", ONE, MATURITY, expiry):
            pass_gate(registry)


def test_gate__right_without_an_end__outlives_every_deal() -> None:
    registry, secret = Registry(), hashed(Kind.TRADE_SECRET, paper("recipe"))
    registry.enter(entry(secret, Kind.TRADE_SECRET, expiry=0, document=paper("recipe")), TODAY)
    happen(registry, Act.SUBSISTING, right=secret)
    registry.value(valuation(secret), TODAY)
    assert value_at_gate(DOOR, registry.known(secret), 0) == 1_000


def test_gate__owned_in_part_or_not_at_all__refused_with_the_share() -> None:
    registry = sound()
    registry.transfer_title(transfer("originator", "inventor", 1), TODAY)
    with refused("RightsPool_NotOwned", ONE, "originator", PPM - 1):
        pass_gate(registry)
    registry.transfer_title(transfer("originator", "inventor", PPM - 1, document="rest"), TODAY)
    with refused("RightsPool_NotOwned", ONE, "originator", 0):
        pass_gate(registry)


def licensed(**fields: object) -> Registry:
    """Owned by the inventor, licensed to the originator."""
    registry = sound()
    registry.transfer_title(transfer("originator", "inventor", PPM), TODAY)
    words = {"licensor": "inventor", "licensee": "originator", "exclusive": True} | fields
    registry.grant_licence(licence(**words), TODAY)  # type: ignore[arg-type]
    return registry


@pytest.mark.parametrize("territory", ["CN", "WO"])
def test_gate__held_under_an_exclusive_licence__passes(territory: str) -> None:
    assert pass_gate(licensed(territory=territory, until=MATURITY, since=TODAY), 1) == 1_000


@pytest.mark.parametrize(
    ("fields", "lacks"),
    [
        ({"licensee": "attacker"}, "licensee"),
        ({"exclusive": False}, "exclusive"),
        ({"territory": "US"}, "territory"),
        ({"since": TODAY + 1}, "from"),
        ({"until": MATURITY - 1}, "until"),
    ],
)
def test_gate__licence_too_narrow__refused_with_what_it_lacks(fields: dict[str, object], lacks: str) -> None:
    with refused("RightsPool_LicenceTooNarrow", ONE, 1, lacks):
        pass_gate(licensed(**fields), 1)


def test_gate__licence_terminated_or_not_there__refused() -> None:
    registry = licensed()
    registry.terminate_licence(licence_end(1), TODAY)
    with refused("RightsPool_LicenceTooNarrow", ONE, 1, "terminated"):
        pass_gate(registry, 1)
    with refused("IPRegistry_NoLicence", 1, 2):
        pass_gate(registry, 2)


def test_gate__valuation__asked_in_the_deals_token_in_force_and_by_somebody_else() -> None:
    registry = Registry()
    registry.enter(entry(owners=("inventor",)), TODAY)
    happen(registry, *GRANTED)
    registry.grant_licence(licence(licensor="inventor", licensee="originator", exclusive=True), TODAY)
    with refused("RightsPool_NotValued", ONE, TOKEN):
        pass_gate(registry, 1)
    registry.value(valuation(token="euro", document="in euro"), TODAY)
    with refused("RightsPool_NotValued", ONE, TOKEN):
        pass_gate(registry, 1)
    registry.value(valuation(until=TODAY - 1, document="old"), TODAY)
    with refused("RightsPool_ValuationStale", ONE, TODAY - 1, TODAY):
        pass_gate(registry, 1)
    registry.value(valuation(appraiser="originator", document="own"), TODAY)
    with refused("RightsPool_ValuedByOriginator", ONE, "originator"):
        pass_gate(registry, 1)
    registry.value(valuation(until=TODAY, document="good"), TODAY)
    assert pass_gate(registry, 1) == 1_000
