# SPDX-License-Identifier: Apache-2.0
"""What became of every transaction that was ever signed, until its nonce is used up at depth."""

from __future__ import annotations

from regalia.relay.desk import Desk
from regalia.relay.nodes import View
from regalia.relay.nonces import Slot
from regalia.relay.work import Attempt, Place


class Receipts:
    """Looks for the receipt of every hash under every open nonce, and again down to ``depth`` blocks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def look(self, view: View) -> None:
        slots = self._desk.ledger.open_slots()
        if not slots:
            return
        used_at_depth = self._used_at_depth(view)
        for slot in slots:
            if found := self._found(view, slot):
                self._mined(view, slot, *found)
            elif (mined := slot.mined) and mined.place:
                if mined.place.block <= view.height:
                    self._lost(view, slot, mined)
            elif slot.nonce < used_at_depth:
                # no hash of ours is on chain, and the nonce is used up where nothing changes any more
                self._desk.ledger.settle(slot)
                self._desk.journal.tell(
                    view.head.time, "foreign", f"nonce {slot.nonce} was used up by another transaction"
                )
                self._desk.checkpoint("foreign")

    def _found(self, view: View, slot: Slot) -> tuple[Attempt, Place, bool] | None:
        for attempt in slot.attempts:
            receipt = self._desk.chain.receipt(view, attempt.hash)
            # a receipt counts by its block's hash: a node may still tell of a block that is gone
            if receipt and self._desk.chain.block(view, receipt.block).hash == receipt.block_hash:
                return attempt, Place(receipt.block, receipt.block_hash, attempt.hash), receipt.succeeded
        return None

    def _mined(self, view: View, slot: Slot, attempt: Attempt, place: Place, succeeded: bool) -> None:
        if attempt.place != place or attempt.succeeded != succeeded:
            self._desk.checkpoint("before-receipt")
            self._desk.ledger.mined(slot, attempt, place, succeeded)
            if not succeeded:
                self._desk.journal.tell(view.head.time, "failed", f"transaction {attempt.hash}")
            self._desk.checkpoint("after-receipt")
        if self._desk.is_deep(view, place):
            self._desk.ledger.settle(slot)
            self._desk.checkpoint("settled")

    def _lost(self, view: View, slot: Slot, mined: Attempt) -> None:
        with self._desk.journal.transaction():
            self._desk.ledger.lost(slot)
            self._desk.journal.tell(view.head.time, "lost", f"transaction {mined.hash}")
        self._desk.checkpoint("lost")

    def _used_at_depth(self, view: View) -> int:
        deep = view.height - self._desk.chain.depth
        return self._desk.mined_count(view, deep) if deep >= 0 else 0
