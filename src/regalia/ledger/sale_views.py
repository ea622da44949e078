# SPDX-License-Identifier: Apache-2.0
"""What the offering answers of its bids, and of what is still to come to whom."""

from __future__ import annotations

from regalia.ledger.replay import Replay
from regalia.ledger.run import Run
from regalia.ledger.sale_book import BidKey
from regalia.ledger.view_reader import ViewReader


def compare_sale(reader: ViewReader, replayed: Replay) -> None:
    """Every level with a bid, every clearing and every bid. Raises ``ChainUnreachableError``."""
    run, offering = replayed.run, replayed.ledger.record.offering.address
    sale, now = run.sale, reader.block["timestamp"]
    reader.same("in seconds", sale.closed_at, "Offering", offering, "closedAt")
    for index, book in enumerate(sale.books):
        label = replayed.ledger.terms.tranches[index].id
        for level, units in enumerate(book.demand):
            if units:
                reader.same(f"{label}, level {level}", units, "Offering", offering, "demandAt", index, level)
        cleared = sale.clearing_of(index)
        fields = {f"{what} of {label}": getattr(cleared, what) for what in ("level", "placed", "available", "demand")}
        reader.fields(fields, "Offering", offering, "clearingOf", index)
    reader.ahead("Offering", offering, "bidAt", sale.bids)
    for key in sale.bids:
        reader.fields(_bid(run, key, now), "Offering", offering, "bidAt", *key)


def _bid(run: Run, key: BidKey, now: int) -> dict[str, object]:
    """By what it is for people, in the order of ``bidAt``."""
    sold, (index, level, place) = run.sale.bids[key], key
    which = f"{run.ledger.terms.tranches[index].id}, level {level}, place {place}"
    return {
        f"bidder of {which}": sold.wallet,
        f"units bid, {which}": sold.bid.units,
        f"units allotted, {which}": run.sale.shown_allotment(key, now),
        f"collected, {which}": sold.collected,
        f"owed, {which}": run.sale.owed(key, now),
    }
