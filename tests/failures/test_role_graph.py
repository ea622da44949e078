# SPDX-License-Identifier: Apache-2.0
"""Row P13: for each role of each contract who can grant it, revoke it and hold it; and an administrator who is replaced in two steps."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

import pytest
from eth_utils.crypto import keccak

from regalia.chain.deployer import ADMIN_DELAY
from tests.failures import signed_words
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract, functions
from tests.support.platform import OFFICERS, ORACLE_OFFICERS, SUPERVISORS, Platform
from tests.support.powers import ORDER
from tests.support.rights import RightsDesk
from tests.support.roles import actor

ADMIN, NEWCOMER = actor("admin"), actor("newcomer")
ADMINISTER = bytes(32)
ROLES = {
    name: sorted(each for each in functions(name) if each.endswith("_ROLE") and each != "DEFAULT_ADMIN_ROLE")
    for name in signed_words.deployed_names()
    if "grantRole" in functions(name)
}
"""Every contract that has roles, by its interface."""
EVERY = [(name, role) for name, roles in ROLES.items() for role in roles]
EVERYBODY = (
    *OFFICERS.values(),
    *SUPERVISORS.values(),
    *ORACLE_OFFICERS.values(),
    "registrar",
    "outsider",
    "holder of the role",
)


@functools.cache
def _contracts() -> Mapping[str, Contract]:
    platform = Platform()
    desk = RightsDesk(platform, platform.money())
    standing = (
        platform.oracle,
        platform.registry,
        platform.agent,
        platform.supervisor,
        desk.registry,
        desk.oracle,
        desk.pool,
    )
    found = {each.name: each for each in standing}
    rest = (desk.registry.address, ADMIN, ADMIN_DELAY, 1)
    found["ValuationOracle"] = Contract.deploy(platform.chain, "ValuationOracle", *rest, by=ADMIN)
    return found


def contract(name: str) -> Contract:
    return _contracts()[name]


def test_p13__contracts_with_roles__are_all_tried_here_and_have_the_rules_of_two_steps() -> None:
    assert set(_contracts()) == set(ROLES)
    for name in ROLES:
        assert {"beginDefaultAdminTransfer", "acceptDefaultAdminTransfer", "defaultAdminDelay"} <= set(functions(name))
        assert not {"transferOwnership", "setRoleAdmin"} & set(functions(name)), (
            "owner() tells the default admin (ERC-5313)"
        )
    others = set(signed_words.deployed_names()) - set(ROLES)
    assert not [name for name in others if {"owner", "admin", "transferOwnership"} & set(functions(name))]


@pytest.mark.parametrize(("name", "role"), EVERY)
def test_p13__every_role__granted_and_revoked_by_the_administrator_and_by_nobody_else(name: str, role: str) -> None:
    part, word, holder = contract(name), keccak(text=role), actor("holder of the role")
    assert part.read(role) == word
    assert part.read("getRoleAdmin", word) == ADMINISTER == part.read("DEFAULT_ADMIN_ROLE")
    with part.chain.undone():
        part.send("grantRole", word, holder, by=ADMIN)
        for person in EVERYBODY:
            for function, wallet in (("grantRole", NEWCOMER), ("revokeRole", holder)):
                with refused("AccessControlUnauthorizedAccount", account=actor(person), neededRole=ADMINISTER):
                    part.send(function, word, wallet, by=actor(person))
            if person != "holder of the role":
                with refused("AccessControlBadConfirmation"):
                    part.send("renounceRole", word, holder, by=actor(person))
        assert part.read("hasRole", word, holder) and not part.read("hasRole", word, NEWCOMER)
        part.send("revokeRole", word, holder, by=ADMIN)
        assert not part.read("hasRole", word, holder)


@pytest.mark.parametrize(("name", "role"), EVERY)
def test_p13__every_role__swapped_in_one_call_after_the_other_by_one_administrator(name: str, role: str) -> None:
    """What a single holder can't prevent: neither by holding on nor by giving the role to himself again."""
    part, word, old = contract(name), keccak(text=role), actor("holder of the role")
    with part.chain.undone():
        part.send("grantRole", word, old, by=ADMIN)
        part.send("revokeRole", word, old, by=ADMIN)
        part.send("grantRole", word, NEWCOMER, by=ADMIN)
        with refused_whole(part.chain, "AccessControlUnauthorizedAccount", account=old, neededRole=ADMINISTER):
            part.send("grantRole", word, old, by=old)
        assert (part.read("hasRole", word, old), part.read("hasRole", word, NEWCOMER)) == (False, True)


def test_p13__pauser__removed_by_the_administrator_and_can_pause_no_more() -> None:
    platform = Platform()
    deal = platform.create(platform.money())
    deal.sell()
    deal.close()
    token, agent, pauser = deal.tokens[0].address, platform.agent, keccak(text="PAUSER_ROLE")
    agent.send("pause", token, ORDER, by=actor("pauser"))
    agent.send("revokeRole", pauser, actor("pauser"), by=ADMIN)
    agent.send("unpause", token, ORDER, by=actor("resumer"))
    with refused_whole(platform.chain, "AccessControlUnauthorizedAccount", account=actor("pauser"), neededRole=pauser):
        agent.send("pause", token, ORDER, by=actor("pauser"))
    agent.send("grantRole", pauser, NEWCOMER, by=ADMIN)
    agent.send("pause", token, ORDER, by=NEWCOMER)


@pytest.mark.parametrize("name", ROLES)
def test_p13__administrator__replaced_in_two_steps_after_the_delay_and_not_otherwise(name: str) -> None:
    part = contract(name)
    with part.chain.undone():
        assert part.read("defaultAdmin") == part.read("owner") == ADMIN
        for function in ("grantRole", "revokeRole"):
            with refused("AccessControlEnforcedDefaultAdminRules"):
                part.send(function, ADMINISTER, ADMIN if function == "revokeRole" else NEWCOMER, by=ADMIN)
        due = part.chain.now + ADMIN_DELAY
        part.send("beginDefaultAdminTransfer", NEWCOMER, by=ADMIN)
        with refused("AccessControlInvalidDefaultAdmin", defaultAdmin=actor("outsider")):
            part.send("acceptDefaultAdminTransfer", by=actor("outsider"))
        for second in (due - 1, due):
            part.chain.now = second
            with refused("AccessControlEnforcedDefaultAdminDelay", schedule=due):
                part.send("acceptDefaultAdminTransfer", by=NEWCOMER)
        assert part.read("defaultAdmin") == ADMIN
        with part.chain.undone():
            part.send("cancelDefaultAdminTransfer", by=ADMIN)
            part.chain.now = due + 1
            with refused("AccessControlInvalidDefaultAdmin", defaultAdmin=NEWCOMER):
                part.send("acceptDefaultAdminTransfer", by=NEWCOMER)
        part.chain.now = due + 1
        part.send("acceptDefaultAdminTransfer", by=NEWCOMER)
        assert part.read("defaultAdmin") == NEWCOMER
        assert not part.read("hasRole", ADMINISTER, ADMIN)


def test_p13__setters_there_are__of_thresholds_by_the_administrator_and_of_freezes_by_order() -> None:
    """Whom a deal, its escrow and its tokens listen to stands in their code: nobody sets it."""
    setters = {
        f"{name}.{function}"
        for name in signed_words.deployed_names()
        for function, entry in functions(name).items()
        if re.match(r"(set|update|change)[A-Z]", function) and entry["stateMutability"] == "nonpayable"
    }
    delays = {f"{name}.changeDefaultAdminDelay" for name in ROLES}
    freezes = {
        f"{name}.set{what}" for name in ("TrancheToken", "TransferAgent") for what in ("FrozenTokens", "AddressFrozen")
    }
    assert setters == delays | freezes | {"LegalOracle.setThreshold", "ValuationOracle.setThreshold"}
    for name in ("LegalOracle", "ValuationOracle"):
        with refused("AccessControlUnauthorizedAccount", account=actor("outsider"), neededRole=ADMINISTER):
            contract(name).send("setThreshold", 1, by=actor("outsider"))
