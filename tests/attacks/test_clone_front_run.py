# SPDX-License-Identifier: Apache-2.0
"""Somebody sees a deal being made and comes first: to its address, its initialiser, its stream or its money. He finds nothing open.

What a clone that he wires himself can reach is in ``test_counterfeit_support.py`` and ``test_counterfeit_deal.py``.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.chain.deployer import OracleRequest
from tests.attacks.test_counterfeit_support import clone_of
from tests.support import sample
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract, functions
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.roles import actor, attestors

ATTACKER, ISSUER = actor("attacker"), actor("issuer")
TERMS = OracleRequest(2, 0, 0, 0, tuple(key.address for key in attestors(2, "accomplice")), (1, 1)).packed()
PARTS = ("deal", "escrow", "offering")


def wiring_of(deal: DealContracts) -> bytes:
    """The attacker knows every byte that the factory will send."""
    return deal.chain.code(deal.deal.read("wiringAt"))[1:]


def test_attacker__sends_the_same_creation_first__has_a_deal_elsewhere_and_the_issuer_his_own(
    platform: Platform, money: Contract
) -> None:
    promised = platform.factory.read("predictDeal", ISSUER, DealSpec().salt)
    stolen = platform.create(money, by=ATTACKER)
    mine = platform.create(money)
    assert mine.deal.address == promised
    addresses = [{getattr(deal, part).address for part in PARTS} for deal in (mine, stolen)]
    assert not addresses[0] & addresses[1]


def test_attacker__makes_the_issuers_deal_with_another_originator__its_parts_are_elsewhere(
    platform: Platform, money: Contract
) -> None:
    """Also by the issuer's own hand: who pays into one deal's parts can't have paid into another's."""
    mine = platform.create(money)
    other = Platform()
    theirs = other.create(other.money(), replace(DealSpec(), originator="attacker"))
    assert theirs.deal.address == mine.deal.address
    assert not {theirs.escrow.address, theirs.offering.address} & {mine.escrow.address, mine.offering.address}


@pytest.mark.parametrize("stage", ["offered", "sold", "live"])
def test_attacker__initialises_a_deal_again__refused_whole(request: pytest.FixtureRequest, stage: str) -> None:
    deal: DealContracts = request.getfixturevalue(stage)
    wired = deal.deal.read("wiringAt")
    for by in (ATTACKER, ISSUER, actor("admin")):
        with refused_whole(deal.chain, "Deal_AlreadyWired", wiring=wired):
            deal.deal.send("initialize", wiring_of(deal), TERMS, b"", by=by)


def test_attacker__initialises_the_implementation__refused_whole(platform: Platform, offered: DealContracts) -> None:
    with refused_whole(platform.chain, "Deal_AlreadyWired", wiring=platform.implementation.address):
        platform.implementation.send("initialize", wiring_of(offered), TERMS, b"", by=ATTACKER)


@pytest.mark.parametrize("name", ["TrancheToken", "Offering", "RoyaltyEscrow"])
def test_other_parts__have_no_initialiser__there_is_nothing_to_come_first_to(name: str) -> None:
    """Their terms are in their code, from the transaction that made them."""
    setters = [word for word in functions(name) if word.lower().startswith(("init", "set", "wire", "upgrade"))]
    # the standard's freezes of a token, by order only
    assert set(setters) <= {"setAddressFrozen", "setFrozenTokens"}


def test_attacker__initialises_a_bare_clone_with_the_real_parts__can_neither_close_nor_be_paid(
    platform: Platform, sold: DealContracts
) -> None:
    clone = clone_of(platform, platform.implementation.address)
    clone.send("initialize", wiring_of(sold), TERMS, b"", by=ATTACKER)
    with refused("Deal_OnlyOffering", offering=sold.offering.address, caller=ATTACKER):
        clone.send("close", 0, b"", by=ATTACKER)
    sold.close()
    assert clone.read("status") != sold.deal.read("status")
    assert sold.payable("originator") == sample.PROCEEDS - sample.FUNDING


@pytest.mark.parametrize("where", ["factory", "deal", "escrow", "offering"])
def test_attacker__sends_money_to_addresses_that_are_not_made_yet__the_deal_is_made_and_does_not_count_it(
    where: str,
) -> None:
    plan = Platform()
    planned = plan.create(plan.money())
    target = plan.factory.address if where == "factory" else getattr(planned, where).address
    platform = Platform()
    money = platform.money()
    money.send("mint", target, 10**12, by=ATTACKER)
    deal = platform.create(money)
    assert deal.escrow.address == planned.escrow.address
    deal.sell()
    deal.close()
    assert deal.cash() == (0, (sample.FUNDING,))
    assert deal.payable("originator") == sample.PROCEEDS - sample.FUNDING


def test_attacker__opens_the_stream_of_the_deal_to_come__only_his_own(platform: Platform, money: Contract) -> None:
    """A stream belongs to whoever opens it: the deal's address can't be named by another."""
    promised = platform.factory.read("predictDeal", ISSUER, DealSpec().salt)
    platform.oracle.send("open", 1, 1, TERMS, by=ATTACKER)
    deal = platform.create(money)
    assert deal.deal.address == promised
    signers = platform.oracle.read("signersOf", promised)[4]
    assert signers == tuple(key.address for key in attestors(3))
