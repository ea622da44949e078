# SPDX-License-Identifier: Apache-2.0
"""``regalia subscribe``: a bid for units in the primary sale."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from eth_typing import ChecksumAddress
from web3.types import TxReceipt

from regalia.chain.record_check import check_record
from regalia.cli.act import Act, Manner, carry_out, manner_options
from regalia.cli.acting import Acting
from regalia.cli.keystore import Account, account_of, account_options
from regalia.cli.market_open import Place, tranche_option
from regalia.cli.market_pay import check_way, paid, require_cash
from regalia.cli.offer_levels import level_of, level_text
from regalia.cli.oracle_open import open_deal, record_option, rpc_option, terms_option
from regalia.cli.whole import MOST_UNITS, Whole
from regalia.domain.offering.limits import MAX_LEVELS
from regalia.domain.offering.offer import OfferKind
from regalia.servicing.allowance import refuse_early
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.offer_view import TrancheOffer, read_offer


@click.command()
@record_option
@rpc_option
@terms_option
@tranche_option
@click.option("--units", type=Whole("units", 1, MOST_UNITS), required=True, metavar="N", help="How many, whole lots.")
@click.option("--at", metavar="RATE", help="Coupon that you bid, such as 8.25%.")
@click.option("--price", metavar="AMOUNT", help="Price of a unit that you bid, such as 49.50.")
@click.option("--level", type=Whole("levels", 0, MAX_LEVELS - 1), metavar="N", help="The same by the level's number.")
@click.option(
    "--permit", is_flag=True, help="Allowance and bid in one transaction, where the payment token can (ERC-2612)."
)
@account_options
@manner_options
def subscribe(
    record_file: Path,
    rpc: str,
    terms_file: Path | None,
    tranche: str,
    units: int,
    at: str | None,
    price: str | None,
    level: int | None,
    permit: bool,
    keystore: Path | None,
    password_file: Path | None,
    given: ChecksumAddress | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Bid for units of a tranche and pay them. A bid binds: it can't be lowered or withdrawn until the offering closes or lapses.

    All pay one price and get one coupon: those of the level at which the tranche clears. What a bid doesn't get, and what it paid above
    that price, comes back: regalia refund.
    """
    manner = Manner(dry_run, yes, as_json)
    manner.check()
    opened = open_deal(record_file, rpc, terms_file)
    check_record(opened.web3, opened.record)
    place = Place(DealContracts(opened.web3, opened.record))
    found = read_offer(place.deal, opened.program, tranche)
    chosen = level_of(place, found, at, price, level)
    account = account_of(keystore, password_file, given, dry_run)
    action = place.deal.offering.functions.subscribe(found.index, chosen, units)
    refuse_early(place.deal, action, account.sender)
    cost = units * found.offer.price_at(chosen)
    check_way(place, place.deal.payment_token, permit)
    require_cash(place, account.address, cost, f"{units:,} units of {tranche}")

    def bid() -> Sequence[TxReceipt]:
        return paid(place, place.deal.payment_token, place.deal.offering, cost, action, account, permit)

    facts = {
        "tranche": tranche,
        "units": units,
        "level": chosen,
        "at": level_text(place, found, chosen),
        "cost": place.plain(cost),
        "investor": account.address,
        "permit": permit,
    }
    act = Act(facts, _text(place, found, account, units, chosen, cost), "Bid? It binds.", bid)
    return carry_out(act, manner, Acting(account, place.deal))


def _text(place: Place, found: TrancheOffer, account: Account, units: int, level: int, cost: int) -> str:
    """What it costs and what it means."""
    lines = [
        f"{account.address} bids for {units:,} units of {found.tranche} at level {level}",
        f"  now paid: {place.money(cost)}",
    ]
    coupon, price = level_text(place, found, level), place.money(found.offer.price_at(level))
    if found.offer.kind is OfferKind.COUPON_BIDS:
        lines.append(f"  coupon at least {coupon}, at {price} a unit, if the tranche clears at this level or above")
    elif found.offer.kind is OfferKind.PRICE_BIDS:
        lines.append(f"  price at most {price} a unit; all pay the price at which the tranche clears")
    else:
        lines.append(f"  price {price} a unit; when more is bid than is for sale, bids share it")
    lines.append("  the bid can't be withdrawn; money that buys nothing comes back (regalia refund)")
    return "\n".join(lines)
