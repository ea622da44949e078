# SPDX-License-Identifier: Apache-2.0
"""Trades at the settlement desk: those of a holder, and those of a deal."""

from __future__ import annotations

from regalia.reports.entries import TRADES, EntryKind
from regalia.reports.links import utc
from regalia.reports.sheet import DealSheet, Sheet
from regalia.reports.statement import Position
from regalia.reports.table import Column, Kind, Raw, Table, make_table

_NOTE = (
    "The price is without income distributed before, which stays with the seller. The venue’s fee is paid by whoever made the order: it "
    "is beside the price of units bought, and taken from that of units sold."
)

_SHOWN = 100


def holder_trades_table(sheet: Sheet, position: Position) -> Table:
    """Money of units sold is positive, of units bought negative: the last column says what the purse got."""
    trades = position.of_kind(*TRADES)
    rows: list[tuple[Raw, ...]] = [
        (
            utc(entry.place),
            "Bought" if entry.kind is EntryKind.BOUGHT else "Sold",
            sheet.links.party(entry.counterparty) if entry.counterparty else None,
            abs(entry.units),
            entry.price,
            abs(entry.traded),
            entry.fee or None,
            -entry.traded - entry.fee,
            sheet.links.source(entry.place),
        )
        for entry in trades
    ]
    net = position.sold_for - position.bought_for - position.fees
    return make_table(
        sheet.currency,
        "Trades at the settlement desk",
        (
            *(Column(head) for head in ("Time (UTC)", "What", "With")),
            Column("Units", Kind.COUNT),
            *(Column(head, Kind.MONEY) for head in ("Price of a unit", "Price", "Fee", "Received, net")),
            Column("Source"),
        ),
        rows,
        [("In all", "", "", "", "", "", position.fees or None, net, "")],
        note=_NOTE,
    )


def trades_table(sheet: DealSheet) -> Table:
    """Of the deal; only the last ones where there are many, as all are in the CSV."""
    trades = sheet.ledger.trades
    rows: list[tuple[Raw, ...]] = [
        (
            utc(trade.place),
            sheet.names.tranche(trade.tranche),
            sheet.links.party(trade.seller),
            sheet.links.party(trade.buyer),
            trade.units,
            trade.price,
            trade.units * trade.price,
            trade.fee or None,
            sheet.links.source(trade.place),
        )
        for trade in trades[-_SHOWN:]
    ]
    left_out = f"The last {_SHOWN} of {len(trades):,} trades; all of them are in the CSV." if trades[_SHOWN:] else ""
    return make_table(
        sheet.currency,
        "Trades at the settlement desk",
        (
            *(Column(head) for head in ("Time (UTC)", "Tranche", "Seller", "Buyer")),
            Column("Units", Kind.COUNT),
            *(Column(head, Kind.MONEY) for head in ("Price of a unit", "Price", "Fee of the venue")),
            Column("Source"),
        ),
        rows,
        note=left_out,
    )
