# SPDX-License-Identifier: Apache-2.0
"""``regalia trade sign``: an order signed by its maker, into a file or onto a board."""

from __future__ import annotations

from pathlib import Path

import click
from eth_typing import ChecksumAddress

from regalia.cli.act import Act, Manner, carry_out, manner_options
from regalia.cli.acting import Acting
from regalia.cli.address import Address
from regalia.cli.keystore import account_of, account_options
from regalia.cli.market_open import desk_of, desk_option, open_place, tranche_option
from regalia.cli.oracle_open import record_option, rpc_option
from regalia.cli.trade_income import any_income_option
from regalia.cli.trade_orders import board_option, reasons_text, refused
from regalia.cli.trade_signing import Signing
from regalia.cli.trade_wish import Wish
from regalia.cli.until import Moment, Until
from regalia.cli.whole import MOST_UNITS, Whole
from regalia.domain.money import MoneyError, rate_to_ppm

_UNITS = Whole("units", 1, MOST_UNITS)
_PATH = click.Path(path_type=Path)


@click.command()
@record_option
@rpc_option
@desk_option
@tranche_option
@click.option("--sell", type=_UNITS, metavar="N", help="Sell so many units.")
@click.option("--buy", type=_UNITS, metavar="N", help="Buy so many units.")
@click.option("--price", required=True, metavar="AMOUNT", help="Of a unit, in whole currency.")
@click.option("--min-fill", type=_UNITS, default=1, show_default=True, metavar="N", help="Fewest units of a fill.")
@click.option(
    "--expires", type=Until(), default="7d", show_default=True, metavar="WHEN", help="7d, 12h, or a day (UTC)."
)
@click.option("--to", "counterparty", type=Address(), metavar="ADDRESS", help="Who alone may fill it; else anybody.")
@click.option("--venue", type=Address(), metavar="ADDRESS", help="Who gets the fee.")
@click.option("--fee", metavar="RATE", help="Of the price, from you to the venue, such as 0.1%.")
@any_income_option
@click.option("--out", type=_PATH, metavar="FILE", help="Write it there. Keep your orders in one folder: see --beside.")
@board_option
@click.option(
    "--beside",
    type=_PATH,
    multiple=True,
    metavar="DIR",
    help="Folders of orders you signed before; that of --out is one.",
)
@click.option("--allow", is_flag=True, help="Send the allowance too that a fill needs: exactly for this order.")
@click.option("--anyway", is_flag=True, help="Sign it although it could not be filled now.")
@account_options
@manner_options
def sign(
    record_file: Path,
    rpc: str,
    desk_given: ChecksumAddress | None,
    tranche: str,
    sell: int | None,
    buy: int | None,
    price: str,
    min_fill: int,
    expires: Moment,
    counterparty: ChecksumAddress | None,
    venue: ChecksumAddress | None,
    fee: str | None,
    any_income: bool,
    out: Path | None,
    board: str | None,
    beside: tuple[Path, ...],
    allow: bool,
    anyway: bool,
    keystore: Path | None,
    password_file: Path | None,
    given: ChecksumAddress | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Sign an order to sell or to buy units. It costs nothing and locks nothing; whoever has the file can fill it until it expires, is
    filled, or is cancelled at the desk (trade cancel).

    What keeps it from being filled is named before it is signed.
    """
    if (sell is None) == (buy is None):
        raise click.UsageError("say --sell N or --buy N")
    if out is None and board is None:
        raise click.UsageError("say where it goes: --out FILE, --board DIR|URL, or both")
    manner = Manner(dry_run, yes, as_json)
    manner.check()
    place = open_place(record_file, rpc)
    domain = desk_of(place, desk_given)
    cost = place.units_of("--price", price)
    account = account_of(keystore, password_file, given, dry_run)
    wish = Wish(tranche, sell, buy, cost, min_fill, expires, counterparty, venue, _ppm(fee), any_income)
    signing = Signing.of(place, domain, account, wish, board, out, beside)
    reasons = signing.reasons
    if reasons and not anyway:
        raise refused("to be signed", reasons, "Change it, or sign it for a time to come: --anyway.")
    text = (
        signing.text()
        + (f"\nit can't be filled now:\n{reasons_text(reasons)}" if reasons else "")
        + signing.about(allow)
    )
    act = Act(signing.facts(allow), text, "Sign it?", lambda: signing.sign(allow), lambda _: signing.told())
    return carry_out(act, manner, Acting(account, place.deal))


def _ppm(fee: str | None) -> int:
    if fee is None:
        return 0
    try:
        return rate_to_ppm(fee)
    except MoneyError as error:
        raise click.BadParameter(error.message, param_hint="--fee") from None
