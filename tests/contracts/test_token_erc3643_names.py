# SPDX-License-Identifier: Apache-2.0
"""The names of ERC-3643 that tools look for, as the published T-REX contracts have them, and the codes and texts of ERC-1404."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import product
from random import Random
from typing import Any

import pytest

from regalia.chain import artefacts
from regalia.domain.transfer_questions import TOO_FEW_UNITS, Question, refusal_text
from tests.chain.trex import ARTEFACTS
from tests.contracts.transfer_world import WALLETS, World
from tests.support.chain import RefusedError, refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import NO_ADDRESS, OFFICERS, Platform
from tests.support.powers import EVIDENCE, REF, order
from tests.support.roles import actor
from tests.support.rules import transfer_refused

SENIOR, MEZZANINE, JUNIOR = actor("senior_investor"), actor("mezzanine_investor"), actor("junior_investor")
SECOND, OUTSIDER = actor("senior's second wallet"), actor("outsider")
TREX = {
    "IToken": "token/IToken.sol/IToken.json",
    "IModularCompliance": "compliance/modular/IModularCompliance.sol/IModularCompliance.json",
    "IIdentityRegistry": "registry/interface/IIdentityRegistry.sol/IIdentityRegistry.json",
}
QUESTIONS = {
    "IToken": ["compliance", "getFrozenTokens", "identityRegistry", "isFrozen", "paused"],
    "IModularCompliance": ["canTransfer"],
    "IIdentityRegistry": ["contains", "identity", "investorCountry", "isVerified"],
}
"""What tools ask, with the same answer here and there."""
ACTS = {
    "batchTransfer": (),
    "burn": (SENIOR, 1),
    "forcedTransfer": (SENIOR, MEZZANINE, 1),
    "freezePartialTokens": (SENIOR, 1),
    "mint": (SENIOR, 1),
    "pause": (),
    "recoveryAddress": (SENIOR, SECOND, SENIOR),
    "setAddressFrozen": (SENIOR, True),
    "unfreezePartialTokens": (SENIOR, 0),
    "unpause": (),
}
"""What tools do, with the same arguments here and there."""
ONE_HOLDER_TOO_MANY = 71
"""Seed of a world where that is the only thing wrong with some move: few are."""
OF_THE_AGENT = sorted(ACTS.keys() - {"batchTransfer", "mint"})


@pytest.fixture
def token(live: DealContracts) -> Contract:
    """The senior tranche: 600 units of the senior investor, 400 of the mezzanine."""
    return live.tokens[0]


def entries(abi: Any, kind: str) -> dict[str, Mapping[str, Any]]:
    return {entry["name"]: entry for entry in abi if entry["type"] == kind}


def published(name: str, kind: str) -> dict[str, Mapping[str, Any]]:
    """Functions or events of a T-REX interface."""
    return entries(json.loads((ARTEFACTS / "contracts" / TREX[name]).read_text(encoding="utf-8"))["abi"], kind)


def ours(name: str, kind: str) -> dict[str, Mapping[str, Any]]:
    return entries(artefacts.load(name).abi, kind)


def types(values: list[Mapping[str, Any]]) -> list[tuple[str, bool]]:
    return [(value["type"], value.get("indexed", False)) for value in values]


# Names


@pytest.mark.parametrize("interface", QUESTIONS)
def test_questions__of_the_published_interface__same_arguments_and_answers(interface: str) -> None:
    here = ours("InvestorRegistry" if interface == "IIdentityRegistry" else "TrancheToken", "function")
    there = published(interface, "function")
    for name in QUESTIONS[interface]:
        assert types(here[name]["inputs"]) == types(there[name]["inputs"])
        assert types(here[name]["outputs"]) == types(there[name]["outputs"])
        assert here[name]["stateMutability"] == there[name]["stateMutability"] == "view"


def test_acts__of_the_published_interface__same_arguments() -> None:
    here, there = ours("TrancheToken", "function"), published("IToken", "function")
    for name in ACTS:
        assert types(here[name]["inputs"]) == types(there[name]["inputs"])


def test_events__of_the_published_interface__same_topics_and_data() -> None:
    here, there = ours("TrancheToken", "event"), published("IToken", "event")
    shared = here.keys() & there.keys()
    assert shared == {"AddressFrozen", "Approval", "Paused", "RecoverySuccess", "Transfer", "Unpaused"}
    for name in shared:
        assert types(here[name]["inputs"]) == types(there[name]["inputs"])


# What they answer


def test_identity_registry__asked_of_every_tranche__the_platform_s(live: DealContracts, platform: Platform) -> None:
    registry = platform.registry
    assert {token.read("identityRegistry") for token in live.tokens} == {registry.address}
    assert registry.read("isVerified", SENIOR) is registry.read("contains", SENIOR) is True
    assert (registry.read("identity", SENIOR), registry.read("investorCountry", SENIOR)) == (SENIOR, 840)


def test_compliance__its_can_transfer__the_token_answers_itself(token: Contract, platform: Platform) -> None:
    compliance = Contract(token.chain, "TrancheToken", token.read("compliance"))
    assert compliance.address == token.address
    assert compliance.read("canTransfer", SENIOR, MEZZANINE, 600) is True
    assert compliance.read("canTransfer", SENIOR, OUTSIDER, 600) is False
    order(platform, "pause", token)
    assert compliance.read("canTransfer", SENIOR, MEZZANINE, 600) is False


def test_agent_and_supervisor__asked_of_every_tranche__the_platform_s_contracts(
    live: DealContracts, platform: Platform
) -> None:
    for token in live.tokens:
        assert (token.read("agent"), token.read("haltedBy")) == (platform.agent.address, platform.supervisor.address)


def test_set_address_frozen__and_released__a_whole_wallet_of_one_tranche(
    token: Contract, live: DealContracts, platform: Platform
) -> None:
    for frozen in (True, True, False, False):
        done = order(platform, "setAddressFrozen", token, SENIOR, frozen)
        assert done.only("AddressFrozen") == {"account": SENIOR, "frozen": frozen, "by": platform.agent.address}
        assert token.read("isFrozen", SENIOR) is frozen
    order(platform, "setAddressFrozen", token, SENIOR, True)
    assert [each.read("isFrozen", SENIOR) for each in live.tokens] == [True, False, False]
    assert (token.read("isFrozen", MEZZANINE), token.read("getFrozenTokens", SENIOR)) == (False, 0)


def test_freeze_partial__more_and_less__added_up_and_no_wallet_freeze(token: Contract, platform: Platform) -> None:
    for function, units, frozen in (
        ("freezePartialTokens", 100, 100),
        ("freezePartialTokens", 500, 600),
        ("freezePartialTokens", 0, 600),
        ("unfreezePartialTokens", 250, 350),
        ("unfreezePartialTokens", 350, 0),
    ):
        done = order(platform, function, token, SENIOR, units)
        assert done.only("Frozen") == {"account": SENIOR, "amount": frozen}
        assert done.only("UnitsFrozen")["units"] == token.read("getFrozenTokens", SENIOR) == frozen
        assert token.read("isFrozen", SENIOR) is False


@pytest.mark.parametrize("units", [101, 600, 2**48, 2**256 - 1])
def test_freeze_partial__more_than_is_unfrozen__refused(token: Contract, platform: Platform, units: int) -> None:
    order(platform, "freezePartialTokens", token, SENIOR, 500)
    with refused("ERC7943InsufficientUnfrozenBalance", account=SENIOR, amount=units, unfrozen=100):
        order(platform, "freezePartialTokens", token, SENIOR, units)
    assert token.read("getFrozenTokens", SENIOR) == 500


@pytest.mark.parametrize("units", [501, 2**48, 2**256 - 1])
def test_unfreeze_partial__more_than_is_frozen__refused(token: Contract, platform: Platform, units: int) -> None:
    order(platform, "freezePartialTokens", token, SENIOR, 500)
    with refused("TrancheToken_NotSoManyFrozen", holder=SENIOR, frozen=500, given=units):
        order(platform, "unfreezePartialTokens", token, SENIOR, units)
    assert token.read("getFrozenTokens", SENIOR) == 500


def test_pause__and_unpause__said_and_told_for_one_tranche(
    token: Contract, live: DealContracts, platform: Platform
) -> None:
    done = order(platform, "pause", token)
    assert done.only("Paused") == {"account": platform.agent.address}
    assert [each.read("paused") for each in live.tokens] == [True, False, False]
    with transfer_refused(Question.NOT_PAUSED, SENIOR, MEZZANINE, 1):
        token.send("transfer", MEZZANINE, 1, by=SENIOR)
    live.tokens[2].send("transfer", JUNIOR, 1, by=SENIOR)
    with refused("TrancheToken_Paused", paused=True):
        order(platform, "pause", token)
    done = order(platform, "unpause", token)
    assert done.only("Unpaused") == {"account": platform.agent.address}
    assert token.read("paused") is False
    with refused("TrancheToken_Paused", paused=False):
        order(platform, "unpause", token)
    token.send("transfer", MEZZANINE, 1, by=SENIOR)


def test_recovery_address__lost_wallet__everything_moves_and_the_standard_s_event_says_so(
    token: Contract, live: DealContracts, platform: Platform
) -> None:
    platform.add_wallet(SECOND, SENIOR)
    order(platform, "freezePartialTokens", token, SENIOR, 40)
    done = order(platform, "recoverWallet", token, SENIOR, SECOND, SENIOR)
    assert done.only("RecoverySuccess") == {"lostWallet": SENIOR, "newWallet": SECOND, "investor": SENIOR}
    assert done.only("Transfer") == {"from": SENIOR, "to": SECOND, "value": 600}
    assert done.all("Frozen") == [{"account": SENIOR, "amount": 0}, {"account": SECOND, "amount": 40}]
    assert done.only("AddressFrozen") == {"account": SENIOR, "frozen": True, "by": platform.agent.address}
    assert done.only("WalletRecovered") == {
        "token": token.address,
        "lost": SENIOR,
        "fresh": SECOND,
        "ref": REF,
        "evidence": EVIDENCE,
        "by": actor("recoverer"),
    }
    assert live.escrow.read("holdingOf", token.address, SENIOR) == (0, 0, True, False)
    assert live.escrow.read("holdingOf", token.address, SECOND) == (600, 40, False, False)


def test_batch_transfer__empty__nothing_moves(token: Contract) -> None:
    assert token.send("batchTransfer", [], [], by=OUTSIDER).events == ()


def test_batch_transfer__one_receiver_not_eligible__none_of_them_gets_any(token: Contract) -> None:
    with transfer_refused(Question.RECEIVER_ELIGIBLE, SENIOR, OUTSIDER, 2):
        token.send("batchTransfer", [MEZZANINE, OUTSIDER, JUNIOR], [1, 2, 3], by=SENIOR)
    assert [token.read("balanceOf", who) for who in (SENIOR, MEZZANINE, JUNIOR)] == [600, 400, 0]


@pytest.mark.parametrize("function", OF_THE_AGENT)
@pytest.mark.parametrize(
    "role", ["admin", "registrar", "supervisor", "senior_investor", "attacker", *OFFICERS.values()]
)
def test_act__by_anybody_but_the_agent_s_contract__refused(
    token: Contract, platform: Platform, function: str, role: str
) -> None:
    """Tools of agents call the transfer agent's contract: the token itself takes no word of a person."""
    with refused("TrancheToken_OnlyAgent", agent=platform.agent.address, caller=actor(role)):
        token.send(function, *ACTS[function], by=actor(role))


# ERC-1404


def test_message__every_code__the_text_of_python(token: Contract) -> None:
    texts = [token.read("messageForTransferRestriction", code) for code in range(256)]
    assert texts == [refusal_text(code) for code in range(256)]
    assert len(set(texts)) == 1 + len(Question) + 1 + 1  # allowed, the ladder, too few units, unknown
    assert [texts[question] for question in Question] == [question.refusal for question in Question]


def test_restriction__none__code_0_and_the_transfer_works(token: Contract) -> None:
    assert token.read("detectTransferRestriction", SENIOR, MEZZANINE, 600) == 0
    token.send("transfer", MEZZANINE, 600, by=SENIOR)


def test_restriction__too_few_units__code_19_and_the_error_of_the_base_standard(token: Contract) -> None:
    assert token.read("detectTransferRestriction", SENIOR, MEZZANINE, 601) == TOO_FEW_UNITS
    assert token.read("detectTransferRestriction", SENIOR, OUTSIDER, 601) == TOO_FEW_UNITS  # the register asks first
    with refused("ERC20InsufficientBalance", sender=SENIOR, balance=600, needed=601):
        token.send("transfer", OUTSIDER, 601, by=SENIOR)


@pytest.mark.parametrize("units", [0, 1, 600, 601])
def test_restriction__to_nobody_or_oneself__code_4(token: Contract, units: int) -> None:
    assert token.read("detectTransferRestriction", SENIOR, SENIOR, units) == Question.TWO_PARTIES
    if units <= 600:
        assert token.read("detectTransferRestriction", SENIOR, NO_ADDRESS, units) == Question.TWO_PARTIES


def test_restriction__random_worlds__the_code_the_transfer_is_refused_with() -> None:
    """All moves among some wallets; every code comes up."""
    seen: set[int] = set()
    for seed in (*range(40), ONE_HOLDER_TOO_MANY):
        made = World(Random(seed))
        for move in product(WALLETS, WALLETS, (0, 1, 7, 41, 2**256 - 1)):
            code = made.token.read("detectTransferRestriction", *move)
            assert refused_with(made, *move) == code, (seed, move)
            seen.add(code)
    assert seen == {0, TOO_FEW_UNITS, *Question}


def refused_with(made: World, sender: str, receiver: str, units: int) -> int:
    """The code of what the transfer is refused with, 0 when it goes through; its text is that of the code."""
    try:
        with made.chain.undone():
            made.token.send("transfer", receiver, units, by=sender)
    except RefusedError as refusal:
        error = refusal.revert
        if error.name == "ERC20InsufficientBalance":
            return TOO_FEW_UNITS
        if error.name == "ERC7943InsufficientUnfrozenBalance":
            return Question.UNITS_NOT_FROZEN
        assert error.name == "TrancheToken_TransferRefused"
        code = int(error.arguments["code"])
        assert error.arguments["reason"] == refusal_text(code)
        return code
    return 0
