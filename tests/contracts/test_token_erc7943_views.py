# SPDX-License-Identifier: Apache-2.0
"""ERC-7943 in its final text, the views: what they answer, that they never revert, and that transfers keep what they promise."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from functools import reduce
from operator import or_
from random import Random

import pytest
from eth_utils.address import to_checksum_address
from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.contracts.transfer_world import WALLETS, World
from tests.support.chain import RefusedError
from tests.support.contract import Contract, calldata
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.platform import Platform
from tests.support.powers import halt, order
from tests.support.roles import actor
from tests.support.rules import live_under, offer_under
from tests.support.sample import CLOSING, DAY

SENIOR, MEZZANINE, JUNIOR = actor("senior_investor"), actor("mezzanine_investor"), actor("junior_investor")
OUTSIDER, BROKER = actor("outsider"), actor("broker")
ZERO = "0x" + "00" * 20
MOST_FROZEN = 2**48 - 1


@pytest.fixture
def token(live: DealContracts) -> Contract:
    """The senior tranche: 600 units of the senior investor, 400 of the mezzanine, under no rule but eligibility."""
    return live.tokens[0]


# canSend, canReceive


def test_can_send_and_receive__account__by_itself(token: Contract, live: DealContracts, platform: Platform) -> None:
    """Who is frozen or halted does neither; who is not eligible may send, unless the rules of the tranche say otherwise."""
    order(platform, "setAddressFrozen", token, SENIOR, True)
    halt(platform, "haltHolder", live.deal.address, MEZZANINE, until=CLOSING + DAY)

    def can(who: str) -> tuple[bool, bool]:
        return token.read("canSend", who), token.read("canReceive", who)

    assert [can(who) for who in (SENIOR, MEZZANINE, JUNIOR, OUTSIDER, ZERO)] == [
        (False, False),
        (False, False),
        (True, True),
        (True, False),
        (False, False),
    ]
    live.chain.now = CLOSING + DAY + 1
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
    rules = TransferRules(holder_limit=1, largest_holding=60, denomination=10, locked_until=CLOSING + DAY)
    (token,) = live_under(platform, money, rules, {"senior_investor": (60,)}).tokens
    order(platform, "setFrozenTokens", token, SENIOR, 60)
    order(platform, "pause", token)
    halt(platform, "haltTranche", token.address, until=CLOSING + DAY)
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
        halt(platform, stopped, subject.address, until=CLOSING + DAY)
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
