# SPDX-License-Identifier: Apache-2.0
"""Row T5: a payment token that calls back, from before and after the move, into every entry there is."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import pytest
from eth_utils.crypto import keccak

from tests.attacks.reentrant import MOMENTS, Hostile, sold
from tests.support.contract import Contract, functions
from tests.support.roles import actor, attestors
from tests.support.sample import USD

OWN_BOOKS = ("RoyaltyEscrow.amend", "RoyaltyEscrow.restrain", "RoyaltyEscrow.stopTrading")
"""Books of units are the caller's own: whoever calls writes in none but those kept under his address."""


def acts_of(hostile: Hostile) -> dict[str, tuple[Contract, str, tuple[Any, ...]]]:
    """Every entry of the deal's contracts that changes anything, with arguments that would be in order where there are such."""
    deal, report = hostile.deal, astuple(hostile.deal.report(60_000 * USD))
    me, token = hostile.me, deal.tokens[0].address
    usual: dict[str, tuple[Any, ...]] = {
        "claim": (token,),
        "withdraw": (),
        "payRoyalty": (keccak(text="licence"), 500, bytes(32)),
        "execute": (report,),
        "distribute": (0, [0], [me], [1], [token], [1]),
        "openBooks": (deal.offering.address, 0, me, [0], [token], [1]),
        "receiveFrom": (me, 0, 1),
        "rebook": (actor("senior_investor"), me, 1),
        "amend": (actor("senior_investor"), 0, me, 0),
        "restrain": (me, 0, 0),
        "heed": (token, me, True),
        "stopTrading": (True,),
        "shut": (),
        "close": (),
        "collect": (0, 0, 0),
        "refund": (0, 0, 0),
        "subscribe": (0, 0, 1),
        "takeUp": (0, 0, 0),
        "moveBid": (0, 0, 0),
        "conclude": (),
        "exerciseCall": (0, 10**12),
        "carryOut": (b"", 0, 0),
        "initialize": (b"", b"", b""),
        "receiveSupport": (0, me, 1),
    }
    found = {}
    for contract in (deal.escrow, deal.deal, deal.offering):
        for name, entry in functions(contract.name).items():
            if entry["stateMutability"] == "nonpayable" and name not in ("permit", "multicall"):
                arguments = usual[name]
                if (contract.name, name) == ("Deal", "heed"):
                    arguments = (True,)
                if (contract.name, name) == ("Deal", "close"):
                    arguments = (0, b"")
                found[f"{contract.name}.{name}"] = (contract, name, arguments)
    return found


@MOMENTS
@pytest.mark.parametrize("outer", ["claim", "withdraw", "payRoyalty"])
def test_t5__token_calls_every_entry_from_its_hook__refused_by_the_lock_or_for_want_of_a_right(
    outer: str, moment: int
) -> None:
    stage = sold()
    stage.deal.close()
    stage.deal.pay_date(100_000 * USD, invoices=(1_000 * USD,))
    stage.deal.pay_royalty(60_000 * USD)
    stage.deal.reach(2)
    stage.deal.submit(stage.deal.report(60_000 * USD))
    cost = 500 if outer == "payRoyalty" else 0
    locked = set()
    for name, (contract, function, arguments) in acts_of(stage).items():
        with stage.platform.chain.undone():
            wealth, others = stage.wealth(), stage.deal.entitlement(0, "senior_investor")
            stage.arm(moment, contract, function, *arguments)
            entry = acts_of(stage)[f"RoyaltyEscrow.{outer}"]
            stage.act(*entry[:2], *entry[2])
            refusal = stage.refusal()
            if refusal == "ReentrancyGuardReentrantCall":
                locked.add(name)
            assert refusal or name in OWN_BOOKS, name
            assert stage.wealth() == wealth - cost
            assert stage.deal.entitlement(0, "senior_investor") == others
            assert 0 <= stage.deal.held() - stage.owed() <= 3
    assert {"RoyaltyEscrow.claim", "RoyaltyEscrow.withdraw", "RoyaltyEscrow.payRoyalty", "Deal.execute"} <= locked


@MOMENTS
def test_t5__token_hands_a_report_in_from_its_hook__taken_as_ever_and_worth_nothing(moment: int) -> None:
    """The oracle holds no cash of a deal; the date itself waits for the lock."""
    stage = sold()
    stage.deal.close()
    stage.deal.pay_date(100_000 * USD)
    stage.deal.pay_royalty(60_000 * USD)
    stage.deal.reach(2)
    given = stage.deal.report(60_000 * USD)
    digest = stage.deal.oracle.read("digestOf", astuple(given))
    signatures = b"".join(key.unsafe_sign_hash(digest).signature for key in attestors(3)[:2])
    stage.arm(moment, stage.deal.oracle, "submit", astuple(given), signatures)
    wealth = stage.wealth()
    stage.act(stage.deal.escrow, "claim", stage.deal.tokens[0].address)
    assert (stage.refusal(), stage.wealth()) == ("", wealth)
    stage.deal.execute(given)
    assert 0 <= stage.deal.held() - stage.owed() <= 3
