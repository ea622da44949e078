# SPDX-License-Identifier: Apache-2.0
"""Tables of what happened to a deal as a whole: payment dates, royalties paid in, trades, all events."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from regalia.api.frames import SOURCE, TIME, Column, Kind, frame
from regalia.domain.compile import compile_terms
from regalia.ledger.index.moment import Moment
from regalia.ledger.place import Place
from regalia.reports.names import Names

_DATES = (
    Column("period", Kind.WHOLE, "number of the period that was paid"),
    Column("collected_in", Kind.TEXT, "collection period, such as 2024Q1"),
    Column("scheduled", Kind.DAY, "payment date of the calendar"),
    TIME,
    Column("collected", Kind.AMOUNT, "collections of the date: what attestors reported, with restatements"),
    Column("available", Kind.AMOUNT, "cash the date had to pay with"),
)
_RECEIPTS = (
    TIME,
    Column("payer", Kind.TEXT, "address that paid"),
    Column("payer_name", Kind.TEXT, "its name, where one is known"),
    Column("amount", Kind.AMOUNT, "paid into collection"),
    Column("licence", Kind.TEXT, "word of the payer for the licence"),
    Column("reference", Kind.TEXT, "word of the payer for the statement"),
    *SOURCE,
)
_TRADES = (
    TIME,
    Column("tranche", Kind.TEXT, "id of the tranche"),
    Column("seller", Kind.TEXT, "address"),
    Column("buyer", Kind.TEXT, "address"),
    Column("units", Kind.WHOLE, "units that changed hands"),
    Column("price", Kind.AMOUNT, "of a unit, without what was earned before"),
    Column("paid", Kind.AMOUNT, "units times price"),
    Column("fee", Kind.AMOUNT, "of the venue, paid by whoever made the order"),
    *SOURCE,
)
_EVENTS = (
    TIME,
    Column("name", Kind.TEXT, "of the event"),
    Column("contract", Kind.TEXT, "field of the record that holds the contract, such as escrow or tokens.senior"),
    Column(
        "arguments", Kind.ANY, "by name, as the chain has them: whole numbers (smallest units) as text, bytes as 0x…"
    ),
    Column("log_index", Kind.WHOLE, "place in the block"),
    *SOURCE,
)


def payment_dates(now: Moment) -> pd.DataFrame:
    """A row a payment date, with three columns a tranche."""
    parts = ("interest", "principal", "residual")
    per_tranche = [
        Column(f"{tranche.id}_{part}", Kind.AMOUNT, f"{part} paid to {tranche.name}")
        for tranche in now.terms.tranches
        for part in parts
    ]
    return frame((*_DATES, *per_tranche, *SOURCE), _date_rows(now))


def _date_rows(now: Moment) -> Iterator[tuple[object, ...]]:
    money, schedule = now.terms.money.to_decimal, compile_terms(now.terms).schedule
    paid = {
        (tranche.id, payment.period): payment
        for tranche in now.terms.tranches
        for payment in now.books.payments(tranche.id)
    }
    collected: dict[int, int] = {}
    for told in now.events("ReportAccepted", "ReportMissing", "RestatementsTaken", "PaymentDateExecuted"):
        period = int(told.args["period"])
        if told.name in ("ReportAccepted", "RestatementsTaken"):
            collected[period] = int(told.args["received"])
        elif told.name == "ReportMissing":
            collected[period] = 0
        else:
            figures = [money(amount) for tranche in now.terms.tranches for amount in paid[tranche.id, period].parts[:3]]
            yield (
                period,
                str(schedule.collection_period(period)),
                schedule.payment_date(period),
                told.place.timestamp,
                money(collected.get(period, 0)),
                money(int(told.args["available"])),
                *figures,
                *where(told.place),
            )


def receipts(now: Moment, names: Names) -> pd.DataFrame:
    """A row a payment of royalties into the escrow."""
    rows = (
        (
            told.place.timestamp,
            told.args["payer"],
            names.label(told.args["payer"]),
            now.terms.money.to_decimal(int(told.args["amount"])),
            told.args["licence"],
            told.args["paymentReference"],
            *where(told.place),
        )
        for told in now.events("RoyaltyPaid")
    )
    return frame(_RECEIPTS, rows)


def trades(now: Moment) -> pd.DataFrame:
    """A row a trade at the settlement desk, sales in two steps when they were settled."""
    money = now.terms.money.to_decimal
    rows = (
        (
            trade.place.timestamp,
            trade.tranche,
            trade.seller,
            trade.buyer,
            trade.units,
            money(trade.price),
            money(trade.units * trade.price),
            money(trade.fee),
            *where(trade.place),
        )
        for trade in now.trades()
    )
    return frame(_TRADES, rows)


def events(now: Moment, names: Names, *wanted: str) -> pd.DataFrame:
    """A row an event of the deal, in the order of the chain."""
    rows = (
        (
            told.place.timestamp,
            told.name,
            names.contract(told.address) or told.address,
            told.args,
            told.place.log_index,
            *where(told.place),
        )
        for told in now.events(*wanted)
    )
    return frame(_EVENTS, rows)


def where(place: Place) -> tuple[int, str]:
    """Block and transaction."""
    return place.block_number, place.transaction_hash
