# SPDX-License-Identifier: Apache-2.0
"""Two deals on one oracle, one registry and one payment token: neither reaches the other's cash, report or units."""

from __future__ import annotations

from dataclasses import astuple, replace

import pytest
from eth_utils.crypto import keccak

from regalia.chain.deployer import OracleRequest
from regalia.domain.program import SubjectKind
from tests.support import sample
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform, plain_spec
from tests.support.roles import actor, attestors

ATTACKER, SENIOR = actor("attacker"), actor("senior_investor")


@pytest.fixture
def hostile(platform: Platform, live: DealContracts) -> DealContracts:
    """The attacker's own deal: his attestors, himself as holder and originator, on everything the first deal uses."""
    platform.admit(ATTACKER)
    keys = tuple(key.address for key in attestors(3, "accomplice"))
    spec = replace(plain_spec(10), attestors=keys, originator="attacker", deadline=platform.chain.now + sample.DAY)
    deal = platform.create(live.money, spec, by=ATTACKER)
    deal.sell({"attacker": (10,)})
    deal.close()
    return deal


def test_hostile_deal__attests_a_fortune__no_cash_of_the_other_flows(
    live: DealContracts, hostile: DealContracts
) -> None:
    live.pay_royalty(100_000 * sample.USD)
    report = hostile.report(10**20)
    hostile.reach(1)
    hostile.submit(report, attestors(3, "accomplice")[:2])
    done = hostile.execute(report, by=ATTACKER)
    assert done.only("PaymentDateExecuted")["available"] == 0
    assert hostile.entitlement(0, "attacker") == 0
    assert live.cash() == (100_000 * sample.USD, (sample.FUNDING,))


def test_hostile_deal__its_token_claimed_at_the_other_escrow__refused(
    live: DealContracts, hostile: DealContracts
) -> None:
    hostile.pay_royalty(5_000)
    report = hostile.report(5_000)
    hostile.reach(1)
    hostile.submit(report, attestors(3, "accomplice")[:2])
    hostile.execute(report)
    with refused("RoyaltyEscrow_NothingOwed", claimant=ATTACKER):
        live.escrow.send("claim", hostile.tokens[0].address, by=ATTACKER)
    hostile.escrow.send("claim", hostile.tokens[0].address, by=ATTACKER)
    assert live.money.read("balanceOf", ATTACKER) == 5_000


def test_hostile_deal__signatures_of_its_attestors_on_the_other__refused(
    live: DealContracts, hostile: DealContracts
) -> None:
    live.reach(1)
    with refused("RoyaltyOracle_UnknownSigner"):
        live.submit(live.report(10**12), attestors(3, "accomplice")[:2])


def test_report__of_one_deal_replayed_on_another_with_the_same_attestors__refused(
    live: DealContracts, platform: Platform
) -> None:
    twin = platform.create(live.money, DealSpec(deadline=platform.chain.now + sample.DAY, salt=b"\1" * 32))
    twin.sell()
    twin.close()
    report = live.report(70_000)
    digest = live.oracle.read("digestOf", astuple(report))
    signatures = b"".join(key.unsafe_sign_hash(digest).signature for key in attestors(3)[:2])
    stolen = replace(report, deal=twin.deal.address)
    with refused("RoyaltyOracle_UnknownSigner"):
        live.oracle.send("submit", astuple(stolen), signatures, by=ATTACKER)
    live.reach(1)
    with refused("RoyaltyOracle_NoReportPending", deal=twin.deal.address):
        twin.execute(stolen)


def test_report__of_one_deal_consumed_by_a_stranger__refused(live: DealContracts) -> None:
    report = live.report(70_000)
    live.submit(report)
    with refused("RoyaltyOracle_NoReportPending", deal=ATTACKER):
        live.oracle.send("consume", astuple(report), by=ATTACKER)
    live.reach(1)
    live.execute(report)


def test_counterfeit_deal__opens_a_stream_itself__its_stream_is_only_its_own(live: DealContracts) -> None:
    live.oracle.send("open", 1, 1, OracleRequest(1, 0, 0, 0, (ATTACKER,), (1,)).packed(), by=ATTACKER)
    _, threshold, _, _, signers, *_ = live.oracle.read("signersOf", live.deal.address)
    assert (threshold, signers) == (2, tuple(key.address for key in attestors(3)))


def test_two_deals__one_token__each_escrow_holds_what_it_owes(live: DealContracts, platform: Platform) -> None:
    to_payee = replace(sample.PROGRAM.steps[-1], subject_kind=SubjectKind.PAYEE, subject=0)
    program = replace(sample.PROGRAM, steps=(*sample.PROGRAM.steps[:-1], to_payee))
    other = platform.create(
        live.money, DealSpec(program, deadline=platform.chain.now + sample.DAY, salt=keccak(text="other"))
    )
    other.sell()
    other.close()
    for deal, received in ((live, 90_000), (other, 2_000_000), (live, 0)):
        deal.pay_date(received * sample.USD)
    for deal in (live, other):
        owed = sum(deal.payable(p) for p in (*sample.PAYEES, "originator"))
        owed += sum(deal.entitlement(t, role) for t in range(3) for role in sample.ALLOCATION)
        assert deal.held() == owed + deal.cash()[0] + deal.cash()[1][0]


def test_offering_of_one_deal__closes_another__impossible(
    live: DealContracts, money: Contract, platform: Platform
) -> None:
    fresh = platform.create(money, DealSpec(deadline=platform.chain.now + sample.DAY, salt=b"\2" * 32))
    with refused("Deal_OnlyOffering", offering=fresh.offering.address, caller=actor("attacker")):
        fresh.deal.send("close", 0, b"", by=ATTACKER)
    with refused("Deal_AlreadyClosed"):
        live.offering.send("close", by=ATTACKER)
    assert fresh.deal.read("status") == 0
