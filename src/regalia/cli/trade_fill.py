# SPDX-License-Identifier: Apache-2.0
"""``regalia trade fill``: an order filled, units against money, both or neither."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from eth_typing import ChecksumAddress
from web3.contract import Contract
from web3.types import TxReceipt

from regalia.cli.act import Act, Manner, carry_out, manner_options
from regalia.cli.acting import Acting
from regalia.cli.keystore import account_of, account_options
from regalia.cli.market_open import Place, desk_of, desk_option, open_place
from regalia.cli.market_pay import check_way, paid
from regalia.cli.oracle_open import record_option, rpc_option
from regalia.cli.trade_orders import Found, board_option, order_argument, order_facts, order_of, order_text, refused
from regalia.cli.whole import MOST_UNITS, Whole
from regalia.market.desk import Desk
from regalia.market.fillable import check
from regalia.market.judging import due_of
from regalia.market.reasons import Code


@click.command()
@order_argument
@record_option
@rpc_option
@desk_option
@board_option
@click.option("--units", type=Whole("units", 1, MOST_UNITS), metavar="N", help="How many; else all that are left.")
@click.option("--permit", is_flag=True, help="Allowance and fill in one transaction, where the token can (ERC-2612).")
@account_options
@manner_options
def fill(
    order: str,
    record_file: Path,
    rpc: str,
    desk_given: ChecksumAddress | None,
    board: str | None,
    units: int | None,
    permit: bool,
    keystore: Path | None,
    password_file: Path | None,
    given: ChecksumAddress | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Fill ORDER, a file or with --board a hash: units go from seller to buyer and money from buyer to seller, or nothing moves.

    Everything is asked first, and every reason against it named before anything is spent. What the desk may take of yours is allowed it
    for this fill alone.
    """
    manner = Manner(dry_run, yes, as_json)
    manner.check()
    place = open_place(record_file, rpc)
    domain = desk_of(place, desk_given)
    found, desk = order_of(place, domain, order, board), Desk(place.web3, domain)
    account = account_of(keystore, password_file, given, dry_run)
    signed = found.signed
    wanted = units or check(place.web3, signed).left or signed.order.units
    own = Code.BUYER_ALLOWANCE if signed.order.sells else Code.SELLER_ALLOWANCE
    reasons = [one for one in check(place.web3, signed, account.address, wanted).reasons if one.code != own]
    if reasons:
        raise refused(signed.name, reasons, "Nothing was sent. Ask again later, or take another order.")
    cost = due_of(signed.order, wanted)
    token, amount = _given(place, found, wanted, cost)
    check_way(place, token, permit)

    def send() -> Sequence[TxReceipt]:
        return paid(place, token, desk.contract, amount, desk.fill(signed, wanted), account, permit)

    facts = {
        **order_facts(place, found),
        "taker": account.address,
        "units": wanted,
        "price": place.plain(signed.order.price),
        "pays": place.plain(cost),
        "permit": permit,
    }
    return carry_out(
        Act(facts, _text(place, found, account.address, wanted), "Fill it?", send), manner, Acting(account, place.deal)
    )


def _given(place: Place, found: Found, units: int, cost: int) -> tuple[Contract, int]:
    """What the taker gives, and how much: money for units, or units for money."""
    if found.signed.order.sells:
        return place.deal.payment_token, cost
    return place.deal.token(found.tranche), units


def _text(place: Place, found: Found, taker: str, units: int) -> str:
    """The fee is the maker's affair: a seller gets less, a buyer pays more."""
    order, cash = found.signed.order, place.money(units * found.signed.order.price)
    verb = "buys" if order.sells else "sells"
    lines = [
        order_text(place, found.tranche, order),
        f"{taker} {verb} {units:,} units for {cash}; accrued interest goes with them",
    ]
    return "\n".join(lines)
