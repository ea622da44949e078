# SPDX-License-Identifier: Apache-2.0
"""Who is an eligible investor, until when, and who says so."""

from __future__ import annotations

import pytest

from regalia.chain.deployer import ADMIN_DELAY
from tests.support.chain import refused
from tests.support.platform import AGENT_ROLE, Platform
from tests.support.roles import actor
from tests.support.sample import START

WALLET, REGISTRAR, ADMIN = actor("pension_fund"), actor("registrar"), actor("admin")
ZERO = "0x" + "00" * 20


def verified(platform: Platform) -> bool:
    return bool(platform.registry.read("isVerified", WALLET))


def test_admit__by_the_registrar__eligible_and_known(platform: Platform) -> None:
    done = platform.registry.send("admit", WALLET, 156, 3, START + 10, by=REGISTRAR)
    assert done.only("InvestorAdmitted") == {
        "wallet": WALLET,
        "country": 156,
        "class": 3,
        "validUntil": START + 10,
        "agent": REGISTRAR,
    }
    assert verified(platform)
    assert platform.registry.read("investorAt", WALLET) == (156, 3, START + 10)


def test_wallet__never_admitted__not_eligible(platform: Platform) -> None:
    assert not verified(platform)
    assert platform.registry.read("investorAt", WALLET) == (0, 0, 0)


@pytest.mark.parametrize(("seconds", "eligible"), [(-1, True), (0, True), (1, False)])
def test_eligibility__around_its_end__until_the_last_second(platform: Platform, seconds: int, eligible: bool) -> None:
    platform.admit(WALLET, START + 100)
    platform.chain.now = START + 100 + seconds
    assert verified(platform) is eligible


def test_admit__again__replaces_what_was_known(platform: Platform) -> None:
    platform.admit(WALLET, START + 100)
    platform.registry.send("admit", WALLET, 276, 1, START + 50, by=REGISTRAR)
    assert platform.registry.read("investorAt", WALLET) == (276, 1, START + 50)


def test_admit__already_over__refused(platform: Platform) -> None:
    with refused("InvestorRegistry_AlreadyExpired", validUntil=START - 1, timestamp=START):
        platform.admit(WALLET, START - 1)


def test_admit__for_this_second_only__eligible_in_it(platform: Platform) -> None:
    platform.admit(WALLET, START)
    assert verified(platform)


def test_admit__nobody__refused(platform: Platform) -> None:
    with refused("InvestorRegistry_ZeroAddress"):
        platform.admit(ZERO)


def test_remove__admitted__no_longer_eligible(platform: Platform) -> None:
    platform.admit(WALLET)
    done = platform.remove(WALLET)
    assert done.only("InvestorRemoved") == {"wallet": WALLET, "agent": REGISTRAR}
    assert not verified(platform)


def test_remove__not_admitted__refused(platform: Platform) -> None:
    with refused("InvestorRegistry_NotAdmitted", wallet=WALLET):
        platform.remove(WALLET)


@pytest.mark.parametrize("role", ["admin", "issuer", "senior_investor", "attacker"])
def test_admit_and_remove__without_the_role__refused(platform: Platform, role: str) -> None:
    missing = {"account": actor(role), "neededRole": AGENT_ROLE}
    with refused("AccessControlUnauthorizedAccount", **missing):
        platform.registry.send("admit", WALLET, 840, 2, 2**40, by=actor(role))
    with refused("AccessControlUnauthorizedAccount", **missing):
        platform.registry.send("remove", actor("senior_investor"), by=actor(role))


def test_registrar__revoked__can_admit_no_more(platform: Platform) -> None:
    platform.registry.send("revokeRole", AGENT_ROLE, REGISTRAR, by=ADMIN)
    with refused("AccessControlUnauthorizedAccount", account=REGISTRAR, neededRole=AGENT_ROLE):
        platform.admit(WALLET)


def test_grant_role__by_the_registrar__refused(platform: Platform) -> None:
    with refused("AccessControlUnauthorizedAccount", account=REGISTRAR, neededRole=bytes(32)):
        platform.registry.send("grantRole", AGENT_ROLE, actor("attacker"), by=REGISTRAR)


@pytest.mark.parametrize(("seconds", "over"), [(0, False), (1, True)])
def test_admin__handed_over__only_after_the_delay(platform: Platform, seconds: int, over: bool) -> None:
    successor = actor("successor")
    platform.registry.send("beginDefaultAdminTransfer", successor, by=ADMIN)
    platform.chain.now = START + ADMIN_DELAY + seconds
    if over:
        platform.registry.send("acceptDefaultAdminTransfer", by=successor)
        assert platform.registry.read("defaultAdmin") == successor
    else:
        with refused("AccessControlEnforcedDefaultAdminDelay", schedule=START + ADMIN_DELAY):
            platform.registry.send("acceptDefaultAdminTransfer", by=successor)


@pytest.mark.parametrize("unknown", [0, 5, 255])
def test_admit__unknown_class__refused(platform: Platform, unknown: int) -> None:
    with refused("InvestorRegistry_UnknownClass", largest=4, given=unknown):
        platform.registry.send("admit", WALLET, 156, unknown, START + 10, by=REGISTRAR)
    assert not verified(platform)
