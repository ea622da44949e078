# SPDX-License-Identifier: Apache-2.0
"""Closing: every tranche cleared, the program completed, the books opened."""

from __future__ import annotations

from itertools import zip_longest

from regalia.chain.events import Event
from regalia.domain.compile import opening_state
from regalia.domain.offering.clearing import Clearing, MinimumMissedError, proceeds
from regalia.domain.offering.complete import PlacementError, complete
from regalia.domain.program import Program, SubjectKind
from regalia.ledger.bid_events import GROUP, before_closing, tranche_index
from regalia.ledger.model import ClearedTranche, DeliveryKind
from regalia.ledger.place import Place
from regalia.ledger.rewiring import compare_rewiring
from regalia.ledger.rights_facts import compare_fitness
from regalia.ledger.run import Run, at
from regalia.ledger.sale_book import CLOSING_WINDOW, Issue


def tranche_cleared(run: Run, event: Event) -> None:
    """The most senior first, each by all its bids."""
    args, where, tally, sale = event.args, at(event), run.tally, run.sale
    index = tranche_index(run, event)
    if index is None or not before_closing(run, event):
        return
    tally.same(GROUP, where, "tranche", len(sale.clearings), index)
    tranche = run.ledger.terms.tranches[index].id
    found = _clear(run, event, index)
    price = sale.books[index].offer.price_at(found.level)
    for what in ("level", "placed", "available", "demand"):
        tally.same(GROUP, where, f"{what} of {tranche}", getattr(found, what), args[what])
    tally.money(GROUP, where, f"price of a unit of {tranche}", price, args["price"])
    told = ClearedTranche(tranche, found.level, found.placed, found.available, found.demand, price, Place.of(event))
    run.ledger.clearings.append(told)


def rewired_at_closing(run: Run, event: Event) -> None:
    """The program as it was placed, and all else as before."""
    same = run.rewired_in is None
    run.tally.holds(same, GROUP, at(event), "wired again at closing", "once", "twice")
    run.rewired_in = event.transaction_hash
    compare_rewiring(run, event, _completed(run, event), run.payees)


def deal_closed(run: Run, event: Event) -> None:
    where, tally, sale = at(event), run.tally, run.sale
    if not before_closing(run, event):
        return
    told = [cleared.tranche for cleared in run.ledger.clearings]
    tally.same(GROUP, where, "tranches cleared", [tranche.id for tranche in run.ledger.terms.tranches], told)
    if sale.deadline is not None:
        until = sale.deadline + CLOSING_WINDOW
        tally.holds(event.timestamp > sale.deadline, GROUP, where, "closed after", sale.deadline, event.timestamp)
        tally.holds(event.timestamp <= until, GROUP, where, "closed in time", until, event.timestamp)
    halted = run.ledger.halts.deal_until(event.timestamp)
    tally.holds(not halted, GROUP, where, "supervisor's halt of the deal", "none", f"until {halted}")
    completed = _completed(run, event)
    changed = event.transaction_hash if completed != run.ledger.program else None
    tally.same(GROUP, where, "wired again in", changed, run.rewired_in)
    tally.money(GROUP, where, "proceeds", _proceeds(run), event.args["proceeds"])
    compare_fitness(run, event)
    run.ledger.closed = Place.of(event)
    sale.closed_at = event.timestamp
    run.replace_program(completed)


def books_opened(run: Run, event: Event) -> None:
    """Accounts are funded from the proceeds, the rest is the originator's; so many units earn from now on."""
    ledger, args, where, tally = run.ledger, event.args, at(event), run.tally
    closed_by = ledger.closed and ledger.closed.transaction_hash
    tally.same(GROUP, where, "transaction of DealClosed", closed_by, event.transaction_hash)
    if not tally.holds(ledger.proceeds is None, GROUP, where, "books opened before", "never", ledger.proceeds):
        return
    if ledger.closed is None:
        ledger.closed, run.sale.closed_at = Place.of(event), event.timestamp
        run.replace_program(_completed(run, event))
    total = _proceeds(run)
    tally.money(GROUP, where, "proceeds", total, args["proceeds"])
    originator = run.wiring.originator if run.wiring else args["originator"]
    tally.same(GROUP, where, "originator", originator, args["originator"])
    recorded = [contract and contract.address for contract in map(ledger.record.tokens.get, ledger.books)]
    tally.same(GROUP, where, "tokens", recorded, list(args["tokens"]))
    state = opening_state(ledger.terms, ledger.program)
    labels = (*ledger.program.accounts, *ledger.program.subjects(SubjectKind.FACILITY))
    for label, expected, found in zip_longest(labels, state.account, args["funding"]):
        tally.same(GROUP, where, f"funding of account {label}", expected, found)
    funding = sum(state.account)
    enough = total >= funding
    tally.holds(enough, GROUP, where, "proceeds, at least what accounts are funded with", funding, total)
    ledger.proceeds = total
    run.last_final = event.timestamp
    ledger.deal.state = state
    ledger.payables[originator] = ledger.payables.get(originator, 0) + total - funding
    run.sale.cash -= total
    _open_registers(run, event, originator)


def _open_registers(run: Run, event: Event, originator: str) -> None:
    """Units of a tranche are those placed and those retained; the retained ones are issued in the same transaction."""
    for index, (tranche, found) in enumerate(zip_longest(run.ledger.program.tranches, event.args["units"])):
        label = tranche.label if tranche else "no name"
        run.tally.same(GROUP, at(event), f"units of {label}", tranche and tranche.units, found)
        if tranche is None:
            continue
        run.ledger.books[label].place(tranche.units)
        if retained := run.sale.retained(index):
            issue = Issue(event.transaction_hash, label, originator, retained, 0, DeliveryKind.RETAINED)
            run.sale.issues.append(issue)


def _clear(run: Run, event: Event, index: int) -> Clearing:
    sale, offer = run.sale, run.sale.books[index].offer
    what = f"units of {run.ledger.terms.tranches[index].id} placed, at least"
    try:
        found = sale.clear(index)
        run.tally.holds(True, GROUP, at(event), what, offer.minimum, offer.minimum)
    except MinimumMissedError as error:
        run.tally.holds(False, GROUP, at(event), what, offer.minimum, error.placed)
        found = sale.clear_anyhow(index)
    sale.clearings[index] = found
    return found


def _completed(run: Run, event: Event) -> Program:
    """The program with what closing decides; a tranche that was not told to be cleared is cleared here."""
    sale, size = run.sale, len(run.ledger.terms.tranches)
    for index in range(size):
        if index not in sale.clearings:
            _clear(run, event, index)
    clearings = [sale.clearings[index] for index in range(size)]
    retained = [sale.retained(index) for index in range(size)]
    try:
        return complete(run.ledger.program, [book.offer for book in sale.books], clearings, retained)
    except PlacementError as error:
        run.tally.holds(False, GROUP, at(event), "units placed", "some of each tranche", error.message)
        return run.ledger.program


def _proceeds(run: Run) -> int:
    sale = run.sale
    return sum(proceeds(sale.books[index].offer, cleared) for index, cleared in sale.clearings.items())
