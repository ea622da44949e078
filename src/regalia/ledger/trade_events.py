# SPDX-License-Identifier: Apache-2.0
"""Fills at the settlement desk: the units moved in the same breath, at a price and a fee that the deal allows.

What an order said is in no event, nor what was cancelled of it: who signed, how much is left and until when is the desk's to ask. That
the price was paid is, too: the desk measures it.
"""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.ledger.place import Place
from regalia.ledger.run import Run, at
from regalia.ledger.trade_model import Trade

GROUP = "trades"
_PPM = 10**6
_PPM_OF_A_HUNDREDTH = 100
_PRICE_LIMIT = 2**128


def order_filled(run: Run, event: Event) -> None:
    """The token told right before it that the units went from seller to buyer."""
    args, where, tally = event.args, at(event), run.tally
    tranche = tranche_of(run, event)
    if tranche is None:
        return
    maker, taker, units, price = args["maker"], args["taker"], args["units"], args["price"]
    seller, buyer = (maker, taker) if args["sells"] else (taker, maker)
    compare_move(
        run, event, run.ledger.events[-1] if run.ledger.events else None, (args["token"], seller, buyer, units)
    )
    two_investors(run, event, seller, buyer)
    tally.holds(units > 0, GROUP, where, "units, above", 0, units)
    tally.holds(price < _PRICE_LIMIT, GROUP, where, "price, below", _PRICE_LIMIT, price)
    most = units * price * run.rules[tranche].venue_fee_cap * _PPM_OF_A_HUNDREDTH // _PPM
    within = args["fee"] <= most
    tally.holds(within, GROUP, where, "fee of the venue, at most", tally.amount(most), tally.amount(args["fee"]))
    order = "0x" + args["orderHash"].hex()
    run.ledger.trades.append(
        Trade(tranche, seller, buyer, units, price, Place.of(event), args["fee"], maker, args["nonce"], order)
    )


def tranche_of(run: Run, event: Event) -> str | None:
    tranche = run.tranche_of(event.args["token"])
    known = tranche is not None
    run.tally.holds(known, GROUP, at(event), "token", "one of the deal's tranches", event.args["token"])
    return tranche


def compare_move(run: Run, event: Event, move: Event | None, expected: tuple[str, str, str, int]) -> None:
    """The token's own word of it: the neighbour of the desk's, in the same transaction."""
    beside = (
        move is not None
        and (move.name, move.transaction_hash) == ("Transfer", event.transaction_hash)
        and abs(move.log_index - event.log_index) == 1
    )
    found = (move.address, move.args["from"], move.args["to"], move.args["value"]) if beside and move else None
    run.tally.same(GROUP, at(event), "units moved: token, seller, buyer, number", expected, found)


def two_investors(run: Run, event: Event, seller: str, buyer: str) -> None:
    """Nobody trades with himself, as far as it is told whose wallet each is."""
    whose = run.investors.of_wallet
    same = whose.get(seller, seller) == whose.get(buyer, buyer)
    run.tally.holds(not same, GROUP, at(event), "buyer", "another investor than the seller", buyer)
