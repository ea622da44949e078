# SPDX-License-Identifier: Apache-2.0
"""A permit and the bid in one transaction: used by somebody else first it does no harm, and it gives nobody more than was signed."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from eth_account.messages import encode_typed_data

from tests.contracts.books import ATTACKER, PRICE, balance, fixed, offer_notes, told
from tests.support.chain import Answer, refused, refused_whole
from tests.support.contract import Contract, calldata
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.roles import actor, key_of
from tests.support.sample import DEADLINE

INVESTOR = key_of("permitting investor")
STRANGER = actor("stranger")
FIELDS = (
    ("owner", "address"),
    ("spender", "address"),
    ("value", "uint256"),
    ("nonce", "uint256"),
    ("deadline", "uint256"),
)
TYPES = {"Permit": [{"name": name, "type": kind} for name, kind in FIELDS]}
UNITS = 30
COST = UNITS * PRICE


@dataclass(frozen=True)
class Permit:
    value: int
    deadline: int
    v: int
    r: bytes
    s: bytes

    @property
    def parts(self) -> tuple[int, int, int, bytes, bytes]:
        return self.value, self.deadline, self.v, self.r, self.s


def sign(deal: DealContracts, value: int = COST, deadline: int = DEADLINE, nonce: int = 0) -> Permit:
    """By the investor, for the offering."""
    domain = {
        "name": "Test Dollar",
        "version": "1",
        "chainId": deal.chain.chain_id,
        "verifyingContract": deal.money.address,
    }
    fields = {
        "owner": INVESTOR.address,
        "spender": deal.offering.address,
        "value": value,
        "nonce": nonce,
        "deadline": deadline,
    }
    signed = INVESTOR.sign_message(encode_typed_data(domain, TYPES, fields))
    return Permit(value, deadline, signed.v, signed.r.to_bytes(32, "big"), signed.s.to_bytes(32, "big"))


@pytest.fixture
def deal(platform: Platform, money: Contract) -> DealContracts:
    """The investor has twice what its bid costs, and has allowed nobody anything."""
    platform.admit(INVESTOR.address)
    made = offer_notes(platform, money, fixed())
    money.send("mint", INVESTOR.address, 2 * COST, by=INVESTOR.address)
    return made


def together(deal: DealContracts, permit: Permit, by: str = INVESTOR.address) -> Answer:
    """``multicall([permit, subscribe])``."""
    calls = [
        calldata("Offering", "permit", deal.money.address, *permit.parts),
        calldata("Offering", "subscribe", 0, 0, UNITS),
    ]
    return deal.offering.send("multicall", calls, by=by)


def allowance(deal: DealContracts) -> int:
    return int(deal.money.read("allowance", INVESTOR.address, deal.offering.address))


def test_multicall__permit_and_bid__in_one_transaction(deal: DealContracts) -> None:
    together(deal, sign(deal))
    assert told(deal, 0, 0)[:2] == (INVESTOR.address, UNITS)
    assert (balance(deal, INVESTOR.address), allowance(deal)) == (COST, 0)


def test_multicall__permit_used_first_by_a_stranger__the_bid_goes_through_all_the_same(deal: DealContracts) -> None:
    permit = sign(deal)
    owner = (INVESTOR.address, deal.offering.address)
    deal.money.send("permit", *owner, *permit.parts, by=STRANGER)
    together(deal, permit)
    assert told(deal, 0, 0)[:2] == (INVESTOR.address, UNITS)
    assert balance(deal, INVESTOR.address) == COST


def test_multicall__stranger_with_the_permit_of_another__takes_nothing_of_his(
    deal: DealContracts, platform: Platform
) -> None:
    """Whose permit it is and who bids is the caller."""
    platform.admit(ATTACKER)
    permit = sign(deal)
    with refused_whole(
        deal.chain, "ERC20InsufficientAllowance", spender=deal.offering.address, allowance=0, needed=COST
    ):
        together(deal, permit, by=ATTACKER)
    deal.money.send("permit", INVESTOR.address, deal.offering.address, *permit.parts, by=ATTACKER)
    with refused_whole(
        deal.chain, "ERC20InsufficientAllowance", spender=deal.offering.address, allowance=0, needed=COST
    ):
        together(deal, permit, by=ATTACKER)
    assert balance(deal, INVESTOR.address) == 2 * COST


@pytest.mark.parametrize("spoilt", ["expired", "of another amount", "used up"])
def test_multicall__permit_that_is_not_good__refused_by_what_follows(deal: DealContracts, spoilt: str) -> None:
    """It is passed over, and then the allowance is missing."""
    allowed = 0
    match spoilt:
        case "expired":
            permit = sign(deal, deadline=deal.chain.now - 1)
        case "of another amount":
            allowed = COST - 1
            permit = sign(deal, allowed)
        case _:
            permit = sign(deal)
            together(deal, permit)
    with refused_whole(
        deal.chain, "ERC20InsufficientAllowance", spender=deal.offering.address, allowance=allowed, needed=COST
    ):
        together(deal, permit)


def test_multicall__one_call_refused__none_is_done(deal: DealContracts) -> None:
    deal.money.send("approve", deal.offering.address, 2 * COST, by=INVESTOR.address)
    calls = [calldata("Offering", "subscribe", 0, 0, units) for units in (UNITS, 0)]
    with refused_whole(deal.chain, "Offering_NotInLots", lot=1, units=0):
        deal.offering.send("multicall", calls, by=INVESTOR.address)


def test_multicall__several_bids__each_paid_for(deal: DealContracts) -> None:
    """The guard of one call is over before the next."""
    deal.money.send("approve", deal.offering.address, 2 * COST, by=INVESTOR.address)
    calls = [calldata("Offering", "subscribe", 0, 0, UNITS)] * 2
    deal.offering.send("multicall", calls, by=INVESTOR.address)
    assert told(deal, 0, UNITS).units == UNITS
    assert balance(deal, deal.offering.address) == 2 * COST


def test_permit__of_a_token_that_is_none__harms_nobody_but_the_caller(deal: DealContracts) -> None:
    """Whatever contract is named is called with the caller's own name as owner and can't use the offering's."""
    before = balance(deal, deal.offering.address)
    for target in (deal.escrow.address, deal.tokens[0].address, deal.offering.address):
        deal.offering.send("permit", target, *sign(deal).parts, by=ATTACKER)
    assert balance(deal, deal.offering.address) == before
    with refused("NoReason"):
        deal.offering.send("permit", actor("no contract"), *sign(deal).parts, by=ATTACKER)


def test_take_up__with_a_permit__in_one_transaction(platform: Platform, money: Contract) -> None:
    platform.admit(INVESTOR.address)
    deal = offer_notes(platform, money, fixed(30), units=30)
    leaver = actor("leaver")
    platform.admit(leaver)
    deal.subscribe(leaver, 0, 30)
    deal.close_alone()
    platform.remove(leaver)
    deal.chain.now += 10 * 24 * 3600
    money.send("mint", INVESTOR.address, COST, by=INVESTOR.address)
    permit = sign(deal, deadline=deal.chain.now)
    calls = [
        calldata("Offering", "permit", money.address, *permit.parts),
        calldata("Offering", "takeUp", 0, 0, 0),
    ]
    deal.offering.send("multicall", calls, by=INVESTOR.address)
    assert deal.tokens[0].read("balanceOf", INVESTOR.address) == 30
