# SPDX-License-Identifier: Apache-2.0
"""Where each report stands on chain, and the step in the journal that follows from it. Nothing is sent here."""

from __future__ import annotations

from regalia.chain.errors import ContractRevertedError
from regalia.oracle.stream import Latest
from regalia.relay.desk import Desk
from regalia.relay.node import Reverted
from regalia.relay.nodes import View
from regalia.relay.states import UNDER_WAY, UNFINISHED, State
from regalia.relay.work import Place, Work

_PASSING = ("RoyaltyOracle_PreviousNotExecuted", "RoyaltyOracle_ContractSignatureRefused", "RoyaltyOracle_NoStream")
"""Refusals that time, or somebody else, may end."""
_BY_ORDER = {"RoyaltyOracle_PeriodOutOfOrder", "RoyaltyOracle_WrongEpoch"}
"""Refusals for good when the chain is further than the report, and passing when it is not there yet."""


class Standing:
    """Judges works; what is held is on the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._streams: dict[str, Latest | Reverted] = {}

    def judge(self, view: View) -> None:
        """One step at most for each report that is not at its end."""
        self._streams = {}
        self._desk.held.clear()
        for work in self._desk.journal.works(*UNFINISHED):
            place, ours, other = self._on_chain(view, work)
            if place is not None:
                self._take_in(view, work, place, ours)
            elif work.state is State.MINED:
                self._gone(view, work)
            elif other:
                self._conflict(view, work, other)
            elif work.state in UNDER_WAY:
                self._under_way(view, work)

    def _on_chain(self, view: View, work: Work) -> tuple[Place | None, bool, Place | None]:
        """Where the report is, whether by us; or where another one of its period is."""
        for attempt in self._desk.ledger.of(work):
            if attempt.place and attempt.succeeded:
                return attempt.place, True, None
        if (
            work.place and work.place.block > view.height
        ):  # seen by a node that was further; the view says nothing of it
            return work.place, False, None
        stream = self._stream(view, work.deal)
        if isinstance(stream, Reverted) or stream.period < work.number:
            return None, False, None
        told = self._desk.oracle.accepted(view, work.deal, work.number)
        if told is None:
            return None, False, None
        place = Place(told.log.block, told.log.block_hash, told.log.transaction)
        return (place, False, None) if told.is_of(work.report) else (None, False, place)

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

    def _conflict(self, view: View, work: Work, other: Place) -> None:
        if not self._desk.is_deep(view, other):
            self._desk.held[work.id] = f"another report of the period is in block {other.block}"
            return
        self.refuse(view, work, f"another report of the period was accepted in transaction {other.transaction}")

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
        elif words := self.hopeless(view, work):
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

    def objection(self, view: View, work: Work, block: int | None = None) -> ContractRevertedError | None:
        """What the oracle says to the report at the view's block, or at an earlier one."""
        data = self._desk.oracle.submission(work.report, work.signatures)
        height = view.height if block is None else block
        answer = self._desk.chain.agreed(
            view,
            f"trial of {work}",
            lambda node: node.call({"from": self._desk.sender, "to": self._desk.oracle.address, "data": data}, height),
        )
        return answer.error if isinstance(answer, Reverted) else None

    def is_due(self, view: View, work: Work) -> bool:
        """Whether it is worth a trial: not while an earlier period is not reported or not executed."""
        if work.id in self._desk.held:
            return False
        stream = self._stream(view, work.deal)
        if isinstance(stream, Reverted):
            self._desk.held[work.id] = stream.error.message
            return False
        if stream.period + (0 if stream.pending else 1) < work.number:
            self._desk.held[work.id] = f"period {work.number - 1} is not executed yet"
            return False
        return True

    def hopeless(self, view: View, work: Work) -> str:
        """The refusal that will not pass: the same now and ``depth`` blocks ago. Empty when there is hope."""
        now = self.objection(view, work)
        if now is None or is_passing(now):
            if now is not None:
                self._desk.held[work.id] = now.message
            return ""
        before = self.objection(view, work, max(view.height - self._desk.chain.depth, 0))
        if before is not None and not is_passing(before) and before.name == now.name:
            return now.message
        self._desk.held[work.id] = now.message
        return ""

    def _stream(self, view: View, deal: str) -> Latest | Reverted:
        if deal not in self._streams:
            self._streams[deal] = self._desk.oracle.latest(view, deal)
        return self._streams[deal]


def is_passing(refusal: ContractRevertedError) -> bool:
    if refusal.name in _BY_ORDER:
        return bool(refusal.arguments["expected"] < refusal.arguments["given"])
    # what is not the oracle's own word (no gas, a node's trouble) says nothing of the report
    return refusal.name in _PASSING or not refusal.name.startswith("RoyaltyOracle_")
