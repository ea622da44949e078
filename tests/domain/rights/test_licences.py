# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from regalia.domain.rights.address import ZERO
from regalia.domain.rights.refusal import RefusalValue
from regalia.domain.rights.registry import Registry
from regalia.domain.rights.words import PPM, Purpose
from tests.domain.rights.story import ONE, TODAY, a_registry, entry, licence, licence_end, refused


def licence_back() -> Registry:
    """The Guangzhou structure: 1 exclusive to the originator, 2 under it back to the owner, who pays fees."""
    registry = Registry()
    registry.enter(entry(owners=("owner",)), TODAY)
    registry.grant_licence(licence(licensor="owner", licensee="originator", exclusive=True, document="in"), TODAY)
    registry.grant_licence(
        licence(licensee="owner", parent=1, exclusive=True, share=PPM, document="back", minimum=100), TODAY
    )
    return registry


def test_grant_licence__plain__numbered_and_a_group_of_its_own() -> None:
    registry = a_registry()
    assert registry.grant_licence(licence(licensee="Licensee", share=300_000), TODAY) == 1
    granted = registry.known(ONE).licences[0]
    assert (granted.words.licensee, granted.words.group) == ("licensee", "licensee")
    assert registry.documents[granted.document] == (ONE, Purpose.LICENCE, 1)


@pytest.mark.parametrize(("licensor", "held"), [("originator", PPM - 1), ("inventor", 1)])
def test_grant_licence__exclusive_by_an_owner_of_a_part__refused(licensor: str, held: int) -> None:
    registry = Registry()
    registry.enter(entry(owners=("originator", "inventor"), shares=(PPM - 1, 1)), TODAY)
    with refused("IPRegistry_NotOwner", licensor, held, PPM):
        registry.grant_licence(licence(licensor=licensor, exclusive=True), TODAY)
    assert registry.grant_licence(licence(licensor=licensor), TODAY) == 1


def test_grant_licence__all_of_the_sales_and_of_the_value__taken() -> None:
    assert a_registry().grant_licence(licence(rate=PPM, share=PPM), TODAY) == 1


def test_grant_licence__group__kept() -> None:
    registry = a_registry()
    registry.grant_licence(licence(group="Holding"), TODAY)
    assert registry.known(ONE).licences[0].words.group == "holding"


def test_grant_licence__back_to_the_owner__carries_the_value() -> None:
    right = licence_back().known(ONE)
    assert [(x.words.licensor, x.words.licensee, x.words.parent) for x in right.licences] == [
        ("owner", "originator", 0),
        ("originator", "owner", 1),
    ]


@pytest.mark.parametrize(
    ("fields", "name", "values"),
    [
        ({"licensee": ZERO}, "ZeroAddress", ("licensee",)),
        ({"territory": "XX"}, "UnknownOffice", (b"XX",)),
        ({"rate": PPM + 1}, "SharesExceeded", (PPM, PPM + 1)),
        ({"since": 20_240_230}, "BadDay", ("from", 20_240_230)),
        ({"until": 0}, "BadDay", ("until", 0)),
        ({"until": 20_231_231}, "OutOfOrder", ("until", 20_240_101, 20_231_231)),
        ({"licensor": "attacker"}, "NotOwner", ("attacker", 0, 1)),
        ({"parent": 1}, "NoLicence", (0, 1)),
        ({"share": PPM + 1}, "SharesExceeded", (PPM, PPM + 1)),
    ],
)
def test_grant_licence__bad_field__refused(
    fields: dict[str, object], name: str, values: tuple[RefusalValue, ...]
) -> None:
    registry = a_registry()
    with refused(f"IPRegistry_{name}", *values):
        registry.grant_licence(licence(**fields), TODAY)  # type: ignore[arg-type]
    assert not registry.known(ONE).licences


@pytest.mark.parametrize(
    ("fields", "name", "values"),
    [
        ({"licensor": "attacker"}, "NotLicensor", ("originator", "attacker")),
        ({"territory": "US"}, "BeyondParent", ("territory", 0x434E, 0x5553)),
        ({"territory": "WO"}, "BeyondParent", ("territory", 0x434E, 0x574F)),
        ({"since": 20_231_231}, "BeyondParent", ("from", 20_240_101, 20_231_231)),
        ({"until": 20_360_101}, "BeyondParent", ("until", 20_351_231, 20_360_101)),
        ({"exclusive": True}, "ExclusiveGranted", (2,)),
        ({"share": 1}, "SharesExceeded", (PPM, PPM + 1)),
    ],
)
def test_grant_licence__beyond_the_one_it_hangs_on__refused(
    fields: dict[str, object], name: str, values: tuple[RefusalValue, ...]
) -> None:
    registry = licence_back()
    with refused(f"IPRegistry_{name}", *values):
        registry.grant_licence(licence(document="third", **({"parent": 1} | fields)), TODAY)  # type: ignore[arg-type]


def test_grant_licence__under_one_that_carries_value_itself__refused() -> None:
    registry = licence_back()
    with refused("IPRegistry_ParentCarriesShare", 2, PPM):
        registry.grant_licence(licence(licensor="owner", parent=2, document="third"), TODAY)


def test_grant_licence__exclusive_under_one_that_is_not__refused() -> None:
    registry = a_registry()
    registry.grant_licence(licence(), TODAY)
    under = licence(licensor="licensee", parent=1, exclusive=True, document="second")
    with refused("IPRegistry_BeyondParent", "exclusive", 0, 1):
        registry.grant_licence(under, TODAY)


def test_grant_licence__under_one_whose_last_day_is_over__refused() -> None:
    registry = a_registry()
    registry.grant_licence(licence(until=TODAY), TODAY)
    under = licence(licensor="licensee", parent=1, until=TODAY, document="second")
    with refused("IPRegistry_BeyondParent", "today", TODAY, TODAY + 1):
        registry.grant_licence(under, TODAY + 1)
    assert registry.grant_licence(under, TODAY) == 2


def test_grant_licence__under_one_for_all_the_world__any_territory() -> None:
    registry = a_registry()
    registry.grant_licence(licence(territory="WO"), TODAY)
    assert registry.grant_licence(licence(licensor="licensee", parent=1, territory="US", document="us"), TODAY) == 2


@pytest.mark.parametrize(
    ("territory", "since", "exclusive", "collides"),
    [
        ("CN", 20_351_231, True, True),
        ("CN", 20_360_101, True, False),
        ("WO", 20_351_231, True, True),
        ("US", 20_240_101, True, False),
        ("CN", 20_240_101, False, False),
    ],
)
def test_grant_licence__second_exclusive__only_elsewhere_or_at_another_time(
    territory: str, since: int, exclusive: bool, collides: bool
) -> None:
    registry = a_registry()
    registry.grant_licence(licence(exclusive=True), TODAY)
    second = licence(
        licensee="second", territory=territory, since=since, until=20_391_231, exclusive=exclusive, document="second"
    )
    if collides:
        with refused("IPRegistry_ExclusiveGranted", 1):
            registry.grant_licence(second, TODAY)
    else:
        assert registry.grant_licence(second, TODAY) == 2


def test_grant_licence__shares_of_those_that_ran_out__still_count() -> None:
    registry = a_registry()
    registry.grant_licence(licence(since=20_200_101, until=20_201_231, share=600_000), TODAY)
    with refused("IPRegistry_SharesExceeded", PPM, 1_000_001):
        registry.grant_licence(licence(share=400_001, document="second"), TODAY)
    registry.terminate_licence(licence_end(1), TODAY)
    assert registry.grant_licence(licence(share=400_001, document="second"), TODAY) == 2


def test_grant_licence__seventeenth__refused_until_one_is_terminated() -> None:
    registry = a_registry()
    for number in range(16):
        registry.grant_licence(licence(document=f"licence {number}"), TODAY)
    with refused("IPRegistry_TooMany", "licences", 16, 17):
        registry.grant_licence(licence(document="one more"), TODAY)
    registry.terminate_licence(licence_end(7), TODAY)
    assert registry.grant_licence(licence(document="one more"), TODAY) == 17


def test_terminate_licence__with_others_under_it__all_of_them_end() -> None:
    registry = a_registry()
    registry.grant_licence(licence(territory="WO", document="first"), TODAY)
    registry.grant_licence(licence(licensor="licensee", licensee="under", parent=1, document="second"), TODAY)
    registry.grant_licence(licence(document="beside"), TODAY)
    registry.grant_licence(licence(licensor="under", licensee="far under", parent=2, document="fourth"), TODAY)
    registry.terminate_licence(licence_end(1), TODAY)
    right = registry.known(ONE)
    assert [granted.number for granted in right.live_licences] == [3]
    assert {granted.end.document for granted in right.licences if granted.end} == {licence_end(1).document}
    with refused("IPRegistry_LicenceTerminated", 4):
        registry.terminate_licence(licence_end(4), TODAY)
    with refused("IPRegistry_LicenceTerminated", 1):
        registry.grant_licence(licence(licensor="licensee", parent=1, document="late"), TODAY)


def test_terminate_licence__number_or_day_wrong__refused() -> None:
    registry = licence_back()
    for number in (0, 3):
        with refused("IPRegistry_NoLicence", 2, number):
            registry.terminate_licence(licence_end(number), TODAY)
    with refused("IPRegistry_InFuture", "termination", TODAY, TODAY + 1):
        registry.terminate_licence(licence_end(1, day=TODAY + 1), TODAY)
    with refused("IPRegistry_BadDay", "termination", 7):
        registry.terminate_licence(licence_end(1, day=7), TODAY)
    assert len(registry.known(ONE).live_licences) == 2


def test_licences__unknown_right__refused() -> None:
    with refused("IPRegistry_UnknownRight", ONE):
        Registry().grant_licence(licence(), TODAY)
    with refused("IPRegistry_UnknownRight", ONE):
        Registry().terminate_licence(licence_end(), TODAY)
