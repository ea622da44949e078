# SPDX-License-Identifier: Apache-2.0
"""Where all signed work stands on chain, and the step in the journal that follows from it. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.relay.desk import Desk
from regalia.relay.fate import Fate, fate_of
from regalia.relay.nodes import View
from regalia.relay.states import UNDER_WAY, UNFINISHED, State
from regalia.relay.told import REPORT_STRUCK, RESTATEMENT_STRUCK, Told
from regalia.relay.trial import Trial
from regalia.relay.work import REPORT, RESTATEMENT, Place, Work

_ENDED_BY = {
    "SignersChanged": "the signers were changed",
    "SignaturesVoided": "its signatures were made void",
    "ReportStruck": "a report was struck",
}


class Standing:
    """Judges work; what is held is on the desk."""

    def __init__(self, desk: Desk, trial: Trial) -> None:
        self._desk, self._trial = desk, trial

    def judge(self, view: View) -> None:
        """One step at most for all that is not at its end, and what was struck since it was."""
        self._desk.held.clear()
        for work in self._desk.journal.works(*UNFINISHED):
            fate = fate_of(work, self._desk.chronicle.of(work.deal))
            place, ours = self._on_chain(view, work, fate)
            if place is not None:
                self._take_in(view, work, place, ours)
            elif work.state is State.MINED:
                self._gone(view, work)
            elif fate.void:
                self._void(view, work, fate.void)
            elif fate.other and work.epoch <= fate.epoch:
                # of an epoch to come: the other one may be struck until then
                self._conflict(view, work, fate.other.place)
            elif work.state in UNDER_WAY:
                self._under_way(view, work)
        self._strike(view)

    def _on_chain(self, view: View, work: Work, fate: Fate) -> tuple[Place | None, bool]:
        """Where it is, and whether by us."""
        attempts = self._desk.ledger.of(work)
        for attempt in attempts:
            if attempt.place and attempt.succeeded:
                return attempt.place, True
        if work.place and work.place.block > view.height:
            return work.place, False  # seen by a node that was further; the view says nothing of it
        if fate.accepted is None:
            return None, False
        place = fate.accepted.place
        return place, any(attempt.hash == place.transaction for attempt in attempts)

    def _take_in(self, view: View, work: Work, place: Place, ours: bool) -> None:
        if work.state is not State.MINED:
            self._desk.checkpoint("before-mined")
            work = self._desk.journal.move(work, State.MINED, view.head.time, place.transaction, place)
            self._desk.checkpoint("after-mined")
        elif work.place != place:
            work = self._desk.journal.moved_place(work, place, view.head.time)
        if self._desk.is_deep(view, place):
            self._desk.checkpoint("before-final")
            end = State.FINAL if ours else State.SUPERSEDED
            self._desk.journal.move(work, end, view.head.time, f"block {place.block}", place)
            self._desk.checkpoint("after-final")

    def _gone(self, view: View, work: Work) -> None:
        """A reorganisation took it: what was sent is sent again, and what somebody else had sent is now ours to send."""
        if work.place and work.place.block > view.height:
            return
        waits = any(not attempt.settled for attempt in self._desk.ledger.of(work))
        self._desk.checkpoint("before-gone")
        self._desk.journal.move(work, State.SENT if waits else State.SIGNED, view.head.time, "a reorganisation took it")
        self._desk.checkpoint("after-gone")

    def _void(self, view: View, work: Work, begun: Told) -> None:
        """No oracle takes signatures of an epoch that is over."""
        words = f"epoch {work.epoch} ended when {_ENDED_BY[begun.name]} in transaction {begun.place.transaction}"
        if self._desk.is_deep(view, begun.place):
            self.refuse(view, work, words)
        else:
            self._desk.held[work.id] = words

    def _conflict(self, view: View, work: Work, other: Place) -> None:
        what = "period" if work.kind == REPORT else "number"
        if not self._desk.is_deep(view, other):
            self._desk.held[work.id] = f"another {work.kind} of the {what} is in block {other.block}"
            return
        self.refuse(view, work, f"another {work.kind} of the {what} was accepted in transaction {other.transaction}")

    def _under_way(self, view: View, work: Work) -> None:
        attempts = self._desk.ledger.of(work)
        if all(attempt.settled for attempt in attempts):
            if work.reason:
                self.refuse(view, work, work.reason)
                return
            # its nonces were used up by other transactions, or by attempts that failed
            self._desk.checkpoint("before-again")
            self._desk.journal.move(work, State.SIGNED, view.head.time, "its nonce was used up without it")
            self._desk.checkpoint("after-again")
        elif work.reason or attempts[-1].sent_block == view.height:
            return  # no block was made since it was tried and sent
        elif words := self._trial.hopeless(view, work):
            self.refuse(view, work, words)

    def refuse(self, view: View, work: Work, reason: str) -> None:
        """At once when no nonce waits for it, otherwise as soon as none does."""
        if any(not attempt.settled for attempt in self._desk.ledger.of(work)):
            if work.reason is None:
                self._desk.journal.condemn(work, reason, view.head.time)
                self._desk.checkpoint("condemned")
            return
        self._desk.journal.move(work, State.REFUSED, view.head.time, reason)
        self._desk.checkpoint("refused")

    def _strike(self, view: View) -> None:
        """What was at its end on chain and is gone by a dispute."""
        strikes = set(self._strikes())
        for work in self._desk.journal.works(State.FINAL, State.SUPERSEDED) if strikes else ():
            if (work.deal, work.kind, work.number) not in strikes:
                continue
            struck = fate_of(work, self._desk.chronicle.of(work.deal)).struck
            if struck and self._desk.is_deep(view, struck.place):
                self._desk.checkpoint("before-struck")
                words = f"struck in transaction {struck.place.transaction}"
                self._desk.journal.move(work, State.STRUCK, view.head.time, words, work.place)
                self._desk.checkpoint("after-struck")

    def _strikes(self) -> Iterator[tuple[str, str, int]]:
        """Deal, kind and number of all that was ever struck."""
        for deal in self._desk.chronicle.deals:
            for event in self._desk.chronicle.of(deal):
                if event.name == REPORT_STRUCK:
                    yield deal, REPORT, event.args["period"]
                elif event.name == RESTATEMENT_STRUCK:
                    yield deal, RESTATEMENT, event.args["number"]
