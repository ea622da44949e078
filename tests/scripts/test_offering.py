# SPDX-License-Identifier: Apache-2.0
"""Commands of the primary sale, run as investors run them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from regalia.chain.deployer import platform_of
from regalia.chain.devnet import Devnet
from regalia.servicing import market, offering
from regalia.servicing.bids import bids_of
from regalia.servicing.deal_contracts import DealContracts
from tests.ledger.life import admit_ten
from tests.scripts.support import ACCOUNT, ape, invest, manage, printed
from tests.support.devnet import undone

pytestmark = pytest.mark.devnet

SECOND = ("--account", "TEST::5")
ALL, HALF = 277_712, 138_856


@pytest.fixture(scope="module")
def bid_for(chain: Devnet, deal: DealContracts) -> DealContracts:
    """Half of the units bid for by account 5, and all of them by account 6."""
    admit_ten(chain, platform_of(chain.web3, chain.web3.to_checksum_address(deal.record.factory.address)))
    for investor, units in ((chain.accounts[5], HALF), (chain.accounts[6], ALL)):
        market.mint_test_money(deal, investor, units * offering.price_at(deal, "units"), investor)
        offering.subscribe(deal, "units", units, investor)
    return deal


@pytest.fixture
def offered(chain: Devnet, bid_for: DealContracts) -> Iterator[DealContracts]:
    with undone(chain):
        yield bid_for


def test_subscribe__answered_no__price_asked_and_nothing_sent(chain: Devnet, record: str, deal: DealContracts) -> None:
    before = chain.web3.eth.block_number
    bid = ("--tranche", "units", "--units", "100")
    done = ape(chain, "invest", "subscribe", "--record", record, *bid, *SECOND, answer="n\n")
    assert f"Bid for 100 units of units at level 0 for {chain.accounts[5]}, and pay 3,500.00 tUSD?" in done.stdout
    assert chain.web3.eth.block_number == before


def test_collect__nothing_bid__said(chain: Devnet, record: str, deal: DealContracts) -> None:
    done = invest(chain, record, "collect")
    assert done.returncode == 1 and "has anything left to be collected or refunded" in done.stderr


def test_close_and_collect__more_bid_for_than_there_is__shares_of_one_and_then_of_everybody(
    chain: Devnet, record: str, offered: DealContracts
) -> None:
    chain.warp(offered.offering.functions.window().call()[1] + 1)
    printed(manage(chain, record, "close"))
    done = ape(chain, "invest", "collect", "--record", record, *SECOND, answer="y\n")
    assert done.returncode == 0, done.stderr
    assert "Collect 92,570 units and 1,620,010.00 tUSD for 1 bid?" in done.stdout
    units = offered.token("units").functions
    assert units.balanceOf(chain.accounts[5]).call() == 92_570
    told = printed(invest(chain, record, "collect", "--everybody"))
    assert (len(told["transactions"]), told["bids that still wait"]) == (1, 0)
    assert units.balanceOf(chain.accounts[6]).call() == ALL - 92_570


def test_refund__not_closed_in_time__money_of_everybody_and_nothing_to_take_up(
    chain: Devnet, record: str, offered: DealContracts
) -> None:
    chain.warp(offered.offering.functions.window().call()[1] + 8 * 24 * 3600)
    told = printed(invest(chain, record, "refund", "--everybody"))
    assert (len(told["transactions"]), told["bids that still wait"]) == (2, 0)
    balance = offered.payment_token.functions.balanceOf(offered.offering.address)
    assert balance.call() == 0
    bid = bids_of(offered)[1]
    done = invest(chain, record, "take-up", "--tranche", "units", "--place", str(bid.place))
    assert done.returncode == 1 and "Offering_NotSettled" in done.stderr and "Traceback" not in done.stderr


def test_take_up__no_such_bid__named_reason(chain: Devnet, record: str, offered: DealContracts) -> None:
    done = ape(chain, "invest", "take-up", "--record", record, "--tranche", "units", "--place", "7", "--yes", *ACCOUNT)
    assert done.returncode == 1 and "Offering_NoBid" in done.stderr and "Traceback" not in done.stderr
