# SPDX-License-Identifier: Apache-2.0
"""Units that move by order: forced transfers, recoveries, redemptions; and the income that goes along."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.ledger.acts import order_of
from regalia.ledger.index.fold_state import FoldState, TrancheFold
from regalia.ledger.index.kinds import EntryKind

Between = tuple[str, str | None]
Kinds = tuple[EntryKind, EntryKind]
"""Of who gives, and of who gets."""
FORCED: Kinds = (EntryKind.FORCED_OUT, EntryKind.FORCED_IN)
RECOVERED: Kinds = (EntryKind.RECOVERED_OUT, EntryKind.RECOVERED_IN)
REDEEMED: Kinds = (EntryKind.REDEEMED, EntryKind.REDEEMED)


def units_forced(state: FoldState, event: Event) -> None:
    args = event.args
    if tranche := state.by_token.get(args["token"]):
        between = (args["from"], args["to"])
        moved(state, event, tranche, FORCED, between, args["units"], args["income"])


def ordered(state: FoldState, event: Event) -> None:
    """A forced transfer that an officer had the token do: what it was is in the token's events before this one."""
    told = {part.name: part.args for part in state.told}
    forced, carried = told["ForcedTransfer"], told.get("IncomeCarried", {"amount": 0})
    between, tranche = (forced["from"], forced["to"]), state.by_token[event.address]
    moved(state, event, tranche, FORCED, between, forced["amount"], carried["amount"])


def wallet_recovered(state: FoldState, event: Event) -> None:
    tranche, lost, fresh = state.by_token.get(event.args["token"]), event.args["lost"], event.args["fresh"]
    if tranche:
        held = tranche.book.account(lost).units
        moved(state, event, tranche, RECOVERED, (lost, fresh), held)


def units_redeemed(state: FoldState, event: Event) -> None:
    if tranche := state.by_token.get(event.args["token"]):
        moved(state, event, tranche, REDEEMED, (event.args["holder"], None), event.args["units"])


def moved(
    state: FoldState, event: Event, tranche: TrancheFold, kinds: Kinds, between: Between, units: int, income: int = 0
) -> None:
    """Move the units, carry the income, and write down for both sides by how much it changed what they are owed."""
    book, (sender, receiver) = tranche.book, between
    if sender == receiver:
        return
    sides = [side for side in between if side is not None]
    before = {side: book.entitlement(side) for side in sides}
    if kinds is RECOVERED and receiver is not None:
        book.recover(sender, receiver)
    else:
        book.move(sender, receiver, units)
    if income and receiver is not None:
        book.carry(sender, receiver, income)
    order = order_of(event.args) if "ref" in event.args else None
    for kind, side, other, signed in zip(kinds, between, reversed(between), (-units, units), strict=True):
        if side is not None:
            growth = book.entitlement(side) - before[side]
            state.enter(tranche, side, event, kind, counterparty=other, units=signed, income=growth, order=order)
