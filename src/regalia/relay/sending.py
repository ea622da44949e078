# SPDX-License-Identifier: Apache-2.0
"""What is sent now: new work, what nodes lost, what is stuck, and what has to give way."""

from __future__ import annotations

from regalia.relay.desk import Desk
from regalia.relay.handing_over import HandingOver
from regalia.relay.intents import Intents
from regalia.relay.nodes import View
from regalia.relay.nonces import Slot
from regalia.relay.standing import Standing
from regalia.relay.states import UNDER_WAY, State
from regalia.relay.trial import Trial
from regalia.relay.work import Attempt, Work


class Sending:
    def __init__(self, desk: Desk, standing: Standing, trial: Trial) -> None:
        self._desk, self._standing, self._trial = desk, standing, trial
        self._intents, self._handing_over = Intents(desk), HandingOver(desk)

    def intend(self, view: View) -> None:
        """Give a nonce to all the oracle would take now, one a deal and kind at a time, and fill gaps."""
        desk = self._desk
        # what will be refused is in nobody's way: its nonce is closed below those that come after it
        busy = {(work.deal, work.kind) for work in desk.journal.works(*UNDER_WAY) if work.reason is None}
        for work in desk.journal.works(State.SIGNED):
            if (work.deal, work.kind) in busy or not self._trial.is_due(view, work):
                continue
            if self._would_pass(view, work) and self._intents.first(view, work):
                busy.add((work.deal, work.kind))
        for nonce in desk.ledger.gaps(desk.mined_count(view)):
            self._intents.nothing(view, nonce)

    def _would_pass(self, view: View, work: Work) -> bool:
        if words := self._trial.hopeless(view, work):
            self._standing.refuse(view, work, words)
        return not words and work.id not in self._desk.held

    def push(self, view: View) -> None:
        """See that nodes have the newest transaction of every nonce that is not mined."""
        slots = [slot for slot in self._desk.ledger.open_slots() if not slot.mined]
        if not slots:
            return
        next_nonce = self._desk.mined_count(view)
        for slot in slots:
            work = self._desk.journal.work(slot.work) if slot.work is not None else None
            if work and work.state is State.MINED:
                continue  # by somebody else, or under another nonce: it is closed when that is sure
            newest = slot.newest
            if newest.work is not None and work and work.id in self._desk.held and not _is_over(work):
                # it would fail now: it is not sent, and gives way when others wait above
                if slot is slots[-1] or not self._is_old(view, newest):
                    continue
                newest = self._intents.nothing(view, slot.nonce, slot) or newest
            elif newest.work is not None and work and _is_over(work):
                newest = self._intents.nothing(view, slot.nonce, slot) or newest
            elif slot.nonce == next_nonce and self._is_stuck(view, slot):
                newest = self._intents.again(view, slot, work) or newest
            self._handing_over.hand_over(view, newest)

    def _is_old(self, view: View, attempt: Attempt) -> bool:
        """No node has it, or none made anything of it."""
        return attempt.sent_block is None or view.height - attempt.sent_block >= self._desk.chain.depth

    def _is_stuck(self, view: View, slot: Slot) -> bool:
        head, newest = view.head, slot.newest
        stuck = self._desk.policy.is_stuck(newest, head.number, head.time, head.base_fee)
        return stuck or self._handing_over.was_too_cheap(view, newest)


def _is_over(work: Work) -> bool:
    """Nothing more is to come of it: it is at its end, or will be refused."""
    return work.state not in UNDER_WAY or work.reason is not None
