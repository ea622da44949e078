# SPDX-License-Identifier: Apache-2.0
"""``regalia trade board``: the orders of a board, by tranche and side; one put up, dead ones taken down."""

from __future__ import annotations

from pathlib import Path

import click
from eth_typing import ChecksumAddress

from regalia.cli.market_open import Place, desk_of, desk_option, open_place
from regalia.cli.oracle_open import json_option, record_option, rpc_option
from regalia.cli.trade_orders import Found, order_facts, order_of, reasons_facts
from regalia.market.board import Board, Listed, side_of
from regalia.market.board_client import open_board
from regalia.market.book import dead
from regalia.market.fillable import Fillability, check
from regalia.market.folder_board import FolderBoard
from regalia.market.order import ANYBODY, Side
from regalia.printing import table, to_json
from regalia.servicing.transfer_text import moment

Row = tuple[Found, Fillability | None]
_HEADS = ("side", "units", "at least", "price", "for", "expires", "now", "order")


@click.command()
@record_option
@rpc_option
@desk_option
@click.option("--board", required=True, metavar="DIR|URL", help="Board of orders.")
@click.option("--tranche", metavar="ID", help="Of this tranche only.")
@click.option("--side", type=click.Choice([side.value for side in Side]), help="Of makers who sell, or buy, only.")
@click.option("--check", "ask", is_flag=True, help="Ask the node of each order whether it could be filled now.")
@click.option("--put", metavar="FILE", help="Put this order on the board first.")
@click.option("--drop-dead", is_flag=True, help="Take orders off a folder first that can never be filled again.")
@json_option
def board(
    record_file: Path,
    rpc: str,
    desk_given: ChecksumAddress | None,
    board: str,
    tranche: str | None,
    side: str | None,
    ask: bool,
    put: str | None,
    drop_dead: bool,
    as_json: bool,
) -> None:
    """List the orders of a board that are about this deal and at its desk, the best price first. Nobody who keeps a board is trusted.

    Taking an order down cancels nothing.
    """
    place = open_place(record_file, rpc)
    domain, opened = desk_of(place, desk_given), open_board(board, make=put is not None)
    if put is not None:
        opened.add(order_of(place, domain, put, None).signed)
    dropped = _drop(place, opened) if drop_dead else 0
    wanted = None if tranche is None else place.token(tranche)
    here = [entry for entry in opened.orders(wanted) if entry.signed.domain == domain]
    rows = [row for one in Side if side in (None, one) for row in _rows(place, side_of(here, one), ask)]
    passed = opened.problems()
    if as_json:
        shown = [order_facts(place, found) | (reasons_facts(judged) if judged else {}) for found, judged in rows]
        click.echo(to_json({"orders": shown, "dropped": dropped, "passed_over": [str(one) for one in passed]}))
        return
    click.echo(_text(place, rows))
    if dropped:
        click.echo(f"taken down: {dropped:,}")
    for problem in passed:
        click.echo(f"passed over {problem}", err=True)


def _drop(place: Place, opened: Board) -> int:
    if not isinstance(opened, FolderBoard):
        raise click.UsageError("--drop-dead is for a folder: whoever keeps the board takes orders down")
    return opened.remove([entry.signed.name for entry, _ in dead(place.web3, opened.orders())])


def _rows(place: Place, listed: tuple[Listed, ...], ask: bool) -> list[Row]:
    """Orders of tokens that are none of the deal's are left out."""
    rows: list[Row] = []
    for entry in listed:
        tranche = place.tranche_of(entry.signed.order.token)
        if tranche is not None:
            judged = check(place.web3, entry.signed) if ask else None
            rows.append((Found(entry.signed, tranche), judged))
    return rows


def _text(place: Place, rows: list[Row]) -> str:
    if not rows:
        return "no orders"
    lines = [
        (
            found.tranche,
            str(found.signed.order.side),
            f"{found.signed.order.units:,}",
            f"{found.signed.order.minimum_fill:,}",
            place.deal.money.format(found.signed.order.price),
            "anybody" if found.signed.order.counterparty == ANYBODY else found.signed.order.counterparty,
            moment(found.signed.order.expiry),
            _now(judged),
            found.signed.name,
        )
        for found, judged in rows
    ]
    return table(("tranche", *_HEADS), lines, "llrrrllll")


def _now(judged: Fillability | None) -> str:
    if judged is None:
        return "not asked"
    return f"{judged.units:,} units" if judged.fillable else judged.reasons[0].code
