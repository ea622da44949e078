# SPDX-License-Identifier: Apache-2.0
"""Rights that a trustee wants the seller to buy back, and what the seller paid."""

from __future__ import annotations

from eth_utils.crypto import keccak

from regalia.chain.events import Event
from regalia.domain.rights.address import plain
from regalia.domain.rights.cause import Source
from regalia.domain.rights.standing import DealStatus
from regalia.ledger.pool_events import of_its_deal, stand
from regalia.ledger.right_acts import GROUP, book_of, owe, owe_count, said_by, told, took
from regalia.ledger.run import Run, at

TRUSTEE = keccak(text="TRUSTEE_ROLE")


def repurchase_demanded(run: Run, event: Event) -> None:
    args, book = event.args, book_of(run)
    said_by(run, event, TRUSTEE, args["by"])
    of_its_deal(run, event)
    stand(run, event, DealStatus.LIVE)
    took(run, event, lambda today: book.pool.demand_repurchase(args["right"], args["document"]), args["number"])
    book.place(Source.DEMAND, event, args["number"])
    owe_count(run, event, args["right"])


def demand_withdrawn(run: Run, event: Event) -> None:
    args, book = event.args, book_of(run)
    said_by(run, event, TRUSTEE, args["by"])
    of_its_deal(run, event)
    took(run, event, lambda today: book.pool.withdraw_demand(args["right"]))
    owe_count(run, event, args["right"])


def right_repurchased(run: Run, event: Event) -> None:
    """At the price that the terms give; into the escrow of our deal it is paid in the same transaction."""
    args, book = event.args, book_of(run)
    told(run, event, args["right"])
    run.tally.money(GROUP, at(event), "price", book.prices.get(args["right"], 0), args["price"])
    opened = book.pool.deals.get(plain(args["deal"]))
    run.tally.same(GROUP, at(event), "seller", opened and opened.originator, plain(args["seller"]))
    if args["deal"] == run.ledger.record.deal.address and args["price"]:
        owe(run, event, "RoyaltyPaid", args["right"])


def price_paid(run: Run, event: Event) -> None:
    """A payment by the pool of rights is the price of one, under the number of the demand."""
    if run.rights is None or plain(event.args["payer"]) != run.rights.pool.address:
        return
    args, right = event.args, event.args["licence"]
    told(run, event, right)
    run.tally.money(GROUP, at(event), "price", run.rights.prices.get(right, 0), args["amount"])
    demand = run.rights.pool.demands.get(right, 0)
    run.tally.same(GROUP, at(event), "demand", demand, int.from_bytes(args["paymentReference"], "big"))
