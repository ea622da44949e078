# SPDX-License-Identifier: Apache-2.0
"""What the primary sale costs: closing, which must not depend on how many subscribed, and the ends a bid can have."""

from __future__ import annotations

from collections.abc import Iterator

from eth_typing import ChecksumAddress
from web3 import Web3

from bench.blocks import Post, ask, post
from bench.dates import THRESHOLD
from bench.measure import (
    ELIGIBLE_UNTIL,
    MINTED,
    Bench,
    allow,
    close_alone,
    end_window,
    make_deal,
    now,
    subscribe,
)
from bench.scenario import PRICES, PROFESSIONAL, UNITS, US, USD
from regalia.chain.deployer import MadeDeal
from regalia.chain.transact import send
from regalia.domain.offering.offer import Offer, OfferKind

MANY_SUBSCRIBERS = 3_000
JUNIOR = 2
BID_GAS = 200_000
TAKE_UP_AFTER = 10 * 24 * 3600
COUPONS = Offer(PRICES[0], 600, lot=10, kind=OfferKind.COUPON_BIDS, levels=8, step=2_500)
LOWER_PRICES = Offer(PRICES[1], 200, lot=10, kind=OfferKind.PRICE_BIDS, levels=8, step=10 * USD)
FIXED = Offer(PRICES[JUNIOR], UNITS[JUNIOR])


def closing_with(bench: Bench, subscribers: int) -> int:
    """Gas of closing when so many investors bid for the junior units; the other tranches are always one's. On a chain of its own."""
    made = make_deal(bench, THRESHOLD)
    allow(bench, made)
    for tranche in range(JUNIOR):
        subscribe(bench, made, bench.investors[0], tranche, UNITS[tranche])
    names = [_subscriber(i) for i in range(subscribers)]
    for name in names:
        ask(bench.chain, "anvil_setBalance", name, hex(10**20))
    ask(bench.chain, "anvil_autoImpersonateAccount", True)
    post(bench.chain, _bids(bench, made, names), BID_GAS)
    ask(bench.chain, "anvil_autoImpersonateAccount", False)
    bid = bench.at("Offering", made.offering).functions.demandAt(JUNIOR, 0).call()
    if bid != UNITS[JUNIOR]:
        raise RuntimeError(f"of {UNITS[JUNIOR]} junior units {bid} were bid for")
    return close_alone(bench, made)


def ends_of_a_bid(bench: Bench) -> dict[str, int]:
    """A book of coupons and prices that fills in part is closed, one bid taken up by another, and one of a lapsed offering refunded."""
    made = make_deal(bench, THRESHOLD, offers=(COUPONS, LOWER_PRICES, FIXED))
    allow(bench, made)
    first, second, third = bench.investors
    for tranche, units in ((0, 400), (1, 150)):
        subscribe(bench, made, first, tranche, units, level=2)
        subscribe(bench, made, second, tranche, units, level=5)
    subscribe(bench, made, first, JUNIOR, UNITS[JUNIOR])
    figures = {"close_book_built": close_alone(bench, made)}
    registry = bench.at("InvestorRegistry", bench.platform.registry)
    send(bench.web3, registry.functions.remove(second), bench.operator)
    bench.chain.warp(now(bench) + TAKE_UP_AFTER)
    offering = bench.at("Offering", made.offering).functions
    figures["take_up"] = send(bench.web3, offering.takeUp(0, 5, 0), third)["gasUsed"]

    lapsing = make_deal(bench, THRESHOLD, number=1)
    allow(bench, lapsing)
    subscribe(bench, lapsing, first, 0, UNITS[0])
    end_window(bench, lapsing)
    refund = bench.at("Offering", lapsing.offering).functions.refund(0, 0, 0)
    return figures | {"refund": send(bench.web3, refund, bench.passer_by)["gasUsed"]}


def _bids(bench: Bench, made: MadeDeal, investors: list[ChecksumAddress]) -> Iterator[Post]:
    """Admitted, given money, and bidding as equally as can be; each kind of act after the other, as one block may change their order."""
    registry = bench.at("InvestorRegistry", bench.platform.registry)
    offering = bench.at("Offering", made.offering)
    each, rest = divmod(UNITS[JUNIOR], len(investors))
    approve = bench.currency.encode_abi("approve", [made.offering, MINTED])
    for investor in investors:
        admit = registry.encode_abi("admit", [investor, US, PROFESSIONAL, ELIGIBLE_UNTIL])
        yield Post(bench.operator, registry.address, admit)
        yield Post(bench.operator, bench.currency.address, bench.currency.encode_abi("mint", [investor, MINTED]))
        yield Post(investor, bench.currency.address, approve)
    for i, investor in enumerate(investors):
        bid = offering.encode_abi("subscribe", [JUNIOR, 0, each + (i < rest)])
        yield Post(investor, offering.address, bid)


def _subscriber(i: int) -> ChecksumAddress:
    return Web3.to_checksum_address(Web3.keccak(text=f"subscriber {i}")[-20:])
