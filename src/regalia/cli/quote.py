# SPDX-License-Identifier: Apache-2.0
"""``regalia quote``: what units of a tranche are quoted at, and the yield at a price."""

from __future__ import annotations

from pathlib import Path

import click
from eth_typing import ChecksumAddress

from regalia.cli.market_open import desk_option, tranche_option
from regalia.cli.oracle_open import PATH, json_option, record_option, rpc_option, terms_option
from regalia.cli.quote_figures import quoted
from regalia.cli.quote_text import quote_facts, quote_text
from regalia.cli.trade_orders import board_option
from regalia.cli.whole import Whole
from regalia.printing import to_json
from regalia.projection.base import MOST_PERIODS


@click.command()
@record_option
@rpc_option
@terms_option
@desk_option
@tranche_option
@board_option
@click.option("--price", metavar="AMOUNT", help="Of a unit, in whole currency: the yield at it.")
@click.option(
    "--scenarios", type=PATH, metavar="FILE.yaml", help="Scenario file that yields rest on (docs/projection.md)."
)
@click.option("--scenario", metavar="ID", help="Which of its scenarios; the first when not given.")
@click.option("--receipts", type=PATH, metavar="FILE.csv", help="Or a receipts file; then the last year again.")
@click.option("--flat", metavar="AMOUNT", help="Or the same receipts every period.")
@click.option(
    "--periods", type=Whole("payment dates", 1, MOST_PERIODS), metavar="N", help="How many payment dates to project."
)
@click.option("--invoice", "invoices", multiple=True, metavar="STEP=AMOUNT", help="Of an as-invoiced step.")
@click.option("--fact", "facts", multiple=True, metavar="FACT=VALUE", help="An amount, 5%, or a count.")
@json_option
def quote(
    record_file: Path,
    rpc: str,
    terms_file: Path | None,
    desk_given: ChecksumAddress | None,
    tranche: str,
    board: str | None,
    price: str | None,
    scenarios: Path | None,
    scenario: str | None,
    receipts: Path | None,
    flat: str | None,
    periods: int | None,
    invoices: tuple[str, ...],
    facts: tuple[str, ...],
    as_json: bool,
) -> None:
    """Quote a tranche: best bid and offer of a board's orders that could be filled now, the last price, what a unit has accrued, and the
    yield at each price and at --price.

    The deal is replayed from its chain first, so coupons and units are those it was sold with. Yields rest on a projection: of the
    receipts that options name, else of the deal file's own forecast. Only reads.
    """
    found = quoted(
        record_file,
        rpc,
        terms_file,
        desk_given,
        tranche,
        board,
        price,
        (scenarios, receipts, flat, periods, invoices, facts),
        scenario,
    )
    click.echo(to_json(quote_facts(found)) if as_json else quote_text(found))
