# SPDX-License-Identifier: Apache-2.0
"""What a token takes for a yes when it asks its agent whether an officer may act: one word that is 1, and nothing else."""

from __future__ import annotations

import pytest
from eth_utils.crypto import keccak

from regalia.domain.transfer_rules import TransferRules
from tests.support.chain import refused_whole
from tests.support.contract import Contract
from tests.support.platform import Platform
from tests.support.powers import ORDER
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
    oracle = platform.oracle.address
    platform.factory = Contract.deploy(platform.chain, "DealFactory", oracle, implementation.address, by=BROKER)
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
