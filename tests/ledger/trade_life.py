# SPDX-License-Identifier: Apache-2.0
"""The notes traded at the settlement desk after their first payment date: orders that are filled in part, and sales in two steps.

| instruction | from, to | what comes of it |
|---|---|---|
| 1 | second to fifth | paid in two parts, settled |
| 2 | second to sixth | paid in part, the time passes, the cash is taken back |
| 3 | third to seventh | paid in whole, cancelled; the cash still lies there |
| 4 | third to fifth | paid in part, still open |
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from web3.contract.contract import ContractFunction
from web3.types import RPCEndpoint, TxReceipt

from regalia.chain.devnet import Devnet
from regalia.chain.transact import Sender
from regalia.domain.terms import load_terms
from regalia.market.desk import Desk
from regalia.market.order import ANY_INCOME, ANYBODY, Nonce, Order, Side
from regalia.market.signed_order import sign
from regalia.market.typed_data import DeskDomain
from tests.ledger.life import DAY, FAR, USD, Life, begin, sell_out
from tests.mills import NOTES

HELD = 300
PRICE = 99_500_000
"""Of a senior unit, in smallest units: $99.50."""
FEE = 500
"""Of the venue, in ppm: half of the most that the deal allows."""
SECOND, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH = range(1, 7)


@dataclass
class TradeLife:
    """``maker`` signs orders; the others are investors by their number."""

    life: Life
    maker: LocalAccount

    @property
    def address(self) -> ChecksumAddress:
        return self.life.chain.web3.to_checksum_address(self.life.record.settlement_desk.address)  # type: ignore[union-attr]

    @property
    def domain(self) -> DeskDomain:
        return DeskDomain(self.life.chain.chain_id, self.address)

    @property
    def desk(self) -> Desk:
        return Desk(self.life.chain.web3, self.domain)

    @property
    def venue(self) -> ChecksumAddress:
        return self.life.chain.accounts[24]

    @property
    def now(self) -> int:
        return int(self.life.chain.web3.eth.get_block("latest")["timestamp"])

    def order(self, side: Side, units: int, place: int) -> Order:
        """Of senior units, good for a week."""
        web3, record = self.life.chain.web3, self.life.record
        token = web3.to_checksum_address(record.tokens["senior"].address)
        money = web3.to_checksum_address(record.payment_token.address)
        parties = (ANYBODY, self.venue, FEE)
        return Order(
            self.maker.address,
            token,
            money,
            side,
            units,
            PRICE,
            10,
            *parties,
            ANY_INCOME,
            Nonce(0, 7, place),
            self.now + 7 * DAY,
        )

    def act(self, call: ContractFunction, who: Sender) -> TxReceipt:
        return self.life.send(call, who)

    def fill(self, order: Order, units: int, taker: int) -> None:
        signed = sign(order, self.domain, self.maker)
        self.act(self.desk.fill(signed, units), self.life.investors[taker])

    def instruct(self, seller: int, buyer: int, units: int, days: int) -> int:
        """Without the income that was distributed by now; returns its number."""
        life = self.life
        token = life.token("senior")
        per_unit = life.escrow.functions.bookOf(token.address).call()[2]
        sides = (token.address, life.investors[buyer], units, PRICE, self.now + days * DAY, per_unit)
        return self.desk.given(self.act(self.desk.instruct(*sides), life.investors[seller]))

    def pay_in(self, number: int, buyer: int, amount: int) -> None:
        self.act(self.desk.pay_in(self.desk.instruction(number), amount), self.life.investors[buyer])


def trade_life(chain: Devnet) -> TradeLife:
    world = TradeLife(begin(chain, load_terms(NOTES)), Account.from_key(bytes([5, 1]) * 16))
    life, maker = world.life, world.maker
    chain.web3.provider.make_request(RPCEndpoint("anvil_setBalance"), [maker.address, hex(10**20)])
    sell_out(life)
    registry = life.contract("InvestorRegistry", life.record.investor_registry.address)
    life.send(registry.functions.admit(maker.address, 840, 2, FAR), chain.accounts[0])
    life.pay(288_427)
    life.execute(life.report(1, 288_427, [132_887]))
    life.send(life.token("senior").functions.transfer(maker.address, HELD), life.investors[0])
    parties: tuple[Sender, ...] = (maker, *life.investors[1:7])
    for party in parties:
        wallet = party if isinstance(party, str) else party.address
        life.send(life.cash.functions.mint(wallet, 1_000_000 * USD), party)
        life.send(life.cash.functions.approve(world.address, 2**256 - 1), party)
        life.send(life.token("senior").functions.approve(world.address, 2**256 - 1), party)
    orders(world)
    instructions(world)
    return world


def orders(world: TradeLife) -> None:
    """A sale filled twice in part, a purchase filled whole, and an order that is cancelled."""
    sells, buys = world.order(Side.SELL, 200, place=0), world.order(Side.BUY, 40, place=1)
    world.fill(sells, 50, SECOND)
    world.fill(sells, 100, THIRD)
    world.fill(replace(buys, price=PRICE + USD), 40, FOURTH)
    world.act(world.desk.cancel(Nonce(0, 7, 0)), world.maker)


def instructions(world: TradeLife) -> None:
    done = world.instruct(SECOND, FIFTH, 20, days=2)
    world.pay_in(done, FIFTH, 5 * PRICE)
    world.pay_in(done, FIFTH, 15 * PRICE)
    world.act(world.desk.settle(done), world.life.anybody)
    late = world.instruct(SECOND, SIXTH, 30, days=2)
    world.pay_in(late, SIXTH, 7 * PRICE)
    world.life.chain.warp(world.now + 3 * DAY)
    world.act(world.desk.take_back(late), world.life.investors[SIXTH])
    given_up = world.instruct(THIRD, SEVENTH, 10, days=2)
    world.pay_in(given_up, SEVENTH, 10 * PRICE)
    world.act(world.desk.cancel_instruction(given_up), world.life.investors[THIRD])
    still_open = world.instruct(THIRD, FIFTH, 11, days=30)
    world.pay_in(still_open, FIFTH, PRICE)
