# SPDX-License-Identifier: Apache-2.0
"""Who may call what, of registry, legal oracle and pool: each function by everybody who may not."""

from __future__ import annotations

from typing import Any

import pytest
from eth_utils.crypto import keccak

from regalia.chain.deployer import ADMIN_DELAY
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract, functions
from tests.support.deal import DealContracts
from tests.support.rights import MILLION, NONE, USD, WORLD, PoolSpec, RightsDesk, number
from tests.support.rights_acts import (
    APPRAISER,
    BUYER,
    ORIGINATOR,
    PATENT_1,
    PATENT_2,
    REGISTRAR,
    TODAY,
    TRUSTEE,
    demand,
)
from tests.support.roles import actor

DOCUMENT, OTHER = b"\1" * 32, b"\2" * 32
ENTRY = (number(9), 1, b"CN", TODAY, 20991231, 0, bytes(32), (BUYER,), (MILLION,), DOCUMENT)
LICENCE = (ORIGINATOR, BUYER, NONE, 0, WORLD, False, 0, TODAY, TODAY, 0, 0)
ROLES = [*map(actor, ("attacker", "owner", "relay", "outsider", "senior_investor", "admin"))]
ROLES += [REGISTRAR, APPRAISER, TRUSTEE, ORIGINATOR]
REGISTRY: dict[str, tuple[str, str, tuple[Any, ...]]] = {
    "enter": ("REGISTRAR_ROLE", REGISTRAR, (ENTRY,)),
    "transferTitle": ("REGISTRAR_ROLE", REGISTRAR, (PATENT_2, ORIGINATOR, BUYER, 1, TODAY, DOCUMENT)),
    "enterLien": ("REGISTRAR_ROLE", REGISTRAR, (PATENT_2, BUYER, 0, TODAY, DOCUMENT)),
    "releaseLien": ("REGISTRAR_ROLE", REGISTRAR, (PATENT_2, 1, TODAY, DOCUMENT)),
    "grantLicence": ("REGISTRAR_ROLE", REGISTRAR, (PATENT_2, LICENCE, DOCUMENT)),
    "terminateLicence": ("REGISTRAR_ROLE", REGISTRAR, (PATENT_2, 1, TODAY, DOCUMENT)),
    "supersedeDocument": ("REGISTRAR_ROLE", REGISTRAR, (number(3), 1, 1, OTHER, DOCUMENT)),
    "value": ("APPRAISER_ROLE", APPRAISER, (PATENT_2, actor("token"), 1, 1, TODAY, TODAY, DOCUMENT)),
    "happen": ("ORACLE_ROLE", "", ([(PATENT_2, 3, 23, TODAY, 0, b"", DOCUMENT)],)),
    "bind": ("POOL_ROLE", "", (PATENT_2, True)),
}
"""Role, who has it, and a call that would be taken. Only contracts have the last two roles."""
POOL: dict[str, tuple[Any, ...]] = {"demandRepurchase": (PATENT_1, DOCUMENT), "withdrawDemand": (PATENT_1,)}
ADMINISTRATION = {
    "acceptDefaultAdminTransfer",
    "beginDefaultAdminTransfer",
    "cancelDefaultAdminTransfer",
    "changeDefaultAdminDelay",
    "grantRole",
    "renounceRole",
    "revokeRole",
    "rollbackDefaultAdminDelay",
}


@pytest.fixture
def live(desk: RightsDesk) -> tuple[RightsDesk, DealContracts]:
    """``PATENT_1`` backs a live deal; ``PATENT_2`` is free, with a lien and a licence; ``OTHER`` entered the third."""
    desk.good(PATENT_2, 100 * USD)
    desk.lien(PATENT_2)
    desk.licence(PATENT_2, BUYER)
    desk.enter(number(3), document=OTHER)
    deal, _ = desk.live(100 * USD)
    return desk, deal


def changing(name: str) -> set[str]:
    """Functions of a contract that may change something, but for those of its administration."""
    found = {f for f, entry in functions(name).items() if entry["stateMutability"] not in ("view", "pure")}
    assert found >= ADMINISTRATION
    return found - ADMINISTRATION


def test_functions__that_change_something__are_all_asked_here() -> None:
    assert changing("IPRegistry") == {*REGISTRY, "free", "fileBreach"}
    assert changing("RightsPool") == {
        *POOL,
        *("open", "pledge", "substitute", "repurchase"),  # the originator's
        *("onChange",),  # the registry's
        *("release", "settle", "letGo"),  # anybody's
    }
    assert changing("LegalOracle") == changing("ValuationOracle") == {"report", "setThreshold"}


@pytest.mark.parametrize("function", list(REGISTRY))
def test_registry__by_everybody__only_its_role(live: tuple[RightsDesk, DealContracts], function: str) -> None:
    desk, _ = live
    role, holder, arguments = REGISTRY[function]
    before = desk.chain.storage()
    for caller in ROLES:
        if caller != holder:
            with refused("AccessControlUnauthorizedAccount", account=caller, neededRole=keccak(text=role)):
                desk.registry.send(function, *arguments, by=caller)
    assert desk.chain.storage() == before
    if not holder:
        holder = actor("appointed")
        desk.registry.send("grantRole", keccak(text=role), holder, by=actor("admin"))
    assert desk.registry.send(function, *arguments, by=holder).events


@pytest.mark.parametrize(("function", "arguments"), [("free", ()), ("fileBreach", (1, DOCUMENT))])
def test_registry__free_and_breach__only_the_pool_that_holds_it(
    live: tuple[RightsDesk, DealContracts], function: str, arguments: tuple[Any, ...]
) -> None:
    """Another pool may not either."""
    desk, _ = live
    another = actor("another pool")
    desk.registry.send("grantRole", keccak(text="POOL_ROLE"), another, by=actor("admin"))
    for caller in (*ROLES, another):
        for right, pool in ((PATENT_1, desk.pool.address), (PATENT_2, NONE)):
            with refused_whole(desk.chain, "IPRegistry_NotBound", right=right, pool=pool):
                desk.registry.send(function, right, *arguments, by=caller)
    desk.registry.send("bind", PATENT_2, True, by=another)
    desk.registry.send(function, PATENT_2, *arguments, by=another)


@pytest.mark.parametrize("function", list(POOL))
def test_pool__demands__only_a_trustee(live: tuple[RightsDesk, DealContracts], function: str) -> None:
    desk, _ = live
    if function == "withdrawDemand":
        demand(desk, PATENT_1)
    role = keccak(text="TRUSTEE_ROLE")
    for caller in ROLES:
        if caller != TRUSTEE:
            with refused_whole(desk.chain, "AccessControlUnauthorizedAccount", account=caller, neededRole=role):
                desk.pool.send(function, *POOL[function], by=caller)
    assert desk.pool.send(function, *POOL[function], by=TRUSTEE).events


def test_pool__of_a_deal__only_its_originator(live: tuple[RightsDesk, DealContracts]) -> None:
    desk, deal = live
    demand(desk, PATENT_1)
    fresh = desk.deal(salt=b"\5" * 32)
    acts = (
        ("open", (fresh.deal.address, PoolSpec().words())),
        ("pledge", (deal.deal.address, [PATENT_2], [0])),
        ("substitute", (PATENT_1, PATENT_2, 0)),
        ("repurchase", (PATENT_1, 2**255)),
    )
    for function, arguments in acts:
        for caller in ROLES:
            if caller != ORIGINATOR:
                with refused_whole(desk.chain, "RightsPool_OnlyOriginator", originator=ORIGINATOR, caller=caller):
                    desk.pool.send(function, *arguments, by=caller)


def test_pool__on_change__only_the_registry(live: tuple[RightsDesk, DealContracts]) -> None:
    desk, _ = live
    registry = desk.registry.address
    for caller in (*ROLES, actor("appointed")):
        with refused_whole(desk.chain, "RightsPool_OnlyRegistry", registry=registry, caller=caller):
            desk.pool.send("onChange", PATENT_1, by=caller)


def test_oracle__threshold__only_the_administrator(desk: RightsDesk) -> None:
    for caller in (*ROLES, *(key.address for key in desk.attestors)):
        if caller != actor("admin"):
            with refused_whole(desk.chain, "AccessControlUnauthorizedAccount", account=caller, neededRole=bytes(32)):
                desk.oracle.send("setThreshold", 1, by=caller)


@pytest.mark.parametrize("name", ["registry", "pool", "oracle"])
def test_roles__granted_and_revoked__only_by_the_administrator(desk: RightsDesk, name: str) -> None:
    contract: Contract = getattr(desk, name)
    role = keccak(text={"registry": "REGISTRAR_ROLE", "pool": "TRUSTEE_ROLE", "oracle": "ATTESTOR_ROLE"}[name])
    for caller in ROLES:
        if caller != actor("admin"):
            for function in ("grantRole", "revokeRole"):
                with refused_whole(
                    desk.chain, "AccessControlUnauthorizedAccount", account=caller, neededRole=bytes(32)
                ):
                    contract.send(function, role, caller, by=caller)


@pytest.mark.parametrize("name", ["registry", "pool", "oracle"])
def test_administrator__handed_over__only_after_the_delay(desk: RightsDesk, name: str) -> None:
    contract: Contract = getattr(desk, name)
    contract.send("beginDefaultAdminTransfer", BUYER, by=actor("admin"))
    due = desk.chain.now + ADMIN_DELAY
    desk.chain.now = due
    with refused_whole(desk.chain, "AccessControlEnforcedDefaultAdminDelay", schedule=due):
        contract.send("acceptDefaultAdminTransfer", by=BUYER)
    desk.chain.now = due + 1
    contract.send("acceptDefaultAdminTransfer", by=BUYER)
    assert contract.read("defaultAdmin") == BUYER


def test_registrar__dismissed__can_act_no_more(live: tuple[RightsDesk, DealContracts]) -> None:
    desk, _ = live
    role = keccak(text="REGISTRAR_ROLE")
    desk.registry.send("revokeRole", role, REGISTRAR, by=actor("admin"))
    with refused_whole(desk.chain, "AccessControlUnauthorizedAccount", account=REGISTRAR, neededRole=role):
        desk.lien(PATENT_2)
