# SPDX-License-Identifier: Apache-2.0
"""Units pass from one investor to another, given away or sold at the desk; the income they earned does not pass."""

from __future__ import annotations

from functools import partial

from regalia.chain.deployer import contract
from regalia.chain.transact import call, send
from regalia.demo.issuing import Stage
from regalia.demo.refusals import refusal_of
from regalia.demo.running import RunningDeal
from regalia.demo.scenario import Sale
from regalia.demo.selling import give
from regalia.demo.story import Story
from regalia.errors import RegaliaError
from regalia.market.fillable import check
from regalia.market.folder_board import FolderBoard
from regalia.market.nonces import free_nonce
from regalia.market.order import ANYBODY, Order, Side
from regalia.market.signed_order import SignedOrder
from regalia.market.typed_data import DeskDomain, typed_data
from regalia.servicing import payments

WEEK = 7 * 24 * 3600


class NotFillableError(RegaliaError, ValueError):
    """An order can't be filled although nothing speaks against it."""


def sales_of(deal: RunningDeal, quarter: int) -> list[Sale]:
    return [sale for sale in deal.scenario.sales if sale.quarter == quarter]


def transfer(deal: RunningDeal, tranche: str, seller: str, buyer: str, units: int) -> None:
    """Move units between investors named by role."""
    move = deal.contracts.token(tranche).functions.transfer(deal.investor(buyer), units)
    send(deal.web3, move, deal.investor(seller))


def sell_before(stage: Stage, deal: RunningDeal, quarter: int, story: Story) -> None:
    """The sales ahead of a payment date; and who sells after it has an order out already."""
    for sale in sales_of(deal, quarter):
        if sale.before:
            story.section("A sale before the payment date")
            order = _sign(stage, deal, sale)
            _fill(stage, deal, sale, order)
            _note(deal, sale)
            story.say(
                f"{sale.seller} signs an order for {sale.units:,} units ({sale.tranche}) at {sale.price} each and puts it on the board; "
                f"{sale.buyer} checks it and fills it at the desk, units against money. It is before the payment date, so the "
                "income that comes is the buyer's."
            )
        elif sale.price:
            deal.early_orders[sale] = _sign(stage, deal, sale)


def sell_on(stage: Stage, deal: RunningDeal, quarter: int, story: Story) -> None:
    """The sales that follow a payment date."""
    for sale in sales_of(deal, quarter):
        if sale.before:
            continue
        before = payments.entitlement(deal.contracts, sale.tranche, deal.investor(sale.buyer))
        if sale.price:
            _sell(stage, deal, sale, story)
        else:
            transfer(deal, sale.tranche, sale.seller, sale.buyer, sale.units)
            story.say(f"{sale.seller} passes {sale.units:,} units ({sale.tranche}) on to {sale.buyer}.")
        after = payments.entitlement(deal.contracts, sale.tranche, deal.investor(sale.buyer))
        story.say(
            f"The buyer's unclaimed income is {deal.amount(before)} before and {deal.amount(after)} after: income stays with who held the "
            "units when it was paid."
        )


def _sell(stage: Stage, deal: RunningDeal, sale: Sale, story: Story) -> None:
    """The order from before the payment date is void; a new one is filled."""
    story.section("A sale after the payment date")
    early = deal.early_orders[sale]
    (reason, *_) = check(deal.web3, early, deal.investor(sale.buyer)).reasons
    answer = refusal_of(partial(_fill, stage, deal, sale, early))
    story.say(
        f"{sale.seller} had signed an order before the payment date. Anybody sees without a transaction that it can't be filled any more "
        f"({reason.text}), and the desk says the same: {answer.message}."
    )
    order = _sign(stage, deal, sale)
    _fill(stage, deal, sale, order)
    _note(deal, sale, answer.name)
    story.say(
        f"A new one for {sale.units:,} units ({sale.tranche}) at {sale.price} each, without that income, is filled by {sale.buyer}: units "
        "against money, both or neither."
    )


def _sign(stage: Stage, deal: RunningDeal, sale: Sale) -> SignedOrder:
    """An order for anybody, for a week, at the income distributed so far; on the board."""
    seller, token = deal.investor(sale.seller), deal.contracts.token(sale.tranche)
    board, domain = FolderBoard(stage.out / "board" / deal.terms.id), _domain(stage, deal)
    _, _, per_unit, *_ = call(deal.web3, deal.contracts.escrow.functions.bookOf(token.address))
    assert sale.price is not None  # only such are sold at the desk
    order = Order(
        maker=seller,
        token=token.address,
        payment_token=stage.currency,
        side=Side.SELL,
        units=sale.units,
        price=deal.money.to_units(sale.price),
        minimum_fill=0,
        counterparty=ANYBODY,
        venue=ANYBODY,
        venue_fee=0,
        income_per_unit=per_unit,
        nonce=free_nonce(deal.web3, domain, seller, [listed.signed for listed in board.orders()]),
        expiry=deal.web3.eth.get_block("latest")["timestamp"] + 20 * WEEK,
    )
    signed = SignedOrder(order, domain, stage.chain.sign_typed_data(seller, typed_data(order, domain)))
    board.add(signed)
    return signed


def _fill(stage: Stage, deal: RunningDeal, sale: Sale, signed: SignedOrder) -> None:
    """The buyer pays with test dollars made for the purpose. Raises ``ContractRevertedError`` as the desk does."""
    order, buyer, domain = signed.order, deal.investor(sale.buyer), signed.domain
    desk = contract(deal.web3, "SettlementDesk", domain.desk)
    give(deal, buyer, order.units * order.price)
    send(deal.web3, deal.contracts.payment_token.functions.approve(domain.desk, order.units * order.price), buyer)
    send(deal.web3, deal.contracts.token(sale.tranche).functions.approve(domain.desk, order.units), order.maker)
    send(deal.web3, desk.functions.fill(order.as_tuple(), signed.signature, order.units), buyer)


def _note(deal: RunningDeal, sale: Sale, early_order: str = "") -> None:
    said = {"tranche": sale.tranche, "units": sale.units, "price": sale.price, "before": sale.before}
    deal.figures.setdefault("trades", []).append({**said, "early_order": early_order})


def _domain(stage: Stage, deal: RunningDeal) -> DeskDomain:
    assert stage.platform.desk is not None  # the stage has one
    return DeskDomain(deal.web3.eth.chain_id, stage.platform.desk)
