# SPDX-License-Identifier: Apache-2.0
"""The written rule of income, line by line (docs/income-and-powers.md), on a real deal: who is owed what under every power."""

from __future__ import annotations

import pytest

from regalia.domain.transfer_questions import Question
from tests.support import sample
from tests.support.chain import refused
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.powers import ALL_INCOME, halt, order, resume
from tests.support.roles import actor
from tests.support.sample import DAY, USD

SENIOR, MEZZANINE, JUNIOR = 0, 1, 2
HOLDER, OTHER, NEW_WALLET = "senior_investor", "mezzanine_investor", "new_wallet"
ODD = 100_000 * USD + 7
"""Received in a first quarter: the senior notes earn 7 smallest units more than with a round sum, which 1,000 notes can't share out."""
SENIOR_INCOME = 1_000 * sample.SENIOR_UNIT + 7
ONE = 2**48


@pytest.fixture
def earned(live: DealContracts) -> DealContracts:
    """After a first quarter whose income leaves a fraction with every holder: 600 notes are owed 4.2 more than their round share."""
    live.pay_date(ODD)
    return live


def scaled(deal: DealContracts, tranche: int, role: str) -> int:
    """What a holder is owed, in 2^-48 of the smallest unit."""
    book, holding, _ = deal.escrow.read("wordsOf", deal.tokens[tranche].address, actor(role), actor(role))
    correction = holding % 2**152
    signed = correction - (correction >> 151 << 152)
    return int((book % 2**152) * (holding >> 208) + signed)


def claimed(deal: DealContracts, tranche: int, role: str) -> int:
    """The holder claims; gross."""
    return int(deal.claim(tranche, role).only("IncomeClaimed")["gross"])


def new_wallet(platform: Platform, of: str = HOLDER) -> str:
    """The investor has a second wallet."""
    platform.add_wallet(actor(NEW_WALLET), actor(of))
    return NEW_WALLET


def test_rule_1_transfer__income_earned__stays_with_the_sender_to_the_fraction(earned: DealContracts) -> None:
    sender, receiver = scaled(earned, SENIOR, HOLDER), scaled(earned, SENIOR, OTHER)
    assert sender // ONE == 600 * sample.SENIOR_UNIT + 4
    assert sender % ONE != 0
    earned.tokens[SENIOR].send("transfer", actor(OTHER), 600, by=actor(HOLDER))
    assert (scaled(earned, SENIOR, HOLDER), scaled(earned, SENIOR, OTHER)) == (sender, receiver)
    earned.pay_date(100_000 * USD)
    assert scaled(earned, SENIOR, HOLDER) == sender
    assert scaled(earned, SENIOR, OTHER) > receiver


def test_rule_2_frozen_wallet__payment_date__earns_and_claims_once_released(
    platform: Platform, live: DealContracts
) -> None:
    token = live.tokens[SENIOR]
    order(platform, "setAddressFrozen", token, actor(HOLDER), True)
    live.pay_date(ODD)
    with refused("RoyaltyEscrow_HolderFrozen", token=token.address, holder=actor(HOLDER)):
        live.claim(SENIOR, HOLDER)
    assert claimed(live, SENIOR, OTHER) == 400 * sample.SENIOR_UNIT + 2
    order(platform, "setAddressFrozen", token, actor(HOLDER), False)
    assert claimed(live, SENIOR, HOLDER) == 600 * sample.SENIOR_UNIT + 4


def test_rule_2_halted_holder__payment_date__earns_and_claims_when_the_halt_has_ended(
    platform: Platform, live: DealContracts
) -> None:
    until = sample.FIRST_DATE + DAY
    live.chain.now = sample.FIRST_DATE - DAY
    halt(platform, "haltHolder", live.deal.address, actor(HOLDER), until=until)
    live.pay_date(ODD)
    with refused("RoyaltyEscrow_HolderHalted", holder=actor(HOLDER), until=until):
        live.claim(SENIOR, HOLDER)
    live.chain.now = until + 1
    assert claimed(live, SENIOR, HOLDER) == 600 * sample.SENIOR_UNIT + 4


def test_rule_2_frozen_units__payment_date__earn_and_their_income_is_claimed(
    platform: Platform, live: DealContracts
) -> None:
    order(platform, "setFrozenTokens", live.tokens[SENIOR], actor(HOLDER), 600)
    live.pay_date(ODD)
    assert claimed(live, SENIOR, HOLDER) == 600 * sample.SENIOR_UNIT + 4


@pytest.mark.parametrize(
    ("income", "left", "carried"),
    [
        (0, 600 * sample.SENIOR_UNIT + 4, 0),
        (1_000, 600 * sample.SENIOR_UNIT + 4 - 1_000, 1_000),
        (ALL_INCOME, 0, 600 * sample.SENIOR_UNIT + 4),
    ],
)
def test_rule_3_forced_transfer__income__stays_unless_the_order_carries_it(
    platform: Platform, earned: DealContracts, income: int, left: int, carried: int
) -> None:
    both = scaled(earned, SENIOR, HOLDER) + scaled(earned, SENIOR, OTHER)
    order(platform, "forcedTransferByOrder", earned.tokens[SENIOR], actor(HOLDER), actor(OTHER), 600, income)
    assert (earned.units(SENIOR, HOLDER), earned.units(SENIOR, OTHER)) == (0, 1_000)
    assert scaled(earned, SENIOR, HOLDER) // ONE == left
    # all of the one and 2.8 of the other make 7 but for the remainder that could not be spread
    assert scaled(earned, SENIOR, OTHER) // ONE == 400 * sample.SENIOR_UNIT + 2 + carried
    assert scaled(earned, SENIOR, HOLDER) + scaled(earned, SENIOR, OTHER) == both


def test_rule_3_forced_transfer__more_income_than_is_owed__refused_and_nothing_moved(
    platform: Platform, earned: DealContracts
) -> None:
    owed = 600 * sample.SENIOR_UNIT + 4
    with refused("TrancheToken_NotEnoughIncome", holder=actor(HOLDER), owed=owed, wanted=owed + 1):
        order(platform, "forcedTransferByOrder", earned.tokens[SENIOR], actor(HOLDER), actor(OTHER), 1, owed + 1)
    assert earned.units(SENIOR, HOLDER) == 600


def test_rule_4_recovery__everything__goes_along_and_the_lost_wallet_ends_frozen_and_empty(
    platform: Platform, earned: DealContracts
) -> None:
    fresh, token, owed = new_wallet(platform), earned.tokens[SENIOR], scaled(earned, SENIOR, HOLDER)
    order(platform, "setFrozenTokens", token, actor(HOLDER), 250)
    order(platform, "setAddressFrozen", token, actor(HOLDER), True)
    order(platform, "recoverWallet", token, actor(HOLDER), actor(fresh), actor(HOLDER))
    assert earned.escrow.read("holdingOf", token.address, actor(fresh)) == (600, 250, True, False)
    assert earned.escrow.read("holdingOf", token.address, actor(HOLDER)) == (0, 0, True, False)
    assert (scaled(earned, SENIOR, fresh), scaled(earned, SENIOR, HOLDER)) == (owed, 0)


def test_rule_4_recovery__income_without_units__recovered_and_claimed(
    platform: Platform, earned: DealContracts
) -> None:
    fresh, token = new_wallet(platform), earned.tokens[SENIOR]
    token.send("transfer", actor(OTHER), 600, by=actor(HOLDER))
    order(platform, "recoverWallet", token, actor(HOLDER), actor(fresh), actor(HOLDER))
    assert claimed(earned, SENIOR, fresh) == 600 * sample.SENIOR_UNIT + 4
    with refused("RoyaltyEscrow_HolderFrozen"):
        earned.claim(SENIOR, HOLDER)


def test_rule_4_recovery__two_tranches_on_one_registry__each_by_its_own_act(
    platform: Platform, earned: DealContracts
) -> None:
    fresh = new_wallet(platform, OTHER)
    senior, mezzanine = (scaled(earned, tranche, OTHER) for tranche in (SENIOR, MEZZANINE))
    order(platform, "recoverWallet", earned.tokens[SENIOR], actor(OTHER), actor(fresh), actor(OTHER))
    assert (scaled(earned, SENIOR, fresh), scaled(earned, MEZZANINE, OTHER)) == (senior, mezzanine)
    assert (earned.units(SENIOR, fresh), earned.units(MEZZANINE, OTHER)) == (400, 400)
    order(platform, "recoverWallet", earned.tokens[MEZZANINE], actor(OTHER), actor(fresh), actor(OTHER))
    assert (scaled(earned, MEZZANINE, fresh), scaled(earned, MEZZANINE, OTHER)) == (mezzanine, 0)
    assert earned.units(MEZZANINE, fresh) == 400


@pytest.mark.parametrize("removed", [False, True])
def test_rule_5_eligibility_ended__units__no_longer_received_but_income_is_claimed(
    platform: Platform, live: DealContracts, removed: bool
) -> None:
    platform.admit(actor(HOLDER), sample.FIRST_DATE - DAY)
    if removed:
        platform.remove(actor(HOLDER))
    live.pay_date(ODD)
    with refused("TrancheToken_TransferRefused") as refusal:
        live.tokens[SENIOR].send("transfer", actor(HOLDER), 1, by=actor(OTHER))
    assert refusal.value.revert.arguments["code"] == Question.RECEIVER_ELIGIBLE
    assert claimed(live, SENIOR, HOLDER) == 600 * sample.SENIOR_UNIT + 4


def test_rule_6_payment_token_blocks_one__others__claim_and_his_income_is_recovered_to_another_wallet(
    platform: Platform,
) -> None:
    money = platform.money("MockBlockingToken")
    deal = platform.create(money)
    deal.sell()
    deal.close()
    money.send("block_", actor(HOLDER), by=actor("stablecoin issuer"))
    deal.pay_date(ODD)
    with refused("MockBlockingToken_Blocked", account=actor(HOLDER)):
        deal.claim(SENIOR, HOLDER)
    assert claimed(deal, SENIOR, OTHER) == 400 * sample.SENIOR_UNIT + 2
    deal.pay_date(100_000 * USD)
    owed = deal.entitlement(SENIOR, HOLDER)
    assert owed > 600 * sample.SENIOR_UNIT + 4
    order(platform, "recoverWallet", deal.tokens[SENIOR], actor(HOLDER), actor(new_wallet(platform)), actor(HOLDER))
    assert claimed(deal, SENIOR, NEW_WALLET) == owed


def test_rule_7_halted_deal_and_tranche__trading_and_payment_dates_stop__claims_and_withdrawals_do_not(
    platform: Platform, earned: DealContracts
) -> None:
    until = earned.chain.now + 80 * DAY
    token = earned.tokens[SENIOR]
    halt(platform, "haltTranche", token.address, until=until)
    with refused("TrancheToken_TransferRefused"):
        token.send("transfer", actor(OTHER), 1, by=actor(HOLDER))
    assert claimed(earned, SENIOR, HOLDER) == 600 * sample.SENIOR_UNIT + 4
    halt(platform, "haltDeal", earned.deal.address, until=until)
    with refused("Deal_Halted", until=until):
        earned.execute(earned.report(0))
    assert claimed(earned, SENIOR, OTHER) == 400 * sample.SENIOR_UNIT + 2
    assert earned.escrow.send("withdraw", by=actor("trustee")).only("PayableClaimed")["amount"] == 2_500 * USD
    resume(platform, "resumeDeal", earned.deal.address)
    earned.pay_date(0)


def test_rule_8_redemption__all_units_burnt_and_all_income_claimed__nothing_left_in_the_books(
    platform: Platform, earned: DealContracts
) -> None:
    token, interest = earned.tokens[SENIOR], 15_000 * USD
    repaid = SENIOR_INCOME - interest
    earned.pay_date(2_000_000 * USD)
    last_interest = (1_000_000 * USD - repaid) * 15 // 1_000
    for role in (HOLDER, OTHER):
        owed = scaled(earned, SENIOR, role)
        order(platform, "redeem", token, actor(role), earned.units(SENIOR, role))
        assert scaled(earned, SENIOR, role) >= owed, "a burn leaves income owed"
    assert token.read("totalSupply") == 0
    paid = claimed(earned, SENIOR, HOLDER) + claimed(earned, SENIOR, OTHER)
    assert paid == 1_000_000 * USD + interest + last_interest
    supply, remainder, _, _, _, dust, _ = earned.escrow.read("bookOf", token.address)
    assert (supply, remainder, dust, scaled(earned, SENIOR, HOLDER), scaled(earned, SENIOR, OTHER)) == (0, 0, 0, 0, 0)


def test_rule_8_fraction_of_who_left__next_payment_date__goes_to_those_who_stay(earned: DealContracts) -> None:
    token = earned.tokens[SENIOR]
    assert claimed(earned, SENIOR, HOLDER) == 600 * sample.SENIOR_UNIT + 4
    fraction = scaled(earned, SENIOR, HOLDER)
    token.send("transfer", actor(OTHER), 600, by=actor(HOLDER))
    *_, dust, _ = earned.escrow.read("bookOf", token.address)
    assert (dust, scaled(earned, SENIOR, HOLDER)) == (fraction, 0)
    assert 0 < fraction < ONE
    earned.pay_date(100_000 * USD)
    *_, dust, _ = earned.escrow.read("bookOf", token.address)
    assert dust == 0
