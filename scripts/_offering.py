# SPDX-License-Identifier: Apache-2.0
"""Commands of the primary sale: bidding, closing, and fetching what a bid got."""

from __future__ import annotations

from typing import Any

import click

from regalia.cli.whole import MOST_UNITS, Whole
from scripts._command import NetworkCommand
from scripts._desk import Desk, at_desk, transaction
from scripts._options import tranche_option, units_option

_MOST_LEVEL = 63
level_option = click.option(
    "--level",
    type=Whole("level", 0, _MOST_LEVEL),
    default=0,
    help="0 is the best for the issuer, and the only one at a fixed price.",
)
place_option = click.option(
    "--place", type=Whole("units", 0, MOST_UNITS), required=True, help="Units that were bid at the level before it."
)
everybody_option = click.option("--everybody", is_flag=True, help="For every bidder, not the account alone.")


@click.command(cls=NetworkCommand)
@at_desk
@tranche_option
@units_option
@level_option
def subscribe(desk: Desk, tranche: str, units: int, level: int) -> None:
    """Bid for units in the offering. A bid binds: it is paid now, and units or money come of it once the window is over."""
    from regalia.servicing import offering

    price = offering.price_at(desk.deal, tranche, level)
    desk.send(
        f"Bid for {units:,} units of {tranche} at level {level} for {desk.account.address}, and pay {desk.money(units * price)}?",
        lambda: offering.subscribe(desk.deal, tranche, units, desk.signer, level),
    )


@click.command(cls=NetworkCommand)
@at_desk
def close(desk: Desk) -> None:
    """Clear the bids and close the deal, within a week after the window. Any account may."""
    from regalia.servicing import offering

    desk.send("Close the deal?", lambda: offering.close(desk.deal, desk.signer))


@click.command(cls=NetworkCommand)
@at_desk
@everybody_option
def collect(desk: Desk, everybody: bool) -> None:
    """Once the deal is closed, have units and change of the account's bids issued and paid, each bid by itself."""
    from regalia.servicing import offering

    waiting = _waiting(desk, everybody)
    units = sum(state.allotted for state in waiting if not state.collected)
    money = desk.money(sum(state.owed for state in waiting))
    desk.ask(f"Collect {units:,} units and {money} for {len(waiting)} {_bids(waiting)}?")
    _tell(desk, offering.collect_all(desk.deal, desk.signer, [state.bid for state in waiting]), everybody)


@click.command(cls=NetworkCommand)
@at_desk
@everybody_option
def refund(desk: Desk, everybody: bool) -> None:
    """Have the money that the account's bids are owed paid back, and no units: all of it where the offering lapsed."""
    from regalia.servicing import offering

    waiting = [state for state in _waiting(desk, everybody) if state.owed]
    money = desk.money(sum(state.owed for state in waiting))
    desk.ask(f"Take back {money} for {len(waiting)} {_bids(waiting)}?")
    _tell(desk, offering.refund_all(desk.deal, desk.signer, [state.bid for state in waiting]), everybody)


@click.command("take-up", cls=NetworkCommand)
@at_desk
@tranche_option
@level_option
@place_option
def take_up(desk: Desk, tranche: str, level: int, place: int) -> None:
    """Take up units of a bidder who can't hold them any more, from ten days after closing on, for the price that all paid."""
    from regalia.servicing import offering

    bid = offering.bid_at(desk.deal, tranche, level, place)
    units, cost = offering.cost_of(desk.deal, bid)
    desk.send(
        f"Take up {units:,} units of {tranche} in the place of {bid.investor} for {desk.money(cost)}?",
        lambda: offering.take_up(desk.deal, bid, desk.signer),
    )


def _waiting(desk: Desk, everybody: bool) -> list[Any]:
    """Bids with anything left. Raises ``NothingToCollectError``."""
    from regalia.servicing import offering

    waiting = offering.open_bids(desk.deal, None if everybody else desk.account.address)
    if not waiting:
        whose = "nobody's bids have" if everybody else f"no bid of {desk.account.address} has"
        raise offering.NothingToCollectError(
            f"offering: {whose} anything left to be collected or refunded", "Look at what waits: manage status."
        )
    return waiting


def _tell(desk: Desk, receipts: list[Any], everybody: bool) -> None:
    """Which transactions it took, and how many bids still wait: their bidders are frozen, halted or not eligible."""
    from regalia.servicing import offering

    left = offering.open_bids(desk.deal, None if everybody else desk.account.address)
    sent = [transaction(receipt) for receipt in receipts]
    if desk.as_json:
        desk.show({"transactions": sent, "bids that still wait": len(left)})
        return
    desk.show(
        {**{f"transaction {n}": one["transaction"] for n, one in enumerate(sent, 1)}, "bids that still wait": len(left)}
    )


def _bids(waiting: list[Any]) -> str:
    return "bid" if len(waiting) == 1 else "bids"


OPERATING = (close,)
INVESTING = (subscribe, collect, refund, take_up)
