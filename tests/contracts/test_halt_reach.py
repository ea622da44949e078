# SPDX-License-Identifier: Apache-2.0
"""What a halt stops, how far it reaches, and what it never does."""

from __future__ import annotations

import pytest

from regalia.domain.transfer_questions import Question
from tests.contracts.halts import (
    BROKER,
    JUNIOR,
    LONGEST,
    MEZZANINE,
    SENIOR,
    UNTIL,
    ZERO,
    Kind,
    of_every_kind,
    trade,
    trades,
)
from tests.support import sample
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.powers import halt, order, resume
from tests.support.roles import actor
from tests.support.rules import transfer_refused
from tests.support.sample import DAY, START, USD

# How far it reaches


def test_deal_halt__transfers_of_every_tranche__refused_by_every_way(live: DealContracts, platform: Platform) -> None:
    halt(platform, "haltDeal", live.deal.address, until=UNTIL)
    for token, sender, receiver in zip(
        live.tokens, (SENIOR, MEZZANINE, JUNIOR), (MEZZANINE, SENIOR, SENIOR), strict=True
    ):
        token.send("approve", BROKER, UNLIMITED, by=sender)
        for function, arguments, by in (
            ("transfer", (receiver, 1), sender),
            ("transferFrom", (sender, receiver, 1), BROKER),
            ("batchTransfer", ([receiver], [1]), sender),
        ):
            with transfer_refused(Question.NOT_HALTED, sender, receiver, 1):
                token.send(function, *arguments, by=by)
    resume(platform, "resumeDeal", live.deal.address)
    trade(live, SENIOR, MEZZANINE, 0)
    trade(live, MEZZANINE, SENIOR, 1)
    trade(live, JUNIOR, SENIOR, 2)


def test_tranche_halt__another_tranche_and_payment_dates__go_on(live: DealContracts, platform: Platform) -> None:
    halt(platform, "haltTranche", live.tokens[0].address, until=sample.FIRST_DATE + DAY)
    trade(live, MEZZANINE, SENIOR, 1)
    trade(live, JUNIOR, SENIOR, 2)
    live.pay_date(100_000 * USD)
    assert live.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT
    live.claim(0, "senior_investor")
    with transfer_refused(Question.NOT_HALTED, SENIOR, MEZZANINE, 1):
        trade(live)


def test_holder_halt__in_every_tranche__neither_sends_receives_nor_claims(
    live: DealContracts, platform: Platform
) -> None:
    live.pay_date(200_000 * USD)
    until = live.chain.now + DAY
    halt(platform, "haltHolder", live.deal.address, SENIOR, until=until)
    assert live.entitlement(0, "senior_investor") > 0
    with transfer_refused(Question.SENDER_NOT_HALTED, SENIOR, MEZZANINE, 1):
        trade(live, SENIOR, MEZZANINE, 0)
    with transfer_refused(Question.SENDER_NOT_HALTED, SENIOR, JUNIOR, 1):
        trade(live, SENIOR, JUNIOR, 2)
    with transfer_refused(Question.RECEIVER_NOT_HALTED, MEZZANINE, SENIOR, 1):
        trade(live, MEZZANINE, SENIOR, 1)
    with refused("RoyaltyEscrow_HolderHalted", holder=SENIOR, until=until):
        live.claim(0, "senior_investor")
    trade(live, MEZZANINE, JUNIOR, 0)
    live.claim(0, "mezzanine_investor")


@pytest.mark.parametrize(("seconds", "claims"), [(-1, False), (0, False), (1, True)])
def test_holder_halt__claim_around_the_last_second__all_that_was_earned_meanwhile(
    live: DealContracts, platform: Platform, seconds: int, claims: bool
) -> None:
    """The payment date lies inside the halt."""
    until = sample.FIRST_DATE + DAY
    live.chain.now = sample.FIRST_DATE - DAY
    halt(platform, "haltHolder", live.deal.address, SENIOR, until=until)
    live.pay_date(100_000 * USD)
    live.chain.now = until + seconds
    if claims:
        live.claim(0, "senior_investor")
    else:
        with refused("RoyaltyEscrow_HolderHalted", holder=SENIOR, until=until):
            live.claim(0, "senior_investor")
    assert live.money.read("balanceOf", SENIOR) == (600 * sample.SENIOR_UNIT if claims else 0)


def test_holder_halt__resumed__claims_at_once(live: DealContracts, platform: Platform) -> None:
    live.pay_date(100_000 * USD)
    halt(platform, "haltHolder", live.deal.address, SENIOR, until=live.chain.now + DAY)
    resume(platform, "resumeHolder", live.deal.address, SENIOR)
    live.claim(0, "senior_investor")
    assert live.money.read("balanceOf", SENIOR) == 600 * sample.SENIOR_UNIT


def test_holder_halt__before_he_holds_anything__keeps_units_from_him(live: DealContracts, platform: Platform) -> None:
    newcomer = actor("newcomer")
    halt(platform, "haltHolder", live.deal.address, newcomer, until=UNTIL)
    platform.admit(newcomer)
    with transfer_refused(Question.RECEIVER_NOT_HALTED, SENIOR, newcomer, 1):
        trade(live, SENIOR, newcomer)


@of_every_kind
def test_halt__of_one_deal__another_deal_with_the_same_investors_goes_on(
    live: DealContracts, platform: Platform, money: Contract, kind: Kind
) -> None:
    spec = DealSpec(deadline=live.chain.now + DAY)
    other = platform.create(money, spec, by=actor("other issuer"))
    other.sell()
    other.close()
    kind.halt(platform, live, UNTIL)
    assert not trades(live, kind)
    assert trades(other, kind)
    assert kind.until(platform, other) == 0


# What a halted deal stops, and what it does not


def test_deal_halt__subscription_and_closing__wait_for_its_end(offered: DealContracts, platform: Platform) -> None:
    halt(platform, "haltDeal", offered.deal.address, until=START + DAY)
    with transfer_refused(Question.NOT_HALTED, ZERO, SENIOR, 1):
        offered.subscribe(SENIOR, 0, 1)
    assert offered.offering.read("demandAt", 0, 0) == 0
    offered.chain.now = START + DAY + 1
    offered.sell()
    until = sample.DEADLINE + DAY
    halt(platform, "haltDeal", offered.deal.address, until=until)
    with refused("Deal_Halted", until=until):
        offered.close()
    offered.chain.now = until
    with refused("Deal_Halted", until=until):
        offered.close()
    offered.chain.now += 1
    offered.close()
    trade(offered)


def test_deal_halt__until_the_offering_lapsed__subscribers_are_refunded_all_the_same(
    sold: DealContracts, platform: Platform
) -> None:
    window = sold.offering.read("CLOSING_WINDOW")
    halt(platform, "haltDeal", sold.deal.address, until=START + LONGEST)
    sold.chain.now = sample.DEADLINE + window
    with refused("Deal_Halted", until=START + LONGEST):
        sold.close()
    sold.chain.now += 1
    sold.offering.send("refund", 0, 0, 0, by=SENIOR)
    assert sold.money.read("balanceOf", SENIOR) == 600 * sample.PRICES[0]
    assert sold.units(0, "senior_investor") == 0


def test_tranche_halt__subscription__refused_for_that_tranche_only(offered: DealContracts, platform: Platform) -> None:
    halt(platform, "haltTranche", offered.tokens[0].address, until=UNTIL)
    with transfer_refused(Question.NOT_HALTED, ZERO, SENIOR, 1):
        offered.subscribe(SENIOR, 0, 1)
    offered.subscribe(SENIOR, 2, 1)
    assert offered.offering.read("bidAt", 2, 0, 0)[:2] == (SENIOR, 1)


def test_holder_halt__his_subscription__refused_and_others_go_on(offered: DealContracts, platform: Platform) -> None:
    halt(platform, "haltHolder", offered.deal.address, SENIOR, until=UNTIL)
    with transfer_refused(Question.RECEIVER_NOT_HALTED, ZERO, SENIOR, 1):
        offered.subscribe(SENIOR, 0, 1)
    offered.subscribe(MEZZANINE, 0, 1)
    assert offered.offering.read("bidAt", 0, 0, 0)[:2] == (MEZZANINE, 1)


@pytest.mark.parametrize(("seconds", "executed"), [(-1, False), (0, False), (1, True)])
def test_deal_halt__payment_date__waits_for_its_end_and_pays_what_it_would_have(
    live: DealContracts, platform: Platform, seconds: int, executed: bool
) -> None:
    """Its royalties and its report come in meanwhile."""
    until = sample.FIRST_DATE + DAY
    live.chain.now = sample.FIRST_DATE - DAY
    halt(platform, "haltDeal", live.deal.address, until=until)
    live.pay_royalty(100_000 * USD)
    report = live.report(100_000 * USD)
    live.reach(1)
    live.submit(report)
    expected = live.preview(report)
    live.chain.now = until + seconds
    if executed:
        live.execute(report)
    else:
        with refused("Deal_Halted", until=until):
            live.execute(report)
    assert live.deal.read("nextPeriod") == 1 + executed
    assert live.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT * executed
    if executed:
        assert live.deal.read("state") == expected[1]


def test_deal_halt__resumed__the_payment_date_is_executed(live: DealContracts, platform: Platform) -> None:
    live.chain.now = sample.FIRST_DATE - DAY
    halt(platform, "haltDeal", live.deal.address, until=sample.FIRST_DATE + DAY)
    live.pay_royalty(100_000 * USD)
    report = live.report(100_000 * USD)
    live.reach(1)
    live.submit(report)
    resume(platform, "resumeDeal", live.deal.address)
    live.execute(report)
    assert live.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT


def test_deal_halt__claims_withdrawals_royalties__go_on(live: DealContracts, platform: Platform) -> None:
    live.pay_date(100_000 * USD)
    halt(platform, "haltDeal", live.deal.address, until=live.chain.now + DAY)
    halt(platform, "haltTranche", live.tokens[0].address, until=live.chain.now + DAY)
    live.claim(0, "senior_investor")
    assert live.money.read("balanceOf", SENIOR) == 600 * sample.SENIOR_UNIT
    live.escrow.send("withdraw", by=actor("trustee"))
    assert live.money.read("balanceOf", actor("trustee")) == 2_500 * USD
    before, _ = live.cash()
    live.pay_royalty(5 * USD)
    assert live.cash()[0] == before + 5 * USD


def test_deal_halt__orders_of_the_transfer_agent__still_carried_out(live: DealContracts, platform: Platform) -> None:
    token = live.tokens[0]
    halt(platform, "haltDeal", live.deal.address, until=UNTIL)
    order(platform, "setFrozenTokens", token, SENIOR, 5)
    order(platform, "forcedTransferByOrder", token, SENIOR, MEZZANINE, 600, 0)
    order(platform, "pause", token)
    order(platform, "unpause", token)
    assert token.read("balanceOf", MEZZANINE) == 1_000


def test_holder_halt__forced_transfer__from_him_but_not_to_him(live: DealContracts, platform: Platform) -> None:
    token = live.tokens[0]
    halt(platform, "haltHolder", live.deal.address, SENIOR, until=UNTIL)
    with transfer_refused(Question.RECEIVER_NOT_HALTED, MEZZANINE, SENIOR, 1):
        order(platform, "forcedTransferByOrder", token, MEZZANINE, SENIOR, 1, 0)
    order(platform, "forcedTransferByOrder", token, SENIOR, MEZZANINE, 600, 0)
    assert token.read("balanceOf", MEZZANINE) == 1_000
