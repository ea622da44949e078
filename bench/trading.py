# SPDX-License-Identifier: Apache-2.0
"""What trading costs: fills of signed orders, two-step instructions, and a meeting's ballot."""

from __future__ import annotations

from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract import Contract

from bench.dates import THRESHOLD, steady
from bench.measure import ELIGIBLE_UNTIL, MINTED, NOBODY, Bench, Deal, close, make_deal, sell
from bench.scenario import PRICES, PROFESSIONAL, US
from regalia.chain.transact import send
from regalia.market.order import ANY_INCOME, Nonce, Order, Side
from regalia.market.signed_order import sign
from regalia.market.typed_data import DeskDomain

UNLIMITED = 2**256 - 1
HELD = 200
FILL = 10


class Floor:
    """A live deal with every rule, a maker with a key and a taker: both hold units, have earned, and let the desk take all."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        made = make_deal(bench, THRESHOLD, regulated=True)
        list(sell(bench, made))
        self.deal: Deal = close(bench, made, THRESHOLD)[0]
        steady(self.deal)
        assert bench.platform.desk is not None  # the bench deploys it
        self.desk = bench.at("SettlementDesk", bench.platform.desk)
        self.token: Contract = bench.at("TrancheToken", made.tokens[0])
        self.maker: LocalAccount = Account.from_key(Web3.keccak(text="maker"))
        first, self.taker, _ = bench.investors
        self._equip(first)
        self.deal.quarter()
        self.escrow = bench.at("RoyaltyEscrow", made.escrow)

    def _equip(self, seller: ChecksumAddress) -> None:
        bench, web3, maker = self.bench, self.bench.web3, self.maker.address
        registry = bench.at("InvestorRegistry", bench.platform.registry).functions
        send(web3, registry.admit(maker, US, PROFESSIONAL, ELIGIBLE_UNTIL), bench.operator)
        send(web3, self.token.functions.transfer(maker, HELD), seller)
        send(web3, bench.currency.functions.mint(maker, MINTED), bench.operator)
        web3.eth.send_transaction({"from": bench.operator, "to": maker, "value": Web3.to_wei(10, "ether")})
        for token in (self.token, bench.currency):
            for party in (self.maker, self.taker):
                send(web3, token.functions.approve(self.desk.address, UNLIMITED), party)

    def fill(self, word: int, place: int, **changes: Any) -> int:
        """Gas of filling ten units of an order for twenty."""
        per_unit = self.escrow.functions.bookOf(self.token.address).call()[2]
        terms = {
            "maker": self.maker.address,
            "token": self.token.address,
            "payment_token": self.bench.currency.address,
            "side": Side.SELL,
            "units": 2 * FILL,
            "price": PRICES[0],
            "minimum_fill": 0,
            "counterparty": NOBODY,
            "venue": NOBODY,
            "venue_fee": 0,
            "income_per_unit": per_unit,
            "nonce": Nonce(0, word, place),
            "expiry": ELIGIBLE_UNTIL,
        }
        order = Order(**{**terms, **changes})
        signed = sign(order, DeskDomain(self.bench.chain.chain_id, self.desk.address), self.maker)
        call = self.desk.functions.fill(order.as_tuple(), signed.signature, FILL)
        return send(self.bench.web3, call, self.taker)["gasUsed"]


def trading(bench: Bench) -> dict[str, int]:
    """Of fills, the second in a word counts as the commonest: five orders share one."""
    floor = Floor(bench)
    floor.fill(0, 0)
    figures = {
        "dvp_fill": floor.fill(0, 1),
        "dvp_fill_buy": floor.fill(0, 2, side=Side.BUY),
        "dvp_fill_first_of_a_word": floor.fill(1, 0),
        "dvp_fill_any_income": floor.fill(0, 3, income_per_unit=ANY_INCOME),
    }
    desk, web3, maker = floor.desk.functions, bench.web3, floor.maker

    def gas(call: Any, by: LocalAccount | ChecksumAddress) -> int:
        return send(web3, call, by)["gasUsed"]

    for _ in range(2):  # the second finds the desk with money in it
        asked = (floor.token.address, floor.taker, FILL, PRICES[0], ELIGIBLE_UNTIL, ANY_INCOME)
        figures["dvp_instruct"] = gas(desk.instruct(*asked), maker)
        identity = desk.instructions().call()
        terms = desk.termsOf(identity).call()
        figures["dvp_pay_in"] = gas(desk.payIn(identity, terms, FILL * PRICES[0]), floor.taker)
    figures["dvp_settle"] = gas(desk.settle(1), bench.passer_by)
    gas(desk.cancelInstruction(2), maker)
    figures["dvp_take_back"] = gas(desk.takeBack(2), floor.taker)
    figures["order_cancel"] = gas(desk.cancel(Nonce(0, 0, 4).packed), maker)
    figures["order_cancel_all"] = gas(desk.cancelAll(), maker)
    return figures
