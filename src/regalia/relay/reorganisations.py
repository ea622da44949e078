# SPDX-License-Identifier: Apache-2.0
"""Whether the chain is still the one that was looked at last."""

from __future__ import annotations

from regalia.relay.desk import Desk
from regalia.relay.nodes import View
from regalia.relay.states import ENDED_ON_CHAIN, State

_HEAD, _DEEP = "head", "deep"


class Reorganisations:
    """Keeps two blocks in mind: the latest one seen, and the one that was too deep to change."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def look(self, view: View) -> str:
        """Write the cursors down; words when the chain changed deeper than the relay looks, else empty."""
        head, deep = self._desk.journal.cursor(_HEAD), self._desk.journal.cursor(_DEEP)
        if head == (view.height, view.head.hash):
            return ""
        if head and head[0] > view.height:  # the node is behind what was seen already
            return ""
        alarm = ""
        if head and self._hash(view, head[0]) != head[1]:
            if deep and self._hash(view, deep[0]) != deep[1]:
                alarm = f"block {deep[0]} changed although it was {self._desk.chain.depth} blocks deep: what was final is looked at again"
            with self._desk.journal.transaction():
                self._desk.journal.tell(view.head.time, "reorganised", f"block {head[0]}")
                if alarm:
                    self._reopen(view)
                self._keep(view)
            self._desk.checkpoint("reorganised")
            return alarm
        with self._desk.journal.transaction():
            self._keep(view)
        return ""

    def _keep(self, view: View) -> None:
        self._desk.journal.set_cursor(_HEAD, view.height, view.head.hash)
        number = max(view.height - self._desk.chain.depth, 0)
        self._desk.journal.set_cursor(_DEEP, number, self._hash(view, number))

    def _reopen(self, view: View) -> None:
        """Everything that ended in a block that is gone, and all that was struck, as its strike may be gone."""
        self._desk.chronicle.forget()
        ended = self._desk.journal.works(*ENDED_ON_CHAIN)
        there = False
        for work in sorted(ended, key=lambda work: -work.place.block if work.place else 0):
            place = work.place
            assert place is not None
            # below a block that is there all are
            there = there or (place.block <= view.height and self._hash(view, place.block) == place.block_hash)
            if not there:
                self._desk.ledger.reopen(place.block)
                self._desk.journal.move(work, State.MINED, view.head.time, "its block is gone", place)
            elif work.state is State.STRUCK:
                self._desk.journal.move(work, State.MINED, view.head.time, "its strike is looked at again", place)

    def _hash(self, view: View, number: int) -> str:
        return self._desk.chain.block(view, number).hash
