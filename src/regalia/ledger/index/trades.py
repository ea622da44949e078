# SPDX-License-Identifier: Apache-2.0
"""A trade out of its row and the event it comes from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from regalia.ledger.index.event_args import from_json
from regalia.ledger.index.places import place_of
from regalia.ledger.trade_model import Trade


def trade_of(row: Row[Any]) -> Trade:
    """A fill names the maker of the order; a sale in two steps is known by its number."""
    args = from_json(row.args)
    sides = (row.tranche, row.seller, row.buyer, row.units, row.price, place_of(row))
    if "orderHash" not in args:
        return Trade(*sides, instruction=int(args["id"]))
    return Trade(*sides, row.fee, args["maker"], int(args["nonce"]), args["orderHash"])
