# SPDX-License-Identifier: Apache-2.0
"""A settlement desk between two parties with keys, each with units and money, and the orders they sign."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from typing import Any

from eth_account.messages import SignableMessage, encode_typed_data
from eth_account.signers.local import LocalAccount

from regalia.domain.transfer_rules import TransferRules
from tests.support import sample
from tests.support.chain import CHAIN_ID, Answer
from tests.support.contract import Contract, calldata
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.roles import actor, key_of

USD = sample.USD
MAKER, TAKER, ATTACKER = key_of("maker"), key_of("taker"), key_of("attacker")
STRANGER, VENUE, SENIOR = actor("stranger"), actor("venue"), actor("senior_investor")
NOBODY = "0x" + "00" * 20
PRICE = 950 * USD
"""Of a unit of the senior tranche."""
HELD, MONEY = 200, 1_000_000 * USD
"""What each party has at first of the senior tranche, and in money."""
EXPIRY = sample.FIRST_DATE + 1_000 * sample.DAY
ANY_INCOME = UNLIMITED
CANCELLED = 2**48 - 1
FEE_CAP = 25
"""In 0.01% of the price."""
FIELDS = (
    ("maker", "address"),
    ("token", "address"),
    ("paymentToken", "address"),
    ("sells", "bool"),
    ("units", "uint256"),
    ("price", "uint256"),
    ("minimumFill", "uint256"),
    ("counterparty", "address"),
    ("venue", "address"),
    ("venueFee", "uint256"),
    ("incomePerUnit", "uint256"),
    ("nonce", "uint256"),
    ("expiry", "uint256"),
)
"""Of the type in the decision, as they stand there."""


@dataclass(frozen=True)
class Order:
    """Field by field what a maker signs."""

    maker: str
    token: str
    payment_token: str
    sells: bool = True
    units: int = 100
    price: int = PRICE
    minimum_fill: int = 0
    counterparty: str = NOBODY
    venue: str = NOBODY
    venue_fee: int = 0
    income_per_unit: int = ANY_INCOME
    nonce: int = 0
    expiry: int = EXPIRY

    def message(
        self, desk: str, chain_id: int = CHAIN_ID, name: str = "Regalia SettlementDesk", version: str = "1"
    ) -> SignableMessage:
        """Built by eth_account alone."""
        domain = {"name": name, "version": version, "chainId": chain_id, "verifyingContract": desk}
        types = {"Order": [{"name": field, "type": kind} for field, kind in FIELDS]}
        values = dict(zip((field for field, _ in FIELDS), astuple(self), strict=True))
        return encode_typed_data(domain, types, values)


def nonce_of(word: int = 0, place: int = 0, epoch: int = 0) -> int:
    return epoch << 192 | word << 8 | place


class DeskWorld:
    """A live deal, its senior tranche in the hands of maker and taker among others, and the desk they have given leave."""

    def __init__(self, money: str = "MockPaymentToken", rules: TransferRules | None = None) -> None:
        self.platform = Platform()
        self.chain = self.platform.chain
        self.money = self.platform.money(money)
        self.desk = self.deploy_desk()
        self.deal = self.live(self.money, rules)
        self.token = self.deal.tokens[0]
        for party in (MAKER.address, TAKER.address):
            self.bring(party)

    def deploy_desk(self) -> Contract:
        return Contract.deploy(self.chain, "SettlementDesk", by=actor("anybody"))

    def live(self, money: Contract, rules: TransferRules | None = None) -> DealContracts:
        """A deal in that money, sold and closed."""
        every = (rules or TransferRules(venue_fee_cap=FEE_CAP)).pack()
        deal = self.platform.create(money, DealSpec(transfer_rules=(every,) * 3))
        deal.sell()
        deal.close()
        return deal

    def bring(self, party: str) -> None:
        """Eligible, with units and money, and leave for the desk to take either."""
        self.platform.admit(party)
        self.token.send("transfer", party, HELD, by=SENIOR)
        self.token.send("approve", self.desk.address, UNLIMITED, by=party)
        self.deal.give(party, MONEY, self.desk)

    def contract_party(self, name: str, *arguments: Any) -> Contract:
        """A party that is a contract. It gave its leave before it had code: nobody but itself could do so now."""
        party = actor(f"party that is a {name}")
        self.bring(party)
        self.chain.place(party, self.chain.code(Contract.deploy(self.chain, name, *arguments, by=STRANGER).address))
        return Contract(self.chain, name, party)

    def pay_date(self) -> None:
        """A quarter: who holds senior units earns on each."""
        self.deal.pay_date(100_000 * USD)

    def per_unit(self) -> int:
        """Income distributed per senior unit so far, 2^48 fixed point."""
        return int(self.deal.escrow.read("bookOf", self.token.address)[2])

    def order(self, **fields: Any) -> Order:
        """The maker sells 100 senior units, unless something else is said."""
        plain = {"maker": MAKER.address, "token": self.token.address, "payment_token": self.money.address}
        return Order(**plain | fields)

    def sign(self, order: Order, by: LocalAccount = MAKER, **domain: Any) -> bytes:
        message = order.message(**{"desk": self.desk.address} | domain)
        return bytes(by.sign_message(message).signature)

    def fill(
        self, order: Order, units: int | None = None, by: str = TAKER.address, signature: bytes | None = None
    ) -> Answer:
        """All of it unless said otherwise, by the taker, with the maker's signature."""
        signed = self.sign(order) if signature is None else signature
        return self.desk.send("fill", astuple(order), signed, order.units if units is None else units, by=by)

    def fill_data(self, order: Order, units: int | None = None) -> bytes:
        """The same as the bytes of a call."""
        return calldata(
            "SettlementDesk", "fill", astuple(order), self.sign(order), order.units if units is None else units
        )

    def filled(self, order: Order) -> int:
        """What the desk has written down for the order's nonce."""
        return int(self.desk.read("filledOf", order.maker, order.nonce))

    def units(self, party: str) -> int:
        return int(self.token.read("balanceOf", party))

    def cash(self, party: str) -> int:
        return int(self.money.read("balanceOf", party))

    def has(self, party: str) -> tuple[int, int]:
        """Units and money."""
        return self.units(party), self.cash(party)

    def digest(self, order: Order) -> bytes:
        return bytes(self.desk.read("hashOf", astuple(order)))


@functools.cache
def _shared() -> DeskWorld:
    return DeskWorld()


def undone_world() -> Iterator[DeskWorld]:
    """For fixtures: the same world each time, as it was at first."""
    world = _shared()
    with world.chain.undone():
        yield world
