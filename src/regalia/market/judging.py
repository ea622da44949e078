# SPDX-License-Identifier: Apache-2.0
"""What stands in the way of an order, worked out from the facts in the order in which the desk asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from eth_typing import ChecksumAddress

from regalia.domain.accrual import PPM, share_down
from regalia.domain.transfer_questions import Question
from regalia.market.facts import BuyerFacts, OrderFacts, SellerFacts, TrancheFacts
from regalia.market.order import ANYBODY, CANCELLED, Order
from regalia.market.reasons import Code, Reason, transfer_reason

Ladder = Callable[[int], int]
"""For so many units, bit c when the token answers question c with no."""
_NEED_BOTH = {Question.TWO_PARTIES, Question.HOLDER_COUNT}
OF_SELLER = {
    Question.SENDER_NOT_FROZEN,
    Question.SENDER_NOT_HALTED,
    Question.UNITS_NOT_FROZEN,
    Question.SENDER_ELIGIBLE,
    Question.RETENTION,
    *_NEED_BOTH,
}
"""Questions that nobody can answer while there is no seller yet."""
OF_BUYER = {
    Question.RECEIVER_NOT_FROZEN,
    Question.RECEIVER_NOT_HALTED,
    Question.RECEIVER_ELIGIBLE,
    Question.JURISDICTION,
    Question.CLASS,
    Question.LARGEST_SHARE,
    *_NEED_BOTH,
}


def due_of(order: Order, units: int) -> int:
    """What the buyer pays for so many units, a venue's fee on top of it when the maker buys."""
    cash = units * order.price
    return cash if order.sells else cash + share_down(cash, order.venue_fee)


def affordable(order: Order, cash: int) -> int:
    """The most units whose price, fee included, is within the cash."""
    fee = 0 if order.sells else order.venue_fee
    return ((cash + 1) * PPM - 1) // (order.price * (PPM + fee))


def of_order(order: Order, facts: OrderFacts, taker: ChecksumAddress | None) -> Iterator[Reason]:
    """What the desk asks of the order itself, but for units."""
    if facts.signature_fault:
        yield Code.SIGNATURE.reason(fault=facts.signature_fault)
    if facts.now > order.expiry:
        yield Code.EXPIRED.reason(expiry=order.expiry, now=facts.now)
    if taker is not None and order.counterparty not in (ANYBODY, taker):
        yield Code.COUNTERPARTY.reason(counterparty=order.counterparty)
    if order.nonce.epoch != facts.epoch:
        reason = Code.EPOCH.reason(signed=order.nonce.epoch, now=facts.epoch)
        yield replace(reason, for_good=order.nonce.epoch < facts.epoch)
    elif facts.filled == CANCELLED:
        yield Code.CANCELLED.reason()
    elif not order.left(facts.filled):
        yield Code.FILLED.reason(units=order.units)


def of_units(order: Order, left: int, units: int) -> Iterator[Reason]:
    """What the desk asks of the size of a fill when so many are left."""
    if units > left:
        yield Code.ABOVE_LEFT.reason(left=left, units=units)
    elif units < order.smallest_fill(left):
        yield Code.BELOW_MINIMUM.reason(least=order.smallest_fill(left), units=units)


def of_tranche(order: Order, facts: TrancheFacts, taker: ChecksumAddress | None) -> Iterator[Reason]:
    """What the desk asks of the tranche and of who the two are."""
    if order.payment_token != facts.payment_token:
        yield Code.PAYMENT_TOKEN.reason(signed=order.payment_token, deal=facts.payment_token)
    if facts.income_per_unit > order.income_per_unit:
        yield Code.INCOME.reason(signed=order.income_per_unit, now=facts.income_per_unit)
    if taker == order.maker:
        yield Code.OWN_ORDER.reason()
    elif taker is not None and facts.maker_investor == facts.taker_investor != ANYBODY:
        yield Code.SAME_INVESTOR.reason(investor=facts.maker_investor)
    if order.venue_fee > facts.fee_cap:
        yield Code.VENUE_FEE.reason(fee=order.venue_fee, cap=facts.fee_cap)


@dataclass(frozen=True)
class Sides:
    """What is known of both: a side is None while there is no taker. ``ladder``: the token's own answers."""

    order: Order
    seller: SellerFacts | None
    buyer: BuyerFacts | None
    denomination: int
    ladder: Ladder

    def most(self, left: int) -> int:
        """No fill can be larger, whatever the ladder says."""
        limits = [left]
        if self.seller:
            limits += [self.seller.held, self.seller.free, self.seller.allowed]
        if self.buyer:
            limits.append(affordable(self.order, min(self.buyer.cash, self.buyer.allowed)))
            limits += [] if self.buyer.room is None else [self.buyer.room]
        return min(limits)

    def best(self, left: int) -> int:
        """The largest fill that goes through, 0 when none does: all there is, or so much that the seller keeps a denomination."""
        tries = [self.most(left)]
        if self.seller:
            tries.append(min(tries[0], self.seller.held - self.denomination))
        least = self.order.smallest_fill(left)
        return next((units for units in tries if 0 < least <= units and not any(self.against(units))), 0)

    def against(self, units: int) -> Iterator[Reason]:
        """What keeps both sides from a fill of that size: balances, allowances, then the token's questions."""
        if self.seller and self.seller.held < units:
            yield Code.SELLER_UNITS.reason(held=self.seller.held, units=units)
        if self.seller and self.seller.allowed < units:
            yield Code.SELLER_ALLOWANCE.reason(allowed=self.seller.allowed, units=units)
        due = due_of(self.order, units)
        if self.buyer and self.buyer.cash < due:
            yield Code.BUYER_CASH.reason(held=self.buyer.cash, due=due)
        if self.buyer and self.buyer.allowed < due:
            yield Code.BUYER_ALLOWANCE.reason(allowed=self.buyer.allowed, due=due)
        unknown = (OF_SELLER if self.seller is None else set()) | (OF_BUYER if self.buyer is None else set())
        no = self.ladder(units)
        yield from (transfer_reason(c) for c in range(1, no.bit_length()) if no >> c & 1 and c not in unknown)
