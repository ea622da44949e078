# SPDX-License-Identifier: Apache-2.0
"""Subscriptions, refunds and closing."""

from __future__ import annotations

from itertools import zip_longest

from regalia.chain.events import Event
from regalia.domain.compile import opening_state
from regalia.domain.program import SubjectKind
from regalia.domain.terms.tranches import Tranche
from regalia.ledger.ladder import OF_AN_ISSUE, allowed
from regalia.ledger.model import Subscription
from regalia.ledger.place import Place
from regalia.ledger.rights_facts import compare_fitness
from regalia.ledger.run import CLOSING_WINDOW, NOBODY, Run, at


def minted(run: Run, event: Event, tranche: str) -> None:
    """Units come into being only in the offering; the event that says at what price follows."""
    investor, units = event.args["to"], event.args["value"]
    if _before_closing(run, event):
        allowed(run, event, tranche, NOBODY, investor, units, OF_AN_ISSUE)
        book, originator = run.ledger.books[tranche], run.wiring.originator if run.wiring else None
        book.move(None, investor, units)
        if investor == originator and run.rules[tranche].retained:
            book.retaining.add(investor)
        run.minted[event.transaction_hash, tranche, investor] += units


def burned(run: Run, event: Event, tranche: str) -> None:
    investor, units = event.args["from"], event.args["value"]
    held = run.units(tranche, investor)
    enough = run.tally.holds(held >= units, "offering", at(event), f"units of {tranche} held, at least", units, held)
    if _before_closing(run, event) and enough:
        run.ledger.books[tranche].force(investor, None, units)
        run.burned[event.transaction_hash, tranche, investor] += units


def subscribed(run: Run, event: Event) -> None:
    args, where = event.args, at(event)
    tranche = _tranche(run, event)
    if tranche is None or not _before_closing(run, event):
        return
    minted_units = run.minted.pop((event.transaction_hash, tranche.id, args["investor"]), 0)
    run.tally.same("offering", where, f"units of {tranche.id} minted", minted_units, args["units"])
    price = run.ledger.terms.money.to_units(tranche.offer_price)
    paid = args["units"] * price
    run.tally.money("offering", where, f"price of {args['units']} units of {tranche.id}", paid, args["paid"])
    supply = run.ledger.books[tranche.id].supply
    enough = supply <= tranche.units
    run.tally.holds(enough, "offering", where, f"units of {tranche.id} sold, at most", tranche.units, supply)
    if run.deadline is not None:
        in_time = event.timestamp <= run.deadline
        run.tally.holds(in_time, "offering", where, "not after the deadline", run.deadline, event.timestamp)
    run.offering_cash += paid
    run.ledger.subscriptions.append(Subscription(tranche.id, args["investor"], args["units"], paid, Place.of(event)))


def refunded(run: Run, event: Event) -> None:
    args, where = event.args, at(event)
    tranche = _tranche(run, event)
    if tranche is None or not _before_closing(run, event):
        return
    burned_units = run.burned.pop((event.transaction_hash, tranche.id, args["investor"]), 0)
    run.tally.same("offering", where, f"units of {tranche.id} given back", burned_units, args["units"])
    paid = args["units"] * run.ledger.terms.money.to_units(tranche.offer_price)
    run.tally.money("offering", where, f"price of {args['units']} units of {tranche.id}", paid, args["paid"])
    if run.deadline is not None:
        ends = run.deadline + (CLOSING_WINDOW if _sold_out_with(run, tranche.id, burned_units) else 0)
        run.tally.holds(event.timestamp > ends, "offering", where, "after the deadline", ends, event.timestamp)
    run.offering_cash -= paid
    run.ledger.refunds.append(Subscription(tranche.id, args["investor"], args["units"], paid, Place.of(event)))


def _sold_out_with(run: Run, tranche: str, units: int) -> bool:
    """Whether every unit was sold before these were given back."""
    ledger = run.ledger
    return all(ledger.books[t.id].supply + (units if t.id == tranche else 0) == t.units for t in ledger.terms.tranches)


def deal_closed(run: Run, event: Event) -> None:
    if not _before_closing(run, event):
        return
    for tranche in run.ledger.terms.tranches:
        supply = run.ledger.books[tranche.id].supply
        run.tally.same("offering", at(event), f"units of {tranche.id} sold", tranche.units, supply)
    if run.deadline is not None:
        until = run.deadline + CLOSING_WINDOW
        run.tally.holds(event.timestamp <= until, "offering", at(event), "closed in time", until, event.timestamp)
    halted = run.ledger.halts.deal_until(event.timestamp)
    run.tally.holds(not halted, "offering", at(event), "supervisor's halt of the deal", "none", f"until {halted}")
    run.tally.money("offering", at(event), "proceeds", _proceeds(run), event.args["proceeds"])
    compare_fitness(run, event)
    run.ledger.closed = Place.of(event)


def books_opened(run: Run, event: Event) -> None:
    """Accounts are funded from the proceeds, the rest is the originator's."""
    ledger, args, where, tally = run.ledger, event.args, at(event), run.tally
    closed_by = ledger.closed and ledger.closed.transaction_hash
    tally.same("offering", where, "transaction of DealClosed", closed_by, event.transaction_hash)
    if not tally.holds(ledger.proceeds is None, "offering", where, "books opened before", "never", ledger.proceeds):
        return
    proceeds = _proceeds(run)
    tally.money("offering", where, "proceeds", proceeds, args["proceeds"])
    originator = run.wiring.originator if run.wiring else args["originator"]
    tally.same("offering", where, "originator", originator, args["originator"])
    recorded = [contract and contract.address for contract in map(ledger.record.tokens.get, ledger.books)]
    tally.same("offering", where, "tokens", recorded, list(args["tokens"]))
    state = opening_state(ledger.terms, ledger.program)
    labels = (*ledger.program.accounts, *ledger.program.subjects(SubjectKind.FACILITY))
    for label, expected, found in zip_longest(labels, state.account, args["funding"]):
        tally.same("offering", where, f"funding of account {label}", expected, found)
    ledger.closed = ledger.closed or Place.of(event)
    ledger.proceeds = proceeds
    run.last_final = event.timestamp
    ledger.deal.state = state
    ledger.payables[originator] = ledger.payables.get(originator, 0) + proceeds - sum(state.account)
    run.offering_cash -= proceeds


def _proceeds(run: Run) -> int:
    terms = run.ledger.terms
    return sum(tranche.units * terms.money.to_units(tranche.offer_price) for tranche in terms.tranches)


def _before_closing(run: Run, event: Event) -> bool:
    closed = run.ledger.closed
    return run.tally.holds(
        closed is None,
        "offering",
        at(event),
        "only before closing",
        "not closed",
        closed and f"block {closed.block_number}",
    )


def _tranche(run: Run, event: Event) -> Tranche | None:
    tranches, index = run.ledger.terms.tranches, event.args["tranche"]
    known = index < len(tranches)
    run.tally.holds(known, "offering", at(event), "tranche, below", len(tranches), index)
    return tranches[index] if known else None
