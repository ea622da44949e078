# SPDX-License-Identifier: Apache-2.0
"""What comes of each bid, and the transaction that brings it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from web3.types import TxReceipt

from regalia.chain.deal_status import STATUSES
from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import Sender, call
from regalia.cli.market_open import Place
from regalia.printing import table
from regalia.servicing import offering
from regalia.servicing.offering import BidState, bids_of, state_of

Action = Literal["collect", "refund"]


@dataclass(frozen=True)
class Told:
    """An outcome for programs; amounts in whole currency as text."""

    tranche: str
    level: int
    place: int
    units: int
    paid: str
    allotted: int
    collected: bool
    owed: str
    action: str | None
    outcome: str


@dataclass(frozen=True)
class Outcome:
    """``action`` is what can be sent now, None where nothing can; ``word`` says why, or what it brings."""

    tranche: str
    state: BidState
    action: Action | None
    word: str

    def told(self, place: Place) -> Told:
        bid, state = self.state.bid, self.state
        paid, owed = place.plain(bid.paid), place.plain(state.owed)
        return Told(
            self.tranche,
            bid.level,
            bid.place,
            bid.units,
            paid,
            state.allotted,
            state.collected,
            owed,
            self.action,
            self.word,
        )


def outcomes_of(place: Place, investor: str, tranche: str | None, sender: Sender) -> list[Outcome]:
    """Of each bid of an investor, in the order in which they were made; nothing is sent. Raises ``UnknownTrancheError``."""
    names = {place.deal.index(name): name for name in place.record.tokens}
    wanted = None if tranche is None else place.deal.index(tranche)
    stage = _stage(place)
    found = (state_of(place.deal, bid) for bid in bids_of(place.deal, investor) if wanted in (None, bid.tranche))
    return [_outcome(place, names[state.bid.tranche], state, stage, sender) for state in found]


def settle(place: Place, outcome: Outcome, sender: Sender) -> TxReceipt:
    """Send what an outcome says."""
    act = offering.collect if outcome.action == "collect" else offering.refund
    return act(place.deal, outcome.state.bid, sender)


def outcomes_text(place: Place, outcomes: Sequence[Outcome]) -> str:
    rows = [
        (
            one.tranche,
            str(one.state.bid.level),
            f"{one.state.bid.units:,}",
            place.deal.money.format(one.state.bid.paid),
            one.word,
        )
        for one in outcomes
    ]
    return table(("tranche", "level", "bid for", f"paid, {place.deal.money.code}", "what comes of it"), rows, "lrrrl")


def _stage(place: Place) -> str:
    """``offered``, ``sold``, ``lapsed``, or ``closed``."""
    asked = place.deal.offering.functions
    return "closed" if call(place.web3, asked.closedAt()) else STATUSES[call(place.web3, asked.stage())]


def _outcome(place: Place, tranche: str, state: BidState, stage: str, sender: Sender) -> Outcome:
    """Before the end of the offering a bid waits; one that lapsed owes all of it."""
    if stage in ("offered", "sold"):
        words = "the window is open" if stage == "offered" else "it can be closed: regalia offer close"
        return Outcome(tranche, state, None, f"waits for closing ({words}); as things stand {state.allotted:,} units")
    if state.is_over:
        return Outcome(tranche, state, None, "settled" if stage == "closed" else "paid back")
    refusals: list[str] = []
    for action in _wanted(state, stage):
        if refusal := _refusal(place, state, action, sender):
            refusals.append(refusal)
        else:
            return Outcome(tranche, state, action, _brings(place, state, action, refusals))
    return Outcome(tranche, state, None, f"waits: {refusals[0]}")


def _wanted(state: BidState, stage: str) -> Iterator[Action]:
    """What there is to be had, the best first: units with the change, else the money alone."""
    if stage == "closed" and state.allotted and not state.collected:
        yield "collect"
    if state.owed:
        yield "refund"


def _brings(place: Place, state: BidState, action: Action, refusals: Sequence[str]) -> str:
    money = place.money(state.owed)
    if action == "refund":
        return f"{money} back" + (f"; the units wait: {refusals[0]}" if refusals else "")
    return f"{state.allotted:,} units" + (f", and {money} back" if state.owed else "")


def _refusal(place: Place, state: BidState, action: Action, sender: Sender) -> str:
    """Why it would be refused, tried out; empty when it would not."""
    functions = place.deal.offering.functions
    act = functions.collect if action == "collect" else functions.refund
    try:
        call(place.web3, act(*state.bid.key), sender)
    except ContractRevertedError as error:
        return str(error.arguments.get("reason") or error.message.partition(": ")[2])
    return ""
