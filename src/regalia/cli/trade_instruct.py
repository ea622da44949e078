# SPDX-License-Identifier: Apache-2.0
"""``regalia trade instruct``: units offered to one buyer whose cash arrives later."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from eth_typing import ChecksumAddress
from web3.types import TxReceipt

from regalia.chain.transact import call, send
from regalia.cli.act import Act, Manner, carry_out, manner_options
from regalia.cli.acting import Acting
from regalia.cli.address import Address
from regalia.cli.keystore import account_of, account_options
from regalia.cli.market_open import desk_of, desk_option, open_place, tranche_option
from regalia.cli.market_pay import require_units
from regalia.cli.oracle_open import record_option, rpc_option
from regalia.cli.trade_allowing import allow_more, require_transferable
from regalia.cli.trade_income import any_income_option, income_limit
from regalia.cli.until import Moment, Until
from regalia.cli.whole import MOST_UNITS, Whole
from regalia.market.desk import Desk
from regalia.servicing.transfer_text import moment


@click.command()
@record_option
@rpc_option
@desk_option
@tranche_option
@click.option("--to", "buyer", type=Address(), required=True, metavar="ADDRESS", help="The buyer.")
@click.option("--units", type=Whole("units", 1, MOST_UNITS), required=True, metavar="N", help="How many.")
@click.option("--price", required=True, metavar="AMOUNT", help="Of a unit, in whole currency.")
@click.option("--until", type=Until(), default="7d", show_default=True, metavar="WHEN", help="7d, 12h, or a day (UTC).")
@any_income_option
@account_options
@manner_options
def instruct(
    record_file: Path,
    rpc: str,
    desk_given: ChecksumAddress | None,
    tranche: str,
    buyer: ChecksumAddress,
    units: int,
    price: str,
    until: Moment,
    any_income: bool,
    keystore: Path | None,
    password_file: Path | None,
    given: ChecksumAddress | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Offer units to one buyer. He pays in (trade pay-in); as soon as all is there anybody settles (trade settle), until the deadline.

    The units stay yours until then, with income and votes; the desk is allowed them beside what it is allowed already. Nothing is
    locked: you can make it fail, but not keep the cash.
    """
    manner = Manner(dry_run, yes, as_json)
    manner.check()
    place = open_place(record_file, rpc)
    desk, cost = Desk(place.web3, desk_of(place, desk_given)), place.units_of("--price", price)
    account = account_of(keystore, password_file, given, dry_run)
    token, deadline = place.deal.token(tranche), until.after(place.now())
    action = desk.instruct(token.address, buyer, units, cost, deadline, income_limit(place, tranche, any_income))
    require_units(place, tranche, account.address, units)
    call(place.web3, action, account.sender)
    require_transferable(place, tranche, account.address, buyer, units)

    def instructed() -> Sequence[TxReceipt]:
        return [*allow_more(token, desk, units, account), send(place.web3, action, account.sender)]

    facts = {
        "tranche": tranche,
        "seller": account.address,
        "buyer": buyer,
        "units": units,
        "price": place.plain(cost),
        "total": place.plain(units * cost),
        "deadline": deadline,
    }
    whole = place.money(units * cost)
    text = (
        f"{account.address} offers {units:,} units of {tranche} to {buyer} for {place.money(cost)} a unit, {whole} in all\n"
        f"  until {moment(deadline)}; the units stay where they are until it is settled"
    )
    act = Act(facts, text, "Instruct?", instructed, lambda receipts: {"instruction": desk.given(receipts[-1])})
    return carry_out(act, manner, Acting(account, place.deal))
