# SPDX-License-Identifier: Apache-2.0
"""A random book of bids for three tranches, kept by the contract and by its Python twin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from eth_typing import ChecksumAddress

from regalia.domain.offering.book import Bid, BidRefusedError, OfferBook
from regalia.domain.offering.offer import Offer, OfferKind
from regalia.domain.program import Program
from regalia.domain.transfer_rules import TransferRules
from tests.contracts.books import ORIGINATOR
from tests.support import sample
from tests.support.chain import RefusedError
from tests.support.contract import Contract
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.roles import actor
from tests.support.sample import USD

INVESTORS = tuple(actor(f"investor {number}") for number in range(4))
PROGRAM = replace(
    sample.PROGRAM, tranches=tuple(replace(tranche, coupon=20_000) for tranche in sample.PROGRAM.tranches)
)


def people(platform: Platform, money: Contract) -> None:
    """Everybody who bids is admitted and has money."""
    for investor in (*INVESTORS, ORIGINATOR):
        platform.admit(investor)
        money.send("mint", investor, 10**18, by=investor)


@dataclass
class TwinBook:
    """The same bids in both; what the twin refuses the contract must refuse."""

    deal: DealContracts
    books: tuple[OfferBook, ...]
    bids: list[tuple[int, Bid]]
    refusals: int = 0

    @property
    def program(self) -> Program:
        return PROGRAM

    @property
    def offers(self) -> list[Offer]:
        return [book.offer for book in self.books]

    @property
    def retained(self) -> list[int]:
        return [book.rules.retained for book in self.books]

    def subscribe(self, investor: ChecksumAddress, tranche: int, level: int, units: int) -> None:
        try:
            bid = self.books[tranche].subscribe(investor, level, units)
        except BidRefusedError:
            bid = None
        try:
            done = self.deal.offering.send("subscribe", tranche, level, units, by=investor)
        except RefusedError as refusal:
            assert bid is None, refusal
            self.refusals += 1
            return
        assert bid is not None, (tranche, level, units)
        told = done.only("Subscribed")
        assert (told["place"], told["paid"]) == (bid.place, self.books[tranche].paid(bid))
        self.bids.append((tranche, bid))


def random_book(rng: Random, platform: Platform, money: Contract) -> TwinBook:
    """Offers of every kind; together the bids are around what is for sale, now a little less, now far more."""
    rules = tuple(TransferRules(retained=rng.choice((0, 0, tranche.units // 20))) for tranche in PROGRAM.tranches)
    offers = tuple(
        _offer(rng, tranche.units, rule.retained) for tranche, rule in zip(PROGRAM.tranches, rules, strict=True)
    )
    spec = DealSpec(
        PROGRAM,
        funding=(0,),
        offers=tuple(offer.pack() for offer in offers),
        transfer_rules=tuple(rule.pack() for rule in rules),
    )
    deal = platform.create(money, spec)
    for investor in INVESTORS:
        money.send("approve", deal.offering.address, UNLIMITED, by=investor)
    books = tuple(
        OfferBook(offer, tranche.units - rule.retained, rule)
        for offer, tranche, rule in zip(offers, PROGRAM.tranches, rules, strict=True)
    )
    made = TwinBook(deal, books, [])
    for tranche in range(3):
        for _ in range(rng.randint(1, 7)):
            made.subscribe(rng.choice(INVESTORS), tranche, *_wish(rng, books[tranche]))
    return made


def _offer(rng: Random, units: int, retained: int) -> Offer:
    kind = rng.choice(list(OfferKind))
    fixed = kind is OfferKind.FIXED_PRICE
    sold = units - retained
    lot = rng.choice([lot for lot in (1, 2, 5, 19, 95, 190) if sold % lot == 0])
    minimum = rng.choice((retained + lot, max(units // 2, retained + lot), units))
    step = 0 if fixed else rng.choice((1, 997, 7_000))
    return Offer(rng.choice((10, 999)) * USD, minimum, lot, kind, 1 if fixed else rng.choice((1, 2, 5, 64)), step)


def _wish(rng: Random, book: OfferBook) -> tuple[int, int]:
    """Level and units; now and then such as there are not."""
    lots = book.for_sale // book.offer.lot
    level = min(int(rng.expovariate(0.7)), book.offer.levels - 1)
    units = rng.randint(1, max(1, lots * rng.choice((1, 2, 4)) // 4)) * book.offer.lot
    spoilt = rng.random()
    if spoilt < 0.03:
        return book.offer.levels + rng.randint(0, 300), units
    if spoilt < 0.06:
        return level, rng.choice((0, units + 1, book.for_sale + book.offer.lot))
    return level, units
