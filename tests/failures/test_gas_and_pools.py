# SPDX-License-Identifier: Apache-2.0
"""R8 and R9: no batch is split by sending it little gas, and no deal reaches the cash of another."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.contracts.books import OF_PRICES, offer_notes
from tests.support import sample
from tests.support.chain import RefusedError, refused
from tests.support.contract import Contract, calldata
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.platform import Platform, plain_spec
from tests.support.roles import actor, attestors

CONTRACTS = Path(__file__).parents[2] / "contracts"
SENIOR, ATTACKER = actor("senior_investor"), actor("attacker")
USD = sample.USD
CAUGHT = {
    "governance/NoteholderMeeting.sol": ["try this.rehearse(", "address(this).call("],
    "market/Offering.sol": [".trySafeTransfer("],
    "market/OneTransaction.sol": ["try token.permit("],
}
"""Calls whose failure is not passed on: a rehearsal, in which nothing moves and whose reason is passed on all the same; the change of a
bid, tried below with every amount of gas; and a permit, which moves nothing: without it the payment that needs it is refused."""


def test_r8__calls_whose_failure_is_caught__are_these_and_one_of_them_moves_money() -> None:
    found: dict[str, list[str]] = {}
    for path in sorted(CONTRACTS.rglob("*.sol")):
        if "mocks" in path.parts:
            continue
        code = re.sub(r"//.*", "", path.read_text())
        calls = re.findall(r"\btry [\w.]+\(|address\(this\)\.call\(|\w+\.call\{|\.trySafe\w+\(", code)
        if calls:
            found[str(path.relative_to(CONTRACTS))] = calls
    assert found == CAUGHT


@pytest.fixture
def cleared(platform: Platform, money: Contract) -> DealContracts:
    """Closed at a lower price than the senior investor bid: he has units and change to collect."""
    deal = offer_notes(platform, money, OF_PRICES)
    deal.subscribe(SENIOR, 0, 500, level=0)
    deal.subscribe(actor("junior_investor"), 0, 500, level=3)
    deal.close_alone()
    return deal


def test_r8__collected_with_any_amount_of_gas__units_and_change_come_or_wait_and_never_get_lost(
    cleared: DealContracts,
) -> None:
    *_, owed = cleared.offering.read("bidAt", 0, 0, 0)
    assert owed == 500 * 30 * USD
    outcomes = set()
    for gas in range(30_000, 300_000, 1_000):
        with cleared.chain.undone():
            try:
                data = calldata("Offering", "collect", 0, 0, 0)
                cleared.chain.send(ATTACKER, cleared.offering.address, data, gas=gas)
            except RefusedError:
                assert (cleared.units(0, "senior_investor"), cleared.money.read("balanceOf", SENIOR)) == (0, 0)
                outcomes.add("refused")
                continue
            assert cleared.units(0, "senior_investor") == 500
            paid = int(cleared.money.read("balanceOf", SENIOR))
            *_, waits = cleared.offering.read("bidAt", 0, 0, 0)
            assert paid + waits == owed and paid in (0, owed)
            if waits:
                cleared.offering.send("refund", 0, 0, 0, by=SENIOR)
            assert cleared.money.read("balanceOf", SENIOR) == owed
            outcomes.add("paid" if paid else "waits")
    assert {"refused", "paid"} <= outcomes


@pytest.mark.parametrize("function", ["claim", "withdraw", "execute", "batchTransfer"])
def test_r8__any_other_act_with_any_amount_of_gas__all_of_it_or_nothing(live: DealContracts, function: str) -> None:
    live.pay_date(100_000 * USD)
    live.pay_royalty(60_000 * USD)
    report = live.report(60_000 * USD)
    live.reach(2)
    live.submit(report)
    receivers = [actor("junior_investor"), actor("mezzanine_investor")] * 2
    acts = {
        "claim": (SENIOR, live.escrow, (live.tokens[0].address,)),
        "withdraw": (actor("trustee"), live.escrow, ()),
        "execute": (actor("outsider"), live.deal, (_words(report),)),
        "batchTransfer": (SENIOR, live.tokens[0], (receivers, [1, 2, 3, 4])),
    }
    by, contract, arguments = acts[function]
    data, before = calldata(contract.name, function, *arguments), live.chain.storage()
    with live.chain.undone():
        least = live.chain.send(by, contract.address, data).gas
        whole = live.chain.storage()
    done = set()
    for gas in range(max(25_000, least // 4), 2 * least, least // 12):
        with live.chain.undone():
            try:
                live.chain.send(by, contract.address, data, gas=gas)
            except RefusedError:
                assert live.chain.storage() == before
                done.add(False)
            else:
                assert live.chain.storage() == whole
                done.add(True)
    assert done == {False, True}


def _words(report: object) -> tuple[object, ...]:
    return tuple(vars(report).values())


ACCOMPLICES = attestors(3, "accomplice")


@pytest.fixture
def three(platform: Platform, money: Contract) -> list[DealContracts]:
    """One honest deal and two of the attacker's, whose attestors are his own, in one payment token."""
    platform.admit(ATTACKER)
    keys = tuple(key.address for key in ACCOMPLICES)
    hostile = replace(plain_spec(10), attestors=keys, originator="attacker")
    deals = [platform.create(money)]
    deals += [platform.create(money, replace(hostile, salt=bytes([i]) * 32), by=ATTACKER) for i in (1, 2)]
    deals[0].sell()
    for deal in deals[1:]:
        deal.sell({"attacker": (10,)})
    for deal in deals:
        deal.close()
    return deals


def owed_by(deal: DealContracts) -> int:
    roles = ("attacker", *sample.ALLOCATION)
    owed = sum(deal.entitlement(t, role) for t in range(len(deal.tokens)) for role in roles)
    owed += sum(deal.payable(role) for role in (*sample.PAYEES, "originator", "attacker"))
    collection, accounts = deal.cash()
    return owed + collection + sum(accounts)


def test_r9__two_hostile_deals_beside_an_honest_one__each_holds_what_it_owes(three: list[DealContracts]) -> None:
    rng, honest = Random(9), three[0]
    for _ in range(12):
        for deal in three:
            paid = rng.choice([0, 1, 1_009, 90_000 * USD])
            if paid:
                deal.pay_royalty(paid)
            claimed = paid if deal is honest else 10**15  # the attacker's attestors say whatever he likes
            report = deal.report(claimed)
            deal.reach(report.period)
            deal.submit(report, None if deal is honest else ACCOMPLICES[:2])
            deal.execute(report, by=ATTACKER)
        for deal in three:
            for other in three:
                for token in other.tokens:
                    for by in (ATTACKER, SENIOR):
                        accepted, _ = deal.chain.attempt(
                            by, deal.escrow.address, calldata("RoyaltyEscrow", "claim", token.address)
                        )
                        assert not accepted or other is deal
            assert owed_by(deal) <= deal.held() < owed_by(deal) + 20
    earned = int(honest.money.read("balanceOf", ATTACKER)) + sum(owed_by(deal) for deal in three[1:])
    put_in = sum(sum(e["amount"] for e in _paid_to(deal)) for deal in three[1:])
    assert earned <= put_in, "all he can have is what was paid to his own deals"


def _paid_to(deal: DealContracts) -> list[dict[str, int]]:
    return [dict(e.args) for e in deal.chain.log if e.name == "RoyaltyPaid" and e.address == deal.escrow.address]


@pytest.mark.parametrize("entry", ["distribute", "receiveFrom", "openBooks", "shut"])
def test_r9__a_hostile_deal_at_the_other_s_escrow__refused(three: list[DealContracts], entry: str) -> None:
    honest, hostile = three[0], three[1]
    arguments = {
        "distribute": (0, [0], [ATTACKER], [sample.FUNDING], [], []),
        "receiveFrom": (SENIOR, 0, 5),
        "openBooks": (honest.offering.address, 0, ATTACKER, [0], [hostile.tokens[0].address], [1]),
        "shut": (),
    }[entry]
    honest.money.send("approve", honest.escrow.address, UNLIMITED, by=SENIOR)
    honest.chain.place(hostile.deal.address, b"")  # whatever its code, it acts as it likes
    with refused("RoyaltyEscrow_OnlyDeal", deal=honest.deal.address, caller=hostile.deal.address):
        honest.escrow.send(entry, *arguments, by=hostile.deal.address)
    assert honest.cash() == (0, (sample.FUNDING,))
