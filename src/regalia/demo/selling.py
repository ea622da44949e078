# SPDX-License-Identifier: Apache-2.0
"""The chapter in which investors are admitted and bid, and the deal closes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

from regalia.chain.transact import Sender, send
from regalia.demo.cast import address_of
from regalia.demo.clock import noon, wait_until
from regalia.demo.issuing import Stage
from regalia.demo.refusals import refused
from regalia.demo.running import RunningDeal
from regalia.demo.scenario import Profile
from regalia.demo.story import Story
from regalia.domain.compile_offers import compile_offers
from regalia.domain.compile_rules import compile_transfer_rules
from regalia.domain.countries import COUNTRIES
from regalia.domain.money import format_rate, plain_decimal
from regalia.domain.offering.offer import Offer, OfferKind
from regalia.servicing import market, offering
from regalia.servicing.offering import BidState

ELIGIBLE_UNTIL = int(datetime(2035, 12, 31, tzinfo=UTC).timestamp())


def sell(stage: Stage, deal: RunningDeal, story: Story) -> None:
    """Admit the investors, show that others can't bid, and take every bid."""
    story.section(f"Investors of {deal.terms.name}")
    holders, orders = deal.holders(), deal.scenario.orders
    for role in holders:
        admit(stage, deal, role, deal.scenario.profile(role))
    outsider, first = stage.cast.wallet("outsider"), orders[0]
    answer = refused(lambda: bid(deal, first.tranche, first.units, outsider))
    story.say(f"An outsider who tries to bid is refused: {answer}.")
    for order in orders:
        bid(deal, order.tranche, order.units, holders[order.investor], order.level)
    story.line("")
    rows = []
    for order in orders:
        profile, price = deal.scenario.profile(order.investor), price_at(deal, order.tranche, order.level)
        said = (
            order.tranche,
            f"{order.units:,}",
            _level(deal, order.tranche, order.level),
            deal.amount(price * order.units),
        )
        rows.append((order.investor, profile.country, profile.investor_class, *said))
    story.table(("investor", "country", "kind", "class", "units bid", "at", "paid"), rows, "llllrlr")


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
    """Close the deal on its closing date, whoever asks for it; then everybody collects."""
    wait_until(stage.chain, noon(deal.terms.calendar.closing))
    passer_by = stage.cast.wallet("passer-by")
    offering.close(deal.contracts, passer_by)
    bids = {bid.key: offering.state_of(deal.contracts, bid) for bid in offering.bids_of(deal.contracts)}
    offering.collect_all(deal.contracts, passer_by)
    deal.program = offering.program_as_placed(deal.contracts, deal.terms)
    proceeds = sum(state.allotted * _price_paid(deal, key[0]) for key, state in bids.items())
    funded = sum(deal.money.to_units(account.funded_at_closing) for account in deal.terms.accounts)
    story.say(f"{deal.terms.name}: the window is over and every class is placed, so it closes. {_found(deal)}")
    if any(offer.levels > 1 for offer in compile_offers(deal.terms)):
        story.line("")
        story.table(
            ("investor", "class", "at", "units bid", "allotted", "paid back"), _outcome(deal, bids.values()), "lllrrr"
        )
        story.line("")
    story.say(
        f"Of the proceeds of {deal.amount(proceeds)} the accounts get {deal.amount(funded)}; the originator is owed "
        f"{deal.amount(proceeds - funded)}."
    )
    deal.cash_in = proceeds
    deal.figures["sale"] = {
        tranche.label: {"coupon": plain_decimal(Decimal(tranche.coupon).scaleb(-4)), "placed": tranche.units}
        for tranche in deal.program.tranches
    }
    deal.figures["proceeds"] = deal.money.to_decimal(proceeds)
    deal.figures["accounts_at_closing"] = deal.money.to_decimal(funded)


def bid(deal: RunningDeal, tranche: str, units: int, investor: Sender, level: int = 0) -> None:
    """Subscribe with test dollars made for the purpose."""
    give(deal, address_of(investor), price_at(deal, tranche, level) * units)
    offering.subscribe(deal.contracts, tranche, units, investor, level)


def give(deal: RunningDeal, wallet: str, amount: int) -> None:
    """Test dollars out of nothing."""
    send(deal.web3, deal.contracts.payment_token.functions.mint(wallet, amount), deal.cast.wallet("platform operator"))


def price_at(deal: RunningDeal, tranche: str, level: int = 0) -> int:
    """What a unit costs at a level, in smallest units."""
    return _offer(deal, tranche).price_at(level)


def _offer(deal: RunningDeal, tranche: str) -> Offer:
    return compile_offers(deal.terms)[_index(deal, tranche)]


def _index(deal: RunningDeal, tranche: str) -> int:
    return next(i for i, found in enumerate(deal.terms.tranches) if found.id == tranche)


def _level(deal: RunningDeal, tranche: str, level: int) -> str:
    """What the level means: a coupon, or a price."""
    offer = _offer(deal, tranche)
    if offer.kind is OfferKind.COUPON_BIDS:
        coupon = deal.terms.tranches[_index(deal, tranche)].coupon
        assert coupon is not None  # a rule of the terms
        return format_rate(offer.coupon_at(coupon.rate, level))
    return deal.amount(offer.price_at(level))


def _price_paid(deal: RunningDeal, index: int) -> int:
    """What everybody pays for a unit of a tranche."""
    return compile_offers(deal.terms)[index].price_at(offering.clearings_of(deal.contracts, deal.terms)[index].level)


def _found(deal: RunningDeal) -> str:
    """What the bids made of the terms that they could change, and what the originator was issued."""
    said = []
    for tranche, offer, cleared in zip(
        deal.terms.tranches, compile_offers(deal.terms), offering.clearings_of(deal.contracts, deal.terms), strict=True
    ):
        if offer.levels > 1:
            said.append(
                f"Bids for {tranche.id} clear at {_level(deal, tranche.id, cleared.level)}, one rate for all: better bids get "
                f"everything, those at it share {cleared.available:,} of {cleared.demand:,} units, the others nothing. "
                "The program of the deal has that rate from now on."
            )
    for tranche, rules in zip(deal.terms.tranches, compile_transfer_rules(deal.terms), strict=True):
        if rules.retained:
            said.append(f"The originator is issued the {rules.retained:,} units of {tranche.id} it must keep.")
    return " ".join(said)


def _outcome(deal: RunningDeal, states: Iterable[BidState]) -> list[tuple[str, ...]]:
    roles = {wallet: role for role, wallet in deal.holders().items()}
    return [
        (
            roles[state.bid.investor],
            deal.terms.tranches[state.bid.tranche].id,
            _level(deal, deal.terms.tranches[state.bid.tranche].id, state.bid.level),
            f"{state.bid.units:,}",
            f"{state.allotted:,}",
            deal.amount(state.owed),
        )
        for state in states
    ]
