# SPDX-License-Identifier: Apache-2.0
"""``regalia trade check``: whether an order could be filled now, and if not why. Nothing is sent."""

from __future__ import annotations

from pathlib import Path

import click
from eth_typing import ChecksumAddress

from regalia.cli.address import Address
from regalia.cli.market_open import desk_of, desk_option, open_place
from regalia.cli.oracle_open import json_option, record_option, rpc_option
from regalia.cli.trade_orders import (
    board_option,
    order_argument,
    order_facts,
    order_of,
    order_text,
    reasons_facts,
    reasons_text,
)
from regalia.cli.whole import MOST_UNITS, Whole
from regalia.market import fillable
from regalia.printing import to_json


@click.command()
@order_argument
@record_option
@rpc_option
@desk_option
@board_option
@click.option(
    "--taker", type=Address(), metavar="ADDRESS", help="Who would fill it; else only the maker's side is asked."
)
@click.option("--units", type=Whole("units", 1, MOST_UNITS), metavar="N", help="How many; else the most that go.")
@json_option
def check(
    order: str,
    record_file: Path,
    rpc: str,
    desk_given: ChecksumAddress | None,
    board: str | None,
    taker: ChecksumAddress | None,
    units: int | None,
    as_json: bool,
) -> int:
    """Say for how many units ORDER, a file or with --board a hash, could be filled now, and every reason why not.

    Exits 0 when it could be filled and 1 when not.
    """
    place = open_place(record_file, rpc)
    found = order_of(place, desk_of(place, desk_given), order, board)
    judged = fillable.check(place.web3, found.signed, taker, units)
    if as_json:
        click.echo(to_json({**order_facts(place, found), **reasons_facts(judged)}))
        return 0 if judged.fillable else 1
    click.echo(f"order {found.signed.name}\n{order_text(place, found.tranche, found.signed.order)}\n")
    if judged.fillable:
        click.echo(f"it can be filled now, for {judged.units:,} of the {judged.left:,} units that are left")
        return 0
    click.echo(f"it can't be filled now; {judged.left:,} units are left:\n{reasons_text(judged.reasons)}")
    return 1
