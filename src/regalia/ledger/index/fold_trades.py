# SPDX-License-Identifier: Apache-2.0
"""Units that changed hands at the settlement desk: fills of orders, and sales in two steps when they are settled."""

from __future__ import annotations

from sqlalchemy import select

from regalia.chain.events import Event
from regalia.ledger.index import schema
from regalia.ledger.index.event_args import from_json
from regalia.ledger.index.fold_state import FoldState, Sale


def order_filled(state: FoldState, event: Event) -> None:
    args = event.args
    tranche = state.by_token.get(args["token"])
    if tranche is None:
        return
    maker, taker, fee = args["maker"], args["taker"], args["fee"]
    seller, buyer = (maker, taker) if args["sells"] else (taker, maker)
    _traded(state, event, (tranche.id, seller, buyer, args["units"], args["price"]), fee, maker if fee else "")


def instructed(state: FoldState, event: Event) -> None:
    args = event.args
    tranche = state.by_token.get(args["token"])
    if tranche is not None and state.instructions is not None:
        sale = (tranche.id, args["seller"], args["buyer"], args["units"], args["price"])
        state.instructions[args["id"]] = sale


def instruction_settled(state: FoldState, event: Event) -> None:
    """Of an instruction for units of another deal nothing is known here."""
    if state.instructions is None:
        state.instructions = _given(state)
    sale = state.instructions.get(event.args["id"])
    if sale is not None:
        _traded(state, event, sale, 0, "")


def _given(state: FoldState) -> dict[int, Sale]:
    """All that were written, and those of the chunk under way."""
    table, deal = schema.event, state.rows.deal
    query = select(table.c.args).where(table.c.deal == deal, table.c.name == "Instructed")
    texts = [row.args for row in state.connection.execute(query)]
    texts += [row[-1] for row in state.rows.of[table] if row[-2] == "Instructed"]
    found: dict[int, Sale] = {}
    for args in map(from_json, texts):
        if tranche := state.by_token.get(args["token"]):
            sale = (tranche.id, args["seller"], args["buyer"], int(args["units"]), int(args["price"]))
            found[int(args["id"])] = sale
    return found


def _traded(state: FoldState, event: Event, sale: Sale, fee: int, payer: str) -> None:
    key = (state.rows.deal, event.block_number, event.log_index)
    state.rows.of[schema.trade].append((*key, *sale, fee, payer))
