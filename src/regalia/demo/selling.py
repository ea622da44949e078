# SPDX-License-Identifier: Apache-2.0
"""The chapter in which investors are admitted, buy, and the deal closes."""

from __future__ import annotations

from datetime import UTC, datetime

from regalia.chain.transact import Sender, send
from regalia.demo.cast import address_of
from regalia.demo.clock import noon, wait_until
from regalia.demo.issuing import Stage
from regalia.demo.refusals import refused
from regalia.demo.running import RunningDeal
from regalia.demo.scenario import Profile
from regalia.demo.story import Story
from regalia.domain.countries import COUNTRIES
from regalia.servicing import market

ELIGIBLE_UNTIL = int(datetime(2035, 12, 31, tzinfo=UTC).timestamp())


def sell(stage: Stage, deal: RunningDeal, story: Story) -> None:
    """Admit the investors, show that others can't buy, and sell every unit."""
    story.section(f"Investors of {deal.terms.name}")
    holders, orders = deal.holders(), deal.scenario.orders
    for role in holders:
        admit(stage, deal, role, deal.scenario.profile(role))
    outsider = stage.cast.wallet("outsider")
    story.say(f"An outsider who tries to buy is refused: {refused(lambda: buy(deal, orders[0].tranche, 1, outsider))}.")
    for order in orders:
        buy(deal, order.tranche, order.units, holders[order.investor])
    story.line("")
    paid = [price_of(deal, order.tranche) * order.units for order in orders]
    profiles = [deal.scenario.profile(order.investor) for order in orders]
    rows = [
        (o.investor, p.country, p.investor_class, o.tranche, f"{o.units:,}", deal.amount(price))
        for o, p, price in zip(orders, profiles, paid, strict=True)
    ]
    story.table(("investor", "country", "kind", "class", "units", "paid"), rows, "llllrr")


def admit(stage: Stage, deal: RunningDeal, role: str, profile: Profile) -> None:
    """The registrar admits the investor."""
    market.admit(
        deal.web3,
        stage.platform.registry,
        deal.investor(role),
        stage.cast.wallet("registrar"),
        country=COUNTRIES[profile.country],
        investor_class=profile.investor_class,
        valid_until=ELIGIBLE_UNTIL,
    )


def close(stage: Stage, deal: RunningDeal, story: Story) -> None:
    """Close the deal on its closing date; whoever asks for it."""
    wait_until(stage.chain, noon(deal.terms.calendar.closing))
    market.close(deal.contracts, stage.cast.wallet("passer-by"))
    proceeds = sum(price_of(deal, order.tranche) * order.units for order in deal.scenario.orders)
    funded = sum(deal.money.to_units(account.funded_at_closing) for account in deal.terms.accounts)
    story.say(
        f"{deal.terms.name}: every unit is sold, so it closes. Of the proceeds of {deal.amount(proceeds)} the accounts get "
        f"{deal.amount(funded)}; the originator is owed {deal.amount(proceeds - funded)}."
    )
    deal.cash_in = proceeds
    deal.figures["proceeds"] = deal.money.to_decimal(proceeds)
    deal.figures["accounts_at_closing"] = deal.money.to_decimal(funded)


def buy(deal: RunningDeal, tranche: str, units: int, investor: Sender) -> None:
    """Subscribe with test dollars made for the purpose."""
    give(deal, address_of(investor), price_of(deal, tranche) * units)
    market.subscribe(deal.contracts, tranche, units, investor)


def give(deal: RunningDeal, wallet: str, amount: int) -> None:
    """Test dollars out of nothing."""
    send(deal.web3, deal.contracts.payment_token.functions.mint(wallet, amount), deal.cast.wallet("platform operator"))


def price_of(deal: RunningDeal, tranche: str) -> int:
    """The offer price of a unit, in smallest units."""
    return deal.money.to_units(next(t.offer_price for t in deal.terms.tranches if t.id == tranche))
