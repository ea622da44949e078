# SPDX-License-Identifier: Apache-2.0
"""W7 to W9: which state follows which, and that nobody's way out depends on what another does in the same block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.support import sample, whole
from tests.support.acts import conclude
from tests.support.chain import RefusedError, refused
from tests.support.contract import Contract, functions
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform, fixed_price, plain_spec
from tests.support.powers import order
from tests.support.roles import actor

STATES = ("offered", "sold", "lapsed", "live", "concluded")
PLENTY = 1_500_000 * whole.USD
SENIOR, JUNIOR, ATTACKER = actor("senior_investor"), actor("junior_investor"), actor("attacker")


def reach(platform: Platform, money: Contract, state: str) -> DealContracts:
    """A deal that can be concluded, in that state."""
    deal = platform.create(money, whole.spec())
    for role, units in whole.ALLOCATION.items():
        for tranche, count in enumerate(units):
            if count and (state != "lapsed" or tranche):
                deal.subscribe(actor(role), tranche, count)
    if state in ("sold", "lapsed"):
        deal.end_window()
    elif state in ("live", "concluded"):
        deal.close()
        deal.pay_date(PLENTY)
        if state == "concluded":
            conclude(deal)
    assert deal.deal.read("status") == STATES.index(state)
    return deal


def execute(deal: DealContracts) -> None:
    report = deal.report(0)
    if deal.deal.read("status") == STATES.index("live"):
        deal.reach(report.period)
        deal.submit(report)
    deal.execute(report)


def pay(deal: DealContracts) -> None:
    deal.pay_royalty(5)


ACTS: dict[str, Callable[[DealContracts], object]] = {
    "subscribe": lambda deal: deal.subscribe(SENIOR, 0, 1),
    "close": lambda deal: deal.offering.send("close", by=actor("outsider")),
    "refund": lambda deal: deal.offering.send("refund", 1, 0, 0, by=ATTACKER),
    "pay a royalty": pay,
    "execute": execute,
    "conclude": conclude,
    "close by hand": lambda deal: deal.deal.send("close", 0, b"", by=ATTACKER),
    "wire anew": lambda deal: deal.deal.send("initialize", b"", b"", b"", by=ATTACKER),
    "carry out": lambda deal: deal.deal.send("carryOut", b"", 0, 0, by=ATTACKER),
    "heed": lambda deal: deal.deal.send("heed", True, by=ATTACKER),
}
ALLOWED = {
    ("offered", "subscribe"): "offered",
    ("sold", "close"): "live",
    ("lapsed", "refund"): "lapsed",
    ("live", "pay a royalty"): "live",
    ("live", "execute"): "live",
    ("live", "conclude"): "concluded",
}
"""All that may be done in each state, and which one it leads to. Time alone leads from offered to sold or lapsed."""


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", list(ACTS))
def test_w7__every_act_in_every_state__done_where_the_list_has_it_and_else_refused(
    platform: Platform, money: Contract, state: str, act: str
) -> None:
    deal = reach(platform, money, state)
    expected = ALLOWED.get((state, act))
    if expected:
        ACTS[act](deal)
        assert deal.deal.read("status") == STATES.index(expected)
        return
    before = deal.deal.read("totals"), deal.state(), deal.cash(), deal.deal.read("nextPeriod")
    with pytest.raises(RefusedError) as refusal:
        ACTS[act](deal)
    assert "_" in refusal.value.revert.name, "an error that says why"
    assert deal.deal.read("status") == STATES.index(state)
    assert (deal.deal.read("totals"), deal.state(), deal.cash(), deal.deal.read("nextPeriod")) == before


def test_w7__next_period__not_reported_before_the_waiting_one_is_paid(live: DealContracts) -> None:
    live.pay_royalty(100_000 * sample.USD)
    first = live.report(100_000 * sample.USD)
    live.submit(first)
    live.reach(2)
    with refused("RoyaltyOracle_PreviousNotExecuted", pending=1):
        live.submit(live.report(0, period=2))
    with refused("Deal_PeriodOutOfOrder", expected=1, given=2):
        live.execute(live.report(0, period=2))
    live.execute(first)
    assert live.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT


def test_w7__deal_concluded_over_a_report_that_waits__its_cash_is_paid_out_all_the_same(
    platform: Platform, money: Contract
) -> None:
    deal = reach(platform, money, "live")
    deal.pay_royalty(70_000)
    deal.submit(deal.report(70_000))
    sponsor = deal.payable("sponsor")
    conclude(deal)
    assert deal.payable("sponsor") >= sponsor + 70_000
    assert deal.cash() == (0, (0, 0, 0))
    owed = sum(deal.payable(role) for role in (*whole.PAYEES, "originator"))
    assert deal.held() == owed + sum(deal.entitlement(t, r) for t in range(2) for r in whole.ALLOCATION)


IN_THE_SAME_BLOCK: dict[str, Callable[[Platform, DealContracts], object]] = {
    "a donation": lambda p, d: d.money.send("mint", d.escrow.address, 10**15, by=ATTACKER),
    "a royalty of one unit": lambda p, d: d.pay_royalty(1, by=ATTACKER),
    "a large royalty": lambda p, d: d.pay_royalty(10**12, by=ATTACKER),
    "another's claim": lambda p, d: d.claim(0, "mezzanine_investor"),
    "another's sale": lambda p, d: d.tokens[0].send("transfer", JUNIOR, 400, by=actor("mezzanine_investor")),
    "units sent to him": lambda p, d: d.tokens[0].send("transfer", SENIOR, 399, by=actor("mezzanine_investor")),
    "a seizure of another's": lambda p, d: order(
        p, "forcedTransferByOrder", d.tokens[0], actor("mezzanine_investor"), JUNIOR, 400, 0
    ),
    "a pause": lambda p, d: order(p, "pause", d.tokens[0]),
    "a payee's withdrawal": lambda p, d: d.escrow.send("withdraw", by=actor("trustee")),
}


@pytest.mark.parametrize("act", list(IN_THE_SAME_BLOCK))
def test_w8__what_others_do_just_before__a_claim_and_a_withdrawal_pay_the_same(
    platform: Platform, live: DealContracts, act: str
) -> None:
    live.pay_date(100_000 * sample.USD)
    IN_THE_SAME_BLOCK[act](platform, live)
    before = live.money.read("balanceOf", SENIOR)
    live.claim(0, "senior_investor")
    assert live.money.read("balanceOf", SENIOR) - before == 600 * sample.SENIOR_UNIT
    assert live.escrow.send("withdraw", by=actor("servicer")).only("PayableClaimed")["amount"] == 2_000 * sample.USD


@pytest.mark.parametrize("units", [1, 3, 250])
def test_w8__refund_of_a_lapsed_offering__is_what_was_paid_whatever_others_bid(
    offered: DealContracts, units: int
) -> None:
    offered.subscribe(SENIOR, 0, units)
    offered.money.send("mint", offered.offering.address, 10**15, by=ATTACKER)
    offered.subscribe(JUNIOR, 0, 7)
    offered.end_window()
    for place, owner, count in ((0, SENIOR, units), (units, JUNIOR, 7)):
        offered.offering.send("refund", 0, 0, place, by=ATTACKER)
        assert offered.money.read("balanceOf", owner) == count * 1_000 * sample.USD


SHARE_WORDS = ("share", "asset", "convert", "preview", "deposit", "exchangerate", "pricepershare", "nav")


def test_w9__interfaces__know_no_price_of_a_share() -> None:
    for name in ("TrancheToken", "RoyaltyEscrow", "Deal", "Offering"):
        assert not [f for f in functions(name) if any(word in f.lower() for word in SHARE_WORDS)], name


@pytest.mark.parametrize("donated", [0, 1, 10**15])
def test_w9__first_bidder_of_one_unit_and_a_donation__the_next_gets_all_he_paid_for(
    platform: Platform, money: Contract, donated: int
) -> None:
    platform.admit(ATTACKER)
    spec = replace(plain_spec(1_000, sample.USD), offers=(fixed_price(1, sample.USD),))
    deal = platform.create(money, spec)
    deal.subscribe(ATTACKER, 0, 1)
    for place in (deal.offering, deal.escrow, deal.tokens[0], deal.deal):
        money.send("mint", place.address, donated, by=ATTACKER)
    deal.subscribe(SENIOR, 0, 999)
    deal.close()
    assert (deal.units(0, "attacker"), deal.units(0, "senior_investor")) == (1, 999)
    assert deal.payable("originator") == 1_000 * sample.USD
    deal.pay_date(1_000_000)
    assert (deal.entitlement(0, "attacker"), deal.entitlement(0, "senior_investor")) == (1_000, 999_000)


@pytest.mark.parametrize("units", [1, 999, 1_000])
def test_w9__in_and_out_again__no_profit(platform: Platform, money: Contract, units: int) -> None:
    """Bid for and refunded: what was paid, once."""
    platform.admit(ATTACKER)
    lapsing = platform.create(money, DealSpec())
    lapsing.subscribe(ATTACKER, 0, units)
    lapsing.end_window()
    lapsing.offering.send("refund", 0, 0, 0, by=ATTACKER)
    assert money.read("balanceOf", ATTACKER) == units * 1_000 * sample.USD
    assert money.read("balanceOf", lapsing.offering.address) == 0
    with refused("Offering_NothingLeft"):
        lapsing.offering.send("refund", 0, 0, 0, by=ATTACKER)


def test_w9__redeemed_at_once_after_closing__refused_and_nothing_is_owed(
    platform: Platform, live: DealContracts
) -> None:
    with refused("TrancheToken_NotRedeemed"):
        order(platform, "redeem", live.tokens[0], SENIOR, 600)
    with refused("RoyaltyEscrow_NothingOwed", claimant=SENIOR):
        live.claim(0, "senior_investor")
