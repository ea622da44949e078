# SPDX-License-Identifier: Apache-2.0
"""The trades of a deal as CSV: one row a trade, oldest first."""

from __future__ import annotations

from regalia.ledger.model import DealLedger
from regalia.reports.csv_text import Cell, csv_text, iso_time
from regalia.reports.names import Names

HEADER = (
    "deal",
    "time",
    "tranche",
    "seller",
    "seller_name",
    "buyer",
    "buyer_name",
    "units",
    "unit_price",
    "price",
    "fee",
    "fee_paid_by",
    "order",
    "instruction",
    "currency",
    "block",
    "transaction",
    "log_index",
)


def trades_csv(ledger: DealLedger, names: Names) -> str:
    """The whole file. A trade filled an ``order`` (its hash) or settled an ``instruction`` (its number)."""
    money = ledger.terms.money
    rows: list[tuple[Cell, ...]] = [
        (
            ledger.terms.id,
            iso_time(trade.place),
            trade.tranche,
            trade.seller,
            names.label(trade.seller),
            trade.buyer,
            names.label(trade.buyer),
            trade.units,
            money.to_decimal(trade.price),
            money.to_decimal(trade.units * trade.price),
            money.to_decimal(trade.fee),
            trade.maker if trade.fee else None,
            trade.order,
            trade.instruction,
            money.code,
            trade.place.block_number,
            trade.place.transaction_hash,
            trade.place.log_index,
        )
        for trade in ledger.trades
    ]
    return csv_text(HEADER, rows)
