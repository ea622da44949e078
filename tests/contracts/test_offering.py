# SPDX-License-Identifier: Apache-2.0
"""Units are sold at fixed prices: all of them and the deal closes, or everybody gets back exactly what he paid."""

from __future__ import annotations

import pytest

from tests.support import sample
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.roles import actor

USD = sample.USD
CLOSING_WINDOW = 7 * sample.DAY
NOBODY = "0x" + "00" * 20
SENIOR, JUNIOR, OUTSIDER = actor("senior_investor"), actor("junior_investor"), actor("outsider")


def balance(deal: DealContracts, who: str) -> int:
    return int(deal.money.read("balanceOf", who))


def test_subscribe__units__paid_at_their_price_and_held(offered: DealContracts) -> None:
    done = offered.subscribe(SENIOR, 0, 25)
    assert done.only("Subscribed") == {"tranche": 0, "investor": SENIOR, "units": 25, "paid": 25_000 * USD}
    assert offered.units(0, "senior_investor") == 25
    assert balance(offered, SENIOR) == 0
    assert balance(offered, offered.offering.address) == 25_000 * USD


def test_subscribe__no_units__refused(offered: DealContracts) -> None:
    with refused("Offering_ZeroUnits"):
        offered.subscribe(SENIOR, 0, 0)


def test_subscribe__without_the_money__refused(offered: DealContracts) -> None:
    offered.give(SENIOR, 999 * USD, offered.offering)
    with refused("ERC20InsufficientBalance", sender=SENIOR, balance=999 * USD, needed=1_000 * USD):
        offered.offering.send("subscribe", 0, 1, by=SENIOR)
    assert offered.units(0, "senior_investor") == 0


def test_subscribe__more_than_unsold__refused(offered: DealContracts) -> None:
    offered.subscribe(SENIOR, 0, 990)
    with refused("Offering_TooManyUnits", unsold=10, wanted=11):
        offered.subscribe(JUNIOR, 0, 11)
    offered.subscribe(JUNIOR, 0, 10)
    with refused("Offering_TooManyUnits", unsold=0, wanted=1):
        offered.subscribe(JUNIOR, 0, 1)


def test_subscribe__no_such_tranche__refused(offered: DealContracts) -> None:
    with refused("Deal_NoTranche", tranches=3, given=3):
        offered.offering.send("subscribe", 3, 1, by=SENIOR)


def test_subscribe__not_eligible__refused(offered: DealContracts) -> None:
    offered.give(OUTSIDER, 1_000 * USD, offered.offering)
    reason = "the receiver is not an eligible investor"
    with refused("TrancheToken_TransferRefused", code=11, reason=reason, **{"from": NOBODY}, to=OUTSIDER, units=1):
        offered.offering.send("subscribe", 0, 1, by=OUTSIDER)
    assert balance(offered, OUTSIDER) == 1_000 * USD


@pytest.mark.parametrize(("seconds", "open_"), [(-1, True), (0, True), (1, False)])
def test_subscribe__around_the_deadline__until_its_last_second(
    offered: DealContracts, seconds: int, open_: bool
) -> None:
    offered.chain.now = sample.DEADLINE + seconds
    if open_:
        offered.subscribe(SENIOR, 0, 1)
        assert offered.units(0, "senior_investor") == 1
    else:
        with refused("Offering_Ended", deadline=sample.DEADLINE, timestamp=sample.DEADLINE + 1):
            offered.subscribe(SENIOR, 0, 1)


def test_close__units_unsold__refused(offered: DealContracts) -> None:
    offered.sell({"senior_investor": (1_000, 400, 9_999)})
    with refused("Offering_NotSoldOut"):
        offered.close()


def test_close__sold_out__proceeds_fund_the_accounts_and_are_owed_to_the_originator(sold: DealContracts) -> None:
    assert balance(sold, sold.offering.address) == sample.PROCEEDS
    done = sold.close()
    assert done.only("DealClosed") == {"proceeds": sample.PROCEEDS}
    assert done.only("BooksOpened")["funding"] == (sample.FUNDING,)
    assert sold.cash() == (0, (sample.FUNDING,))
    assert sold.payable("originator") == sample.PROCEEDS - sample.FUNDING
    assert (sold.held(), balance(sold, sold.offering.address)) == (sample.PROCEEDS, 0)
    sold.escrow.send("withdraw", by=actor("originator"))
    assert balance(sold, actor("originator")) == 1_460_000 * USD


def test_close__leaves_no_allowance_behind(live: DealContracts) -> None:
    assert live.money.read("allowance", live.offering.address, live.escrow.address) == 0


def test_close__donation_to_the_offering__closes_with_the_proceeds_all_the_same(sold: DealContracts) -> None:
    sold.money.send("mint", sold.offering.address, 77, by=OUTSIDER)
    assert sold.close().only("DealClosed") == {"proceeds": sample.PROCEEDS}


def test_refund__lapsed__exactly_what_was_paid_and_the_units_are_gone(offered: DealContracts) -> None:
    offered.subscribe(SENIOR, 0, 25)
    offered.subscribe(SENIOR, 0, 5)
    offered.subscribe(SENIOR, 2, 3)
    offered.subscribe(JUNIOR, 0, 2)
    offered.chain.now = sample.DEADLINE + 1
    done = offered.offering.send("refund", 0, by=SENIOR)
    assert done.only("Refunded") == {"tranche": 0, "investor": SENIOR, "units": 30, "paid": 30_000 * USD}
    assert (balance(offered, SENIOR), offered.units(0, "senior_investor")) == (30_000 * USD, 0)
    offered.offering.send("refund", 2, by=SENIOR)
    assert balance(offered, SENIOR) == 30_030 * USD
    offered.offering.send("refund", 0, by=JUNIOR)
    assert balance(offered, offered.offering.address) == 0
    assert offered.tokens[0].read("totalSupply") == 0


def test_refund__twice__refused(offered: DealContracts) -> None:
    offered.subscribe(SENIOR, 0, 25)
    offered.chain.now = sample.DEADLINE + 1
    offered.offering.send("refund", 0, by=SENIOR)
    with refused("Offering_ZeroUnits"):
        offered.offering.send("refund", 0, by=SENIOR)


def test_refund__somebody_who_subscribed_nothing__refused(offered: DealContracts) -> None:
    offered.subscribe(SENIOR, 0, 25)
    offered.chain.now = sample.DEADLINE + 1
    with refused("Offering_ZeroUnits"):
        offered.offering.send("refund", 0, by=OUTSIDER)


def test_refund__while_units_are_still_sold__refused(offered: DealContracts) -> None:
    offered.subscribe(SENIOR, 0, 25)
    offered.chain.now = sample.DEADLINE
    with refused("Offering_NotLapsed"):
        offered.offering.send("refund", 0, by=SENIOR)


def test_refund__sold_out_and_closing_window_open__refused(sold: DealContracts) -> None:
    sold.chain.now = sample.DEADLINE + CLOSING_WINDOW
    with refused("Offering_NotLapsed"):
        sold.offering.send("refund", 0, by=SENIOR)
    sold.close()


def test_refund__sold_out_but_never_closed__paid_once_the_closing_window_is_over(sold: DealContracts) -> None:
    sold.chain.now = sample.DEADLINE + CLOSING_WINDOW + 1
    with refused("Offering_ClosingWindowOver", until=sample.DEADLINE + CLOSING_WINDOW, timestamp=sold.chain.now):
        sold.close()
    sold.offering.send("refund", 0, by=SENIOR)
    assert balance(sold, SENIOR) == 600_000 * USD


def test_refund__investor_no_longer_eligible__still_paid(offered: DealContracts, platform: Platform) -> None:
    offered.subscribe(SENIOR, 0, 25)
    platform.remove(SENIOR)
    offered.chain.now = sample.DEADLINE + 1
    offered.offering.send("refund", 0, by=SENIOR)
    assert balance(offered, SENIOR) == 25_000 * USD


def test_offering__units_given_away__sold_and_refunded_for_nothing(platform: Platform, money: Contract) -> None:
    deal = platform.create(money, DealSpec(prices=(0, 0, 0), funding=(0,)))
    deal.sell()
    deal.close()
    assert deal.held() == 0
    assert deal.payable("originator") == 0
