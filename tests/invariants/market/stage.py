# SPDX-License-Identifier: Apache-2.0
"""Five deals, fifty investors and a desk."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from regalia.domain.offering.offer import Offer, OfferKind
from regalia.domain.transfer_rules import ALL_CLASSES, RuleFlag, TransferRules
from tests.support import sample
from tests.support.contract import Contract
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.platform import OPEN_RULES, DealSpec, Platform, fixed_price
from tests.support.roles import actor, key_of

USD = sample.USD
INVESTORS = tuple(f"investor {i}" for i in range(50))
ELIGIBLE_DAYS = (5, 40, 400, 4_000)
"""For how long an investor is admitted, one of these."""
CLASSES = (1, 2, 3)
PURSE = 10**13
LIMITED = TransferRules(
    flags=RuleFlag.ELIGIBLE_SENDER, class_mask=ALL_CLASSES, holder_limit=25, largest_holding=400
).pack()
IN_TENS = TransferRules(flags=RuleFlag.NONE, class_mask=ALL_CLASSES, denomination=10).pack()
RETAINED = TransferRules(flags=RuleFlag.RECORD_DATES, class_mask=ALL_CLASSES, retained=500).pack()


def coupon_book(minimum: int) -> bytes:
    return Offer(1_000 * USD, minimum, kind=OfferKind.COUPON_BIDS, levels=5, step=2_500).pack()


def price_book(price: int, minimum: int) -> bytes:
    return Offer(price, minimum, lot=10, kind=OfferKind.PRICE_BIDS, levels=4, step=price // 20).pack()


def specs() -> tuple[DealSpec, ...]:
    """How the five are sold. Units of the three classes: 1,000, 400, 10,000."""
    senior, mezzanine, junior = sample.PRICES
    cheap = (fixed_price(100, senior), fixed_price(50, mezzanine), fixed_price(500, junior))
    books = (coupon_book(200), coupon_book(100), fixed_price(500, junior))
    tens = (price_book(senior, 200), price_book(mezzanine, 100), price_book(junior, 500))
    all_or_nothing = (fixed_price(1_000, senior), fixed_price(400, mezzanine), fixed_price(10_000, junior))
    kept = (fixed_price(100, senior), fixed_price(50, mezzanine), fixed_price(1_000, junior))
    return (
        DealSpec(offers=cheap, salt=b"1" * 32),
        DealSpec(offers=books, salt=b"2" * 32, transfer_rules=(LIMITED, LIMITED, OPEN_RULES)),
        DealSpec(offers=tens, salt=b"3" * 32, transfer_rules=(IN_TENS,) * 3),
        DealSpec(offers=all_or_nothing, salt=b"4" * 32),
        DealSpec(offers=kept, salt=b"5" * 32, transfer_rules=(OPEN_RULES, OPEN_RULES, RETAINED)),
    )


@dataclass
class SignedOrder:
    """An order that a maker gave out."""

    fields: tuple[object, ...]
    signature: bytes
    deal: int
    filled: int = 0

    @property
    def units(self) -> int:
        return int(self.fields[4])  # type: ignore[call-overload, no-any-return]


@dataclass
class Market:
    """``done`` and ``refused`` count acts by name; ``orders`` and ``instructions`` are open or not; ``donated`` is by money and
    receiver.
    """

    rng: Random
    platform: Platform = field(default_factory=Platform)
    deals: list[DealContracts] = field(default_factory=list)
    moneys: list[Contract] = field(default_factory=list)
    orders: list[SignedOrder] = field(default_factory=list)
    instructions: list[tuple[int, int]] = field(default_factory=list)
    nonces: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    donated: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chain = self.platform.chain
        self.desk = Contract.deploy(self.chain, "SettlementDesk", by=actor("anybody"))
        self.moneys = [self.platform.money(), self.platform.money()]
        self.platform.admit(actor("originator"), investor_class=4)
        for number, spec in enumerate(specs()):
            self.deals.append(self.platform.create(self.moneys[number % 2], spec))
        for role in INVESTORS:
            self._equip(role)

    def key(self, role: str) -> LocalAccount:
        return key_of(role)

    def wallet(self, role: str) -> str:
        return key_of(role).address

    def somebody(self) -> str:
        """The wallet of an investor."""
        return self.wallet(self.rng.choice(INVESTORS))

    def admit(self, wallet: str) -> None:
        """Again or for the first time, for some days."""
        until = self.chain.now + self.rng.choice(ELIGIBLE_DAYS) * sample.DAY
        self.platform.admit(wallet, until, investor_class=self.rng.choice(CLASSES))

    def token_at(self, deal: int, address: str) -> Contract:
        """A tranche of a deal by its address."""
        return next(token for token in self.deals[deal].tokens if token.address == address)

    def holder(self, token: Contract) -> str:
        """The wallet of an investor, of one who has units if there is one among a dozen."""
        asked = [self.somebody() for _ in range(12)]
        return next((wallet for wallet in asked if token.read("balanceOf", wallet)), asked[0])

    def settled_deal(self) -> tuple[int, DealContracts]:
        """One whose window is over and that closed, if one did among four."""
        asked = [self.any_deal() for _ in range(4)]
        return next((found for found in asked if found[1].offering.read("closedAt")), asked[0])

    def any_deal(self) -> tuple[int, DealContracts]:
        number = self.rng.randrange(len(self.deals))
        return number, self.deals[number]

    def _equip(self, role: str) -> None:
        wallet = self.wallet(role)
        self.admit(wallet)
        for money in self.moneys:
            money.send("mint", wallet, PURSE, by=wallet)
            money.send("approve", self.desk.address, UNLIMITED, by=wallet)
        for deal in self.deals:
            deal.money.send("approve", deal.offering.address, UNLIMITED, by=wallet)
            deal.money.send("approve", deal.escrow.address, UNLIMITED, by=wallet)
            for token in deal.tokens:
                token.send("approve", self.desk.address, UNLIMITED, by=wallet)


ORDER = (keccak(text="order 1"), keccak(text="document"))
"""What an officer's act rests on."""
