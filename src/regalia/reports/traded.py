# SPDX-License-Identifier: Apache-2.0
"""Which of a holder's moves of units were trades at the settlement desk, and what they cost or brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from regalia.ledger.holding import Holding
from regalia.ledger.model import MoveKind, UnitTransfer
from regalia.ledger.place import Place
from regalia.ledger.trade_model import Trade
from regalia.reports.entries import Entry, EntryKind
from regalia.reports.errors import reconcile


def trades_by_move(holding: Holding, trades: Sequence[Trade]) -> Mapping[Place, Trade]:
    """By the place of the move of units, which stands next to the desk's word of the trade. UnreconciledError when one has no move."""
    waiting: defaultdict[str, list[Trade]] = defaultdict(list)
    told = [trade for trade in trades if trade.tranche == holding.tranche and trade.seller != trade.buyer]
    for trade in told:
        waiting[trade.place.transaction_hash].append(trade)
    found: dict[Place, Trade] = {}
    for move in holding.transfers:
        beside = waiting.get(move.place.transaction_hash, [])
        trade_of_it = next((trade for trade in beside if _is_of(trade, move)), None)
        if trade_of_it is not None:
            beside.remove(trade_of_it)
            found[move.place] = trade_of_it
    whose = f"{holding.tranche} of {holding.wallet}"
    reconcile(f"trades at the desk = moves of units for them, {whose}", len(told), len(found))
    return found


def as_traded(entry: Entry, trade: Trade, holder: str) -> Entry:
    """The entry of a move with what the trade says: the price, and the fee where the holder made the order."""
    bought = trade.buyer == holder
    price = trade.units * trade.price
    return replace(
        entry,
        kind=EntryKind.BOUGHT if bought else EntryKind.SOLD,
        price=trade.price,
        traded=price if bought else -price,
        fee=trade.fee if trade.fee and trade.maker == holder else 0,
    )


def _is_of(trade: Trade, move: UnitTransfer) -> bool:
    beside = abs(trade.place.log_index - move.place.log_index) == 1
    sides = (trade.seller, trade.buyer, trade.units) == (move.sender, move.receiver, move.units)
    return move.kind is MoveKind.TRANSFER and beside and sides
