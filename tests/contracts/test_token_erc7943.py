# SPDX-License-Identifier: Apache-2.0
"""ERC-7943 in its final text, rule by rule: views that never revert, freezes, forced transfers, and what no public transfer may do."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from functools import reduce
from operator import or_, xor
from random import Random

import pytest
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.contracts.transfer_world import WALLETS, World
from tests.support.chain import RefusedError, refused
from tests.support.contract import Contract, calldata
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.platform import OFFICERS, Platform
from tests.support.powers import halt, order
from tests.support.roles import actor
from tests.support.rules import live_under, offer_under, transfer_refused
from tests.support.sample import DAY, START, USD

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
    platform.factory = Contract.deploy(chain, "DealFactory", platform.oracle.address, careless, by=BROKER)
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


@pytest.mark.parametrize(
    ("ice", "taken", "left"),
    [(500, 100, 500), (500, 101, 499), (500, 600, 0), (600, 1, 599), (700, 100, 600), (700, 600, 100), (1, 599, 1)],
)
def test_forced_transfer__frozen_units__thaws_just_what_it_needs(
    token: Contract, platform: Platform, ice: int, taken: int, left: int
) -> None:
    """The thaw is announced before the transfer, and only where there is one."""
    freeze(platform, token, ice)
    done = order(platform, "forcedTransfer", token, SENIOR, MEZZANINE, taken, 0)
    assert (units(token, SENIOR, MEZZANINE), frozen(token)) == ([600 - taken, 400 + taken], left)
    thaw = [("Frozen", {"account": SENIOR, "amount": left})] if left != ice else []
    parties = {"from": SENIOR, "to": MEZZANINE}
    assert [(event.name, dict(event.args)) for event in done.events if event.address == token.address] == [
        *thaw,
        ("Transfer", {**parties, "value": taken}),
        ("ForcedTransfer", {**parties, "amount": taken}),
    ]


def test_forced_transfer__sender_frozen_and_halted_and_trading_paused__goes_through(
    token: Contract, live: DealContracts, platform: Platform
) -> None:
    """It passes by everything that `canTransfer` asks but the receiver."""
    order(platform, "setAddressFrozen", token, SENIOR, True)
    halt(platform, "haltHolder", live.deal.address, SENIOR, until=START + DAY)
    halt(platform, "haltDeal", live.deal.address, until=START + DAY)
    order(platform, "pause", token)
    platform.remove(SENIOR)
    assert token.read("canTransfer", SENIOR, MEZZANINE, 600) is False
    order(platform, "forcedTransfer", token, SENIOR, MEZZANINE, 600, 0)
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
    halt(platform, "haltHolder", live.deal.address, JUNIOR, until=START + DAY)
    freeze(platform, token, 600)
    assert token.read("canReceive", receiver) is False
    with transfer_refused(question, SENIOR, receiver, 5):
        order(platform, "forcedTransfer", token, SENIOR, receiver, 5, 0)
    assert (units(token, SENIOR), frozen(token)) == ([600], 600)


@pytest.mark.parametrize("taken", [601, 2**48, UNLIMITED])
def test_forced_transfer__more_than_held__refused(token: Contract, platform: Platform, taken: int) -> None:
    freeze(platform, token, 600)
    with refused("ERC20InsufficientBalance", sender=SENIOR, balance=600, needed=taken):
        order(platform, "forcedTransfer", token, SENIOR, MEZZANINE, taken, 0)
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
    halt(platform, "haltHolder", offered.deal.address, MEZZANINE, until=START + DAY)
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


# canSend, canReceive


def test_can_send_and_receive__account__by_itself(token: Contract, live: DealContracts, platform: Platform) -> None:
    """Who is frozen or halted does neither; who is not eligible may send, unless the rules of the tranche say otherwise."""
    order(platform, "setAddressFrozen", token, SENIOR, True)
    halt(platform, "haltHolder", live.deal.address, MEZZANINE, until=START + DAY)

    def can(who: str) -> tuple[bool, bool]:
        return token.read("canSend", who), token.read("canReceive", who)

    assert [can(who) for who in (SENIOR, MEZZANINE, JUNIOR, OUTSIDER, ZERO)] == [
        (False, False),
        (False, False),
        (True, True),
        (True, False),
        (False, False),
    ]
    live.chain.now = START + DAY + 1
    assert can(MEZZANINE) == (True, True)
    platform.remove(JUNIOR)
    assert can(JUNIOR) == (True, False)


def test_can_send__rule_that_senders_be_eligible__not_when_removed(platform: Platform, money: Contract) -> None:
    rules = TransferRules(RuleFlag.ELIGIBLE_SENDER)
    (token,) = live_under(platform, money, rules, {"senior_investor": (60,)}).tokens
    assert token.read("canSend", SENIOR) is True
    platform.remove(SENIOR)
    assert token.read("canSend", SENIOR) is False


@pytest.mark.parametrize(("country", "investor_class", "admitted"), [(840, 2, True), (156, 2, False), (840, 1, False)])
def test_can_receive__country_and_class__as_the_tranche_admits(
    platform: Platform, money: Contract, country: int, investor_class: int, admitted: bool
) -> None:
    rules = TransferRules(RuleFlag.JURISDICTIONS, class_mask=0b100, countries=frozenset({840}))
    (token,) = live_under(platform, money, rules, {"senior_investor": (60,)}).tokens
    platform.admit(JUNIOR, country=country, investor_class=investor_class)
    assert token.read("canReceive", JUNIOR) is admitted
    assert token.read("canTransfer", SENIOR, JUNIOR, 1) is admitted


def test_can_send_and_receive__rules_on_the_transfer__not_asked(platform: Platform, money: Contract) -> None:
    """No quantity and nothing of the tranche makes them false: that is `canTransfer`'s."""
    rules = TransferRules(holder_limit=1, largest_holding=60, denomination=10, locked_until=START + DAY)
    (token,) = live_under(platform, money, rules, {"senior_investor": (60,)}).tokens
    freeze(platform, token, 60)
    order(platform, "pause", token)
    halt(platform, "haltTranche", token.address, until=START + DAY)
    no = reduce(or_, (token.read("answersOf", SENIOR, JUNIOR, amount) for amount in (55, 61)))
    assert [question.name for question in Question if no >> question & 1] == [
        "NOT_HALTED",
        "NOT_PAUSED",
        "UNITS_NOT_FROZEN",
        "UNLOCKED",
        "DENOMINATION",
        "LARGEST_SHARE",
        "HOLDER_COUNT",
    ]
    for who in (SENIOR, JUNIOR):
        assert (token.read("canSend", who), token.read("canReceive", who)) == (True, True)


# canTransfer


@pytest.mark.parametrize("amount", [0, 600, 601, 2**48, 2**255, UNLIMITED])
def test_can_transfer__more_than_held__not_false_for_that(token: Contract, amount: int) -> None:
    assert token.read("canTransfer", SENIOR, MEZZANINE, amount) is True
    assert token.read("canTransfer", JUNIOR, MEZZANINE, amount) is True


def test_can_transfer__without_an_allowance__not_false_for_that(token: Contract) -> None:
    assert token.read("canTransfer", SENIOR, MEZZANINE, 600, by=BROKER) is True


@pytest.mark.parametrize("denomination", [0, 10])
def test_can_transfer__denomination_and_too_few_units__not_false_for_the_lack(
    platform: Platform, money: Contract, denomination: int
) -> None:
    """Nothing is kept by who has less than he sends, so no rest is too small."""
    rules = TransferRules(denomination=denomination)
    (token,) = live_under(platform, money, rules, {"senior_investor": (60,)}).tokens
    assert [token.read("canTransfer", SENIOR, JUNIOR, amount) for amount in (60, 61, 69)] == [True] * 3


@pytest.mark.parametrize("stopped", ["pause", "haltTranche", "haltDeal", "nothing"])
def test_can_transfer__trading_stopped__false(
    token: Contract, live: DealContracts, platform: Platform, stopped: str
) -> None:
    if stopped == "pause":
        order(platform, "pause", token)
    elif stopped != "nothing":
        subject = token if stopped == "haltTranche" else live.deal
        halt(platform, stopped, subject.address, until=START + DAY)
    assert token.read("canTransfer", SENIOR, MEZZANINE, 1) is (stopped == "nothing")


def test_can_transfer__not_closed__false(platform: Platform, money: Contract) -> None:
    deal = offer_under(platform, money, TransferRules(), 60)
    deal.sell({"senior_investor": (60,)})
    assert deal.tokens[0].read("canTransfer", SENIOR, JUNIOR, 1) is False


# For any arguments


@functools.cache
def world(seed: int) -> World:
    """Freezes, halts, pauses, rules and removed investors, drawn at random; what is tried in it is undone."""
    return World(Random(seed))


@dataclass(frozen=True)
class Case:
    """A move that somebody may ask about or try."""

    world: World
    sender: str
    receiver: str
    amount: int

    @property
    def token(self) -> Contract:
        return self.world.token


SYSTEM = ("token", "deal", "escrow", "offering", "supervisor", "agent", "registry")


def contract(made: World, name: str) -> str:
    """Address of a contract of the deal or of its platform."""
    deal, platform = made.deal, made.platform
    if name == "token":
        return made.token.address
    return (getattr(platform, name) if hasattr(platform, name) else getattr(deal, name)).address  # type: ignore[no-any-return]


EXTREME = st.integers(0, 2**160 - 1) | st.sampled_from([0, 1, 9, 10, 2**48, 2**159, 2**160 - 2, 2**160 - 1])
ANYBODY = (
    st.sampled_from(WALLETS)
    | st.sampled_from(SYSTEM)
    | EXTREME.map(lambda number: to_checksum_address(number.to_bytes(20, "big")))
)
AMOUNTS = st.integers(0, 101) | st.sampled_from([2**48 - 1, 2**48, 2**255, UNLIMITED]) | st.integers(0, UNLIMITED)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    made = world(draw(st.integers(0, 39)))
    sender, receiver = (contract(made, who) if who in SYSTEM else who for who in (draw(ANYBODY), draw(ANYBODY)))
    return Case(made, sender, receiver, draw(AMOUNTS))


def view(token: Contract, function: str, *arguments: object) -> int:
    """The one word a static call returned, which is all that may come of it: it changes no storage."""
    accepted, output = token.chain.attempt(BROKER, token.address, calldata(token.name, function, *arguments), True)
    assert accepted, (function, arguments, output.hex())
    assert len(output) == 32
    return int.from_bytes(output, "big")


@settings(max_examples=400, deadline=None)
@given(cases())
def test_views__any_accounts_and_amount__answer_and_agree(case: Case) -> None:
    sends = view(case.token, "canSend", case.sender)
    receives = view(case.token, "canReceive", case.receiver)
    moves = view(case.token, "canTransfer", case.sender, case.receiver, case.amount)
    assert {sends, receives, moves} <= {0, 1}
    assert moves <= min(sends, receives)
    held, ice = (view(case.token, f, case.sender) for f in ("balanceOf", "getFrozenTokens"))
    assert ice <= MOST_FROZEN
    if ice and case.amount > max(0, held - ice):
        assert moves == 0


@pytest.mark.parametrize("function", ["transfer", "transferFrom", "batchTransfer"])
def test_public_transfer__all_moves_in_random_worlds__succeed_exactly_where_can_transfer_and_units_are_there(
    function: str,
) -> None:
    tried = Counter(
        succeeds(Case(world(seed), sender, receiver, amount), function)
        for seed in range(20)
        for sender in WALLETS
        for receiver in (*WALLETS, ZERO, world(seed).token.address)
        for amount in (0, 1, 7, 40, UNLIMITED)
    )
    assert min(tried[True], tried[False]) > 100


def succeeds(case: Case, function: str) -> bool:
    """Whether the transfer goes through, which is what the views promise of it; it is undone."""
    token = case.token
    held = view(token, "balanceOf", case.sender)
    promised = view(token, "canTransfer", case.sender, case.receiver, case.amount) == 1 and case.amount <= held
    arguments, by = {
        "transfer": ((case.receiver, case.amount), case.sender),
        "transferFrom": ((case.sender, case.receiver, case.amount), BROKER),
        "batchTransfer": (([case.receiver], [case.amount]), case.sender),
    }[function]
    with token.chain.undone():
        token.send("approve", BROKER, UNLIMITED, by=case.sender)
        try:
            done = token.send(function, *arguments, by=by)
        except RefusedError as refusal:
            assert not promised, refusal
            return False
        assert promised
        assert done.only("Transfer") == {"from": case.sender, "to": case.receiver, "value": case.amount}
        return True
