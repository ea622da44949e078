# SPDX-License-Identifier: Apache-2.0
"""What a token takes for a yes when it asks its agent whether an officer may act (one word that is 1, and nothing else), and for a passport
when it asks the registry about the receiver."""

from __future__ import annotations

import pytest
from eth_utils.crypto import keccak

from regalia.domain.transfer_rules import TransferRules
from tests.support.chain import RefusedError, refused, refused_whole
from tests.support.contract import Contract
from tests.support.platform import Platform
from tests.support.powers import ORDER, order
from tests.support.roles import actor
from tests.support.rules import live_under

HOLDER, OTHER, BROKER, AGENT = actor("senior_investor"), actor("junior_investor"), actor("broker"), actor("odd agent")
ENFORCER_ROLE = keccak(text="ENFORCER_ROLE")
ANSWERS = {
    "no code": "",
    "nothing": "00",
    "false": "5f5f5260205ff3",
    "two": "60025f5260205ff3",
    "a dirty word with a 1 at its end": "7f80000000000000000000000000000000000000000000000000000000000000015f5260205ff3",
    "31 bytes that end in 1": "60015f52601f6001f3",
    "one, in a refusal": "60015f5260205ffd",
    "all gas used up": "5b5f56",
}
"""Code of the agent, by what it answers."""
YES = "60015f5260205ff3"


def token_of(platform: Platform, money: Contract, code: str) -> Contract:
    """The first tranche of a deal whose agent is that code."""
    platform.chain.place(AGENT, bytes.fromhex(code))
    parts = (platform.registry.address, AGENT, platform.supervisor.address)
    implementation = Contract.deploy(platform.chain, "TrancheToken", *parts, by=BROKER)
    platform.factory = platform.deploy_factory(implementation.address)
    deal = live_under(platform, money, TransferRules(), {"senior_investor": (60,), "junior_investor": (40,)})
    return deal.tokens[0]


@pytest.mark.parametrize("answer", list(ANSWERS))
def test_force__agent_that_does_not_say_yes__officer_refused_and_nothing_changed(
    platform: Platform, money: Contract, answer: str
) -> None:
    token = token_of(platform, money, YES)
    platform.chain.place(AGENT, bytes.fromhex(ANSWERS[answer]))
    named = {"account": actor("enforcer"), "neededRole": ENFORCER_ROLE}
    with refused_whole(platform.chain, "AccessControlUnauthorizedAccount", **named):
        token.send("forcedTransferByOrder", HOLDER, OTHER, 5, 0, ORDER, by=actor("enforcer"))


def test_force__agent_that_says_yes__done(platform: Platform, money: Contract) -> None:
    token = token_of(platform, money, YES)
    token.send("forcedTransferByOrder", HOLDER, OTHER, 5, 0, ORDER, by=actor("enforcer"))
    assert [token.read("balanceOf", holder) for holder in (HOLDER, OTHER)] == [55, 45]


def test_force__role_of_another_kind__refused(platform: Platform, money: Contract) -> None:
    """Whoever holds all roles but the enforcer's is no enforcer."""
    token = live_under(platform, money, TransferRules(), {"senior_investor": (60,)}).tokens[0]
    for role in ("FREEZER_ROLE", "RECOVERER_ROLE", "PAUSER_ROLE", "RESUMER_ROLE", "REDEEMER_ROLE"):
        platform.agent.send("grantRole", keccak(text=role), BROKER, by=actor("admin"))
    with refused_whole(platform.chain, "AccessControlUnauthorizedAccount", account=BROKER, neededRole=ENFORCER_ROLE):
        token.send("forcedTransferByOrder", HOLDER, OTHER, 5, 0, ORDER, by=BROKER)


@pytest.mark.parametrize("answer", list(ANSWERS))
def test_ask__memory_that_held_a_yes__no_answer_is_still_no(platform: Platform, answer: str) -> None:
    """The word the answer is written to may have held anything before: an answer that is missing or too short doesn't count."""
    platform.chain.place(AGENT, bytes.fromhex(ANSWERS[answer]))
    harness = Contract.deploy(platform.chain, "OfficersHarness", by=BROKER)
    for left in (0, 1, 2**256 - 1):
        with refused("AccessControlUnauthorizedAccount", account=BROKER, neededRole=ENFORCER_ROLE):
            harness.read("requireOrdered", AGENT, ENFORCER_ROLE, ORDER, left, by=BROKER)
    platform.chain.place(AGENT, bytes.fromhex(YES))
    harness.read("requireOrdered", AGENT, ENFORCER_ROLE, ORDER, 0, by=BROKER)


NO_PASSPORTS = {
    "no code": "",
    "nothing": "00",
    "31 bytes, all set": "7f" + "ff" * 32 + "5f52601f5ff3",
    "a refusal without words": "5f5ffd",
    "a passport, in a refusal": "7f" + "ff" * 32 + "5f5260205ffd",
    "all gas used up": "5b5f56",
    "an invalid instruction": "fe",
}
"""Code of the registry, by what it answers."""


@pytest.mark.parametrize("answer", list(NO_PASSPORTS))
@pytest.mark.parametrize("act", ["one by order", "many by order"])
def test_force__registry_that_does_not_answer__refused_and_nothing_changed(
    platform: Platform, money: Contract, act: str, answer: str
) -> None:
    """What lay in memory is no passport of the receiver's."""
    deal = live_under(platform, money, TransferRules(), {"senior_investor": (60,), "junior_investor": (40,)})
    platform.chain.place(platform.registry.address, bytes.fromhex(NO_PASSPORTS[answer]))
    before = platform.chain.storage()
    with pytest.raises(RefusedError):
        if act == "one by order":
            order(platform, "forcedTransferByOrder", deal.tokens[0], HOLDER, OTHER, 5, 0)
        else:
            order(platform, "batchForcedTransfer", deal.tokens[0], [HOLDER], [OTHER], [5], [0])
    assert platform.chain.storage() == before
