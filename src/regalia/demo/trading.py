# SPDX-License-Identifier: Apache-2.0
"""Units pass from one investor to another; the income they earned does not."""

from __future__ import annotations

from regalia.chain.transact import send
from regalia.demo.running import RunningDeal
from regalia.demo.scenario import Sale
from regalia.demo.story import Story
from regalia.servicing import payments


def sales_of(deal: RunningDeal, quarter: int) -> list[Sale]:
    return [sale for sale in deal.scenario.sales if sale.quarter == quarter]


def transfer(deal: RunningDeal, tranche: str, seller: str, buyer: str, units: int) -> None:
    """Move units between investors named by role."""
    move = deal.contracts.token(tranche).functions.transfer(deal.investor(buyer), units)
    send(deal.web3, move, deal.investor(seller))


def sell_on(deal: RunningDeal, quarter: int, story: Story) -> None:
    """The sales that follow a payment date."""
    for sale in sales_of(deal, quarter):
        before = payments.entitlement(deal.contracts, sale.tranche, deal.investor(sale.buyer))
        transfer(deal, sale.tranche, sale.seller, sale.buyer, sale.units)
        after = payments.entitlement(deal.contracts, sale.tranche, deal.investor(sale.buyer))
        story.say(
            f"{sale.seller} passes {sale.units:,} units ({sale.tranche}) on to {sale.buyer}, whose unclaimed income is "
            f"{deal.amount(before)} before and {deal.amount(after)} after: income stays with who held the units when it was paid."
        )
