# SPDX-License-Identifier: Apache-2.0
"""Units that move, income that is claimed, and what holds a wallet back."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.ledger.index import schema
from regalia.ledger.index.errors import IndexFoldError
from regalia.ledger.index.fold_orders import REDEEMED, moved
from regalia.ledger.index.fold_sale import issued
from regalia.ledger.index.fold_state import FoldState
from regalia.ledger.index.kinds import EntryKind, MarkKind
from regalia.ledger.run import NOBODY


def transfer(state: FoldState, event: Event) -> None:
    """An issue, or a move that leaves everybody's income where it is; to oneself, or of nothing, it is none."""
    tranche, args = state.by_token[event.address], event.args
    sender, receiver, units = args["from"], args["to"], args["value"]
    if sender == NOBODY:
        issued(state, event, tranche)
    elif receiver == NOBODY:
        moved(state, event, tranche, REDEEMED, (sender, None), units)
    elif sender != receiver and units:
        tranche.book.move(sender, receiver, units)
        state.enter(tranche, sender, event, EntryKind.TRANSFER, counterparty=receiver, units=-units)
        state.enter(tranche, receiver, event, EntryKind.TRANSFER, counterparty=sender, units=units)


def income_claimed(state: FoldState, event: Event) -> None:
    """The last to leave gets the whole units that the fractions of others add up to, too."""
    tranche, args = state.by_token[event.args["token"]], event.args
    holder, gross = args["holder"], args["gross"]
    owed = tranche.book.entitlement(holder)
    found = tranche.book.claim(holder)
    if found != gross:
        rule = f"gross {gross}: by the events before it {holder} is owed {found} of {tranche.id}"
        raise IndexFoldError.at(event, rule)
    state.enter(tranche, holder, event, EntryKind.CLAIMED, claimed=(gross, args["tax"], gross - owed))


def units_frozen(state: FoldState, event: Event) -> None:
    tranche = state.by_token[event.address].id
    _mark(state, event, event.args["account"], tranche, MarkKind.FROZEN_UNITS, event.args["amount"])


def wallet_frozen(state: FoldState, event: Event) -> None:
    tranche = state.by_token[event.address].id
    _mark(state, event, event.args["account"], tranche, MarkKind.WALLET_FROZEN, int(event.args["frozen"]))


def holder_halted(state: FoldState, event: Event) -> None:
    if event.args["deal"] == state.record.deal.address:
        _mark(state, event, event.args["holder"], "", MarkKind.HALTED, event.args["until"])


def holder_resumed(state: FoldState, event: Event) -> None:
    if event.args["deal"] == state.record.deal.address:
        _mark(state, event, event.args["holder"], "", MarkKind.HALTED, 0)


def _mark(state: FoldState, event: Event, wallet: str, tranche: str, kind: MarkKind, value: int) -> None:
    key = (state.rows.deal, wallet, tranche, event.block_number, event.log_index)
    state.rows.of[schema.mark].append((*key, kind.value, value))
