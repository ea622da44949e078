# SPDX-License-Identifier: Apache-2.0
"""ERC-7943 in its final text, what changes something: the interface, freezes, forced transfers, and what no public transfer may do."""

from __future__ import annotations

from functools import reduce
from operator import xor

import pytest
from eth_utils.crypto import keccak

from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import TransferRules
from tests.support.chain import refused
from tests.support.contract import Contract, calldata
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.platform import OFFICERS, Platform
from tests.support.powers import EVIDENCE, REF, halt, order
from tests.support.roles import actor
from tests.support.rules import live_under, transfer_refused
from tests.support.sample import CLOSING, DAY, USD

SENIOR, MEZZANINE, JUNIOR = actor("senior_investor"), actor("mezzanine_investor"), actor("junior_investor")
OUTSIDER, BROKER = actor("outsider"), actor("broker")
ZERO = "0x" + "00" * 20
MOST_FROZEN = 2**48 - 1
FUNGIBLE = "3edbb4c4"
SIGNATURES = {
    "forcedTransfer": "forcedTransfer(address,address,uint256)",
    "setFrozenTokens": "setFrozenTokens(address,uint256)",
    "canSend": "canSend(address)",
    "canReceive": "canReceive(address)",
    "getFrozenTokens": "getFrozenTokens(address)",
    "canTransfer": "canTransfer(address,address,uint256)",
}
"""The six functions of the standard's interface for fungible tokens."""
PASSES_ON = bytes.fromhex("6020360360205f375f5f602036035f5f5f355af13d5f5f3e3d5ff3")
"""Code of a contract: calls the address in the first word with all that follows, and returns what comes back."""
ARGUMENTS = {"forcedTransfer": (SENIOR, MEZZANINE, 1), "setFrozenTokens": (SENIOR, 1)}


@pytest.fixture
def token(live: DealContracts) -> Contract:
    """The senior tranche: 600 units of the senior investor, 400 of the mezzanine, under no rule but eligibility."""
    return live.tokens[0]


def frozen(token: Contract, who: str = SENIOR) -> int:
    return int(token.read("getFrozenTokens", who))


def units(token: Contract, *holders: str) -> list[int]:
    return [int(token.read("balanceOf", holder)) for holder in holders]


def freeze(platform: Platform, token: Contract, amount: int, who: str = SENIOR) -> None:
    order(platform, "setFrozenTokens", token, who, amount)


# The interface


def test_interface_id__selectors_of_the_six_functions__their_xor_and_supported(token: Contract) -> None:
    selectors = {name: keccak(text=signature)[:4] for name, signature in SIGNATURES.items()}
    assert reduce(xor, (int.from_bytes(selector, "big") for selector in selectors.values())) == int(FUNGIBLE, 16)
    assert token.read("supportsInterface", bytes.fromhex(FUNGIBLE)) is True
    for name, selector in selectors.items():
        arguments = ARGUMENTS.get(name, (SENIOR,) if name != "canTransfer" else (SENIOR, MEZZANINE, 1))
        assert calldata("TrancheToken", name, *arguments)[:4] == selector


@pytest.mark.parametrize("function", ["forcedTransfer", "setFrozenTokens"])
@pytest.mark.parametrize(
    "role", ["admin", "supervisor", "registrar", "senior_investor", "attacker", *OFFICERS.values()]
)
def test_power__by_anybody_but_the_agent_s_contract__refused(
    token: Contract, platform: Platform, function: str, role: str
) -> None:
    with refused("TrancheToken_OnlyAgent", agent=platform.agent.address, caller=actor(role)):
        token.send(function, *ARGUMENTS[function], by=actor(role))
    assert (units(token, SENIOR), frozen(token)) == ([600], 0)


@pytest.mark.parametrize("function", ["forcedTransfer", "setFrozenTokens"])
def test_power__by_the_token_s_agent__returns_true(platform: Platform, money: Contract, function: str) -> None:
    """A token with another agent, which passes on whatever anybody says and hands back the answer."""
    chain, agent = platform.chain, actor("careless agent")
    chain.place(agent, PASSES_ON)
    parts = (platform.registry.address, agent, platform.supervisor.address)
    careless = Contract.deploy(chain, "TrancheToken", *parts, by=BROKER).address
    platform.factory = platform.deploy_factory(careless)
    (token,) = live_under(platform, money, TransferRules(), {"senior_investor": (60,)}).tokens
    call = bytes(12) + bytes.fromhex(token.address[2:]) + calldata("TrancheToken", function, *ARGUMENTS[function])
    assert chain.send(BROKER, agent, call).output == (1).to_bytes(32, "big")


# setFrozenTokens


def test_set_frozen__several_times__absolute_and_said_each_time(token: Contract, platform: Platform) -> None:
    for amount in (500, 20, 20, 0, 0, 600):
        done = order(platform, "setFrozenTokens", token, SENIOR, amount)
        assert done.only("Frozen") == {"account": SENIOR, "amount": amount}
        assert frozen(token) == amount
    assert (units(token, SENIOR), frozen(token, MEZZANINE)) == ([600], 0)


def test_set_frozen__more_than_held__withholds_what_comes_later(token: Contract, platform: Platform) -> None:
    freeze(platform, token, 650)
    token.send("transfer", SENIOR, 50, by=MEZZANINE)
    with refused("ERC7943InsufficientUnfrozenBalance", account=SENIOR, amount=1, unfrozen=0):
        token.send("transfer", MEZZANINE, 1, by=SENIOR)
    token.send("transfer", SENIOR, 1, by=MEZZANINE)
    token.send("transfer", MEZZANINE, 1, by=SENIOR)
    assert (units(token, SENIOR), frozen(token)) == ([650], 650)


def test_set_frozen__of_a_wallet_that_holds_nothing__kept(token: Contract, platform: Platform) -> None:
    freeze(platform, token, 7, OUTSIDER)
    assert frozen(token, OUTSIDER) == 7


@pytest.mark.parametrize("amount", [MOST_FROZEN, 2**48, UNLIMITED])
def test_set_frozen__more_than_there_can_be__everything_and_the_event_says_what_is_kept(
    token: Contract, platform: Platform, amount: int
) -> None:
    done = order(platform, "setFrozenTokens", token, SENIOR, amount)
    assert done.only("Frozen") == {"account": SENIOR, "amount": MOST_FROZEN}
    assert frozen(token) == MOST_FROZEN


def test_set_frozen__nobody__refused(token: Contract, platform: Platform) -> None:
    with refused("TrancheToken_ZeroAddress"):
        freeze(platform, token, 1, ZERO)
    assert frozen(token, ZERO) == 0


# forcedTransfer


@pytest.mark.parametrize("by", ["the enforcer's order", "the standard's function"])
@pytest.mark.parametrize(
    ("ice", "taken", "left"),
    [(500, 100, 500), (500, 101, 499), (500, 600, 0), (600, 1, 599), (700, 100, 600), (700, 600, 100), (1, 599, 1)],
)
def test_forced_transfer__frozen_units__thaws_just_what_it_needs(
    token: Contract, platform: Platform, ice: int, taken: int, left: int, by: str
) -> None:
    """The thaw is announced before the transfer, and only where there is one. The order is named last: by the token, or by the agent where
    it calls the standard's `forcedTransfer`."""
    freeze(platform, token, ice)
    parties = {"from": SENIOR, "to": MEZZANINE}
    last: tuple[str, str, dict[str, object]]
    named: dict[str, object] = {"ref": REF, "evidence": EVIDENCE, "by": actor("enforcer")}
    if by == "the enforcer's order":
        done = order(platform, "forcedTransferByOrder", token, SENIOR, MEZZANINE, taken, 0)
        last = (token.address, "Ordered", named)
    else:
        done = order(platform, "batchForcedTransfer", token, [SENIOR], [MEZZANINE], [taken], [0])
        moved = {"token": token.address, **parties, "units": taken, "income": 0}
        last = (platform.agent.address, "UnitsForced", {**moved, **named})
    assert (units(token, SENIOR, MEZZANINE), frozen(token)) == ([600 - taken, 400 + taken], left)
    thaw = [(token.address, "Frozen", {"account": SENIOR, "amount": left})] if left != ice else []
    assert [(event.address, event.name, dict(event.args)) for event in done.events] == [
        *thaw,
        (token.address, "Transfer", {**parties, "value": taken}),
        (token.address, "ForcedTransfer", {**parties, "amount": taken}),
        last,
    ]


def test_forced_transfer__sender_frozen_and_halted_and_trading_paused__goes_through(
    token: Contract, live: DealContracts, platform: Platform
) -> None:
    """It passes by everything that `canTransfer` asks but the receiver."""
    order(platform, "setAddressFrozen", token, SENIOR, True)
    halt(platform, "haltHolder", live.deal.address, SENIOR, until=CLOSING + DAY)
    halt(platform, "haltDeal", live.deal.address, until=CLOSING + DAY)
    order(platform, "pause", token)
    platform.remove(SENIOR)
    assert token.read("canTransfer", SENIOR, MEZZANINE, 600) is False
    order(platform, "forcedTransferByOrder", token, SENIOR, MEZZANINE, 600, 0)
    assert units(token, SENIOR, MEZZANINE) == [0, 1_000]


@pytest.mark.parametrize(
    ("question", "receiver"),
    [
        (Question.RECEIVER_ELIGIBLE, OUTSIDER),
        (Question.RECEIVER_NOT_FROZEN, MEZZANINE),
        (Question.RECEIVER_NOT_HALTED, JUNIOR),
    ],
)
def test_forced_transfer__receiver_that_can_t_receive__refused_and_nothing_thawed(
    token: Contract, live: DealContracts, platform: Platform, question: Question, receiver: str
) -> None:
    order(platform, "setAddressFrozen", token, MEZZANINE, True)
    halt(platform, "haltHolder", live.deal.address, JUNIOR, until=CLOSING + DAY)
    freeze(platform, token, 600)
    assert token.read("canReceive", receiver) is False
    with transfer_refused(question, SENIOR, receiver, 5):
        order(platform, "forcedTransferByOrder", token, SENIOR, receiver, 5, 0)
    assert (units(token, SENIOR), frozen(token)) == ([600], 600)


@pytest.mark.parametrize("taken", [601, 2**48, UNLIMITED])
def test_forced_transfer__more_than_held__refused(token: Contract, platform: Platform, taken: int) -> None:
    freeze(platform, token, 600)
    with refused("ERC20InsufficientBalance", sender=SENIOR, balance=600, needed=taken):
        order(platform, "forcedTransferByOrder", token, SENIOR, MEZZANINE, taken, 0)
    assert frozen(token) == 600


# Errors of public transfers


@pytest.mark.parametrize("function", ["transfer", "transferFrom", "batchTransfer"])
@pytest.mark.parametrize("amount", [151, 600, 601, UNLIMITED])
def test_public_transfer__above_the_unfrozen_units__own_error_and_of_the_base_standard_above_the_balance(
    token: Contract, platform: Platform, function: str, amount: int
) -> None:
    freeze(platform, token, 450)
    token.send("approve", BROKER, UNLIMITED, by=SENIOR)
    arguments, by = {
        "transfer": ((MEZZANINE, amount), SENIOR),
        "transferFrom": ((SENIOR, MEZZANINE, amount), BROKER),
        "batchTransfer": (([MEZZANINE], [amount]), SENIOR),
    }[function]
    assert token.read("canTransfer", SENIOR, MEZZANINE, amount) is False
    if amount <= 600:
        with refused("ERC7943InsufficientUnfrozenBalance", account=SENIOR, amount=amount, unfrozen=150):
            token.send(function, *arguments, by=by)
    else:
        with refused("ERC20InsufficientBalance", sender=SENIOR, balance=600, needed=amount):
            token.send(function, *arguments, by=by)


def test_public_transfer__of_just_the_unfrozen_units__moves(token: Contract, platform: Platform) -> None:
    freeze(platform, token, 450)
    assert token.read("canTransfer", SENIOR, MEZZANINE, 150) is True
    token.send("transfer", MEZZANINE, 150, by=SENIOR)
    assert (units(token, SENIOR), frozen(token)) == ([450], 450)


# Minting and burning


def test_mint__subscriber_that_can_t_receive__refused(offered: DealContracts, platform: Platform) -> None:
    token = offered.tokens[0]
    order(platform, "setAddressFrozen", token, SENIOR, True)
    halt(platform, "haltHolder", offered.deal.address, MEZZANINE, until=CLOSING + DAY)
    for subscriber, question in (
        (SENIOR, Question.RECEIVER_NOT_FROZEN),
        (MEZZANINE, Question.RECEIVER_NOT_HALTED),
        (OUTSIDER, Question.RECEIVER_ELIGIBLE),
    ):
        assert token.read("canReceive", subscriber) is False
        with transfer_refused(question, ZERO, subscriber, 3):
            offered.subscribe(subscriber, 0, 3)
    assert token.read("totalSupply") == 0


@pytest.mark.parametrize(("ice", "left"), [(0, 0), (599, 599), (600, 599), (601, 600)])
def test_burn__frozen_units_by_order__thawed_first_and_said_so(
    token: Contract, live: DealContracts, platform: Platform, ice: int, left: int
) -> None:
    live.pay_date(2_000_000 * USD)
    freeze(platform, token, ice)
    done = order(platform, "redeem", token, SENIOR, 1)
    thaw = [("Frozen", {"account": SENIOR, "amount": left})] if left != ice else []
    assert [(event.name, dict(event.args)) for event in done.events if event.address == token.address] == [
        *thaw,
        ("Transfer", {"from": SENIOR, "to": ZERO, "value": 1}),
    ]
    assert (units(token, SENIOR), frozen(token)) == ([599], left)
