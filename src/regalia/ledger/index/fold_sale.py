# SPDX-License-Identifier: Apache-2.0
"""The offering and the closing: bids, prices, books opened, units that come into hands."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.ledger.index.fold_state import Announced, FoldState, TrancheFold
from regalia.ledger.index.kinds import EntryKind
from regalia.ledger.wiring import read_wiring

_WORD = 32
_BALANCE = slice(12, 28)
"""In the word of a tranche: see ``TrancheProgram.pack``."""


def deal_wired(state: FoldState, event: Event) -> None:
    """Closing wires the deal anew where it changes its program: original balances are those of what was placed."""
    program = read_wiring(event.args["wiring"]).program
    for number, tranche in enumerate(state.tranches, start=1):
        word = program[_WORD * number : _WORD * (number + 1)]
        tranche.original_balance = int.from_bytes(word[_BALANCE], "big")


def subscribed(state: FoldState, event: Event) -> None:
    """``units`` of the entry are those bid for: none is held yet."""
    args = event.args
    bid = (args["level"], args["place"])
    paid, units = args["paid"], args["units"]
    _entered(state, event, EntryKind.SUBSCRIBED, units, paid, bid)


def refunded(state: FoldState, event: Event) -> None:
    args = event.args
    _entered(state, event, EntryKind.REFUNDED, 0, -args["paid"], (args["level"], args["place"]))


def tranche_cleared(state: FoldState, event: Event) -> None:
    state.tranches[event.args["tranche"]].price = event.args["price"]


def books_opened(state: FoldState, event: Event) -> None:
    """From now on so many units earn, and full balances are owed."""
    for tranche, units in zip(state.tranches, event.args["units"], strict=True):
        tranche.book.place(units)
        tranche.balance = tranche.original_balance


def collected(state: FoldState, event: Event) -> None:
    """The units follow; their price was paid with the bid."""
    cost = event.args["units"] * (state.tranches[event.args["tranche"]].price or 0)
    state.announced.append(Announced(event.transaction_hash, EntryKind.ALLOTTED, cost))


def taken_up(state: FoldState, event: Event) -> None:
    state.announced.append(Announced(event.transaction_hash, EntryKind.TAKEN_UP, event.args["paid"]))


def issued(state: FoldState, event: Event, tranche: TrancheFold) -> None:
    """A token's ``Transfer`` from nobody: what the offering has just said or, at closing, what the originator retains."""
    receiver, units, book = event.args["to"], event.args["value"], tranche.book
    state.announced = [said for said in state.announced if said.transaction == event.transaction_hash]
    announced = state.announced.pop(0) if state.announced else Announced(event.transaction_hash, EntryKind.RETAINED, 0)
    before = book.entitlement(receiver)
    book.issue(receiver, units)
    income = book.entitlement(receiver) - before
    state.enter(tranche, receiver, event, announced.kind, units=units, cost=announced.cost, income=income)


def _entered(state: FoldState, event: Event, kind: EntryKind, units: int, cost: int, bid: tuple[int, int]) -> None:
    tranche = state.tranches[event.args["tranche"]]
    state.enter(tranche, event.args["investor"], event, kind, units=units, cost=cost, bid=bid)
