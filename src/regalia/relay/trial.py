# SPDX-License-Identifier: Apache-2.0
"""What the oracle would say to signed work, asked before anything is spent: yes, not yet, or never."""

from __future__ import annotations

from regalia.chain.errors import ContractRevertedError
from regalia.oracle.stream import Latest
from regalia.relay.desk import Desk
from regalia.relay.node import Reverted
from regalia.relay.nodes import View
from regalia.relay.told import RESTATEMENT_ACCEPTED
from regalia.relay.work import RESTATEMENT, Work

_PASSING = {
    "RoyaltyOracle_PreviousNotExecuted",
    "RoyaltyOracle_ContractSignatureRefused",
    "RoyaltyOracle_NoStream",
    "OracleRestatements_TooManyWaiting",
}
"""Refusals that time, or somebody else, may end."""
_BY_ORDER = {
    "RoyaltyOracle_PeriodOutOfOrder": "expected",
    "RoyaltyOracle_WrongEpoch": "expected",
    "OracleRestatements_OutOfOrder": "expected",
    "OracleRestatements_NotExecuted": "executed",
}
"""For good when the chain is further than the work, passing when it is not there yet; which argument tells how far it is."""
_OWN = ("RoyaltyOracle_", "OracleRestatements_", "ECDSAInvalidSignature")


class Trial:
    """What is held is on the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view: View | None = None
        self._streams: dict[str, Latest | Reverted] = {}

    def objection(self, view: View, work: Work, block: int | None = None) -> ContractRevertedError | None:
        """What the oracle says at the view's block, or at an earlier one."""
        desk, data = self._desk, self._desk.oracle.submission(work.report, work.signatures)
        height = view.height if block is None else block
        call = {"from": desk.sender, "to": desk.oracle.address, "data": data}
        answer = desk.chain.agreed(view, f"trial of {work}", lambda node: node.call(call, height))
        return answer.error if isinstance(answer, Reverted) else None

    def hopeless(self, view: View, work: Work) -> str:
        """The refusal that will not pass: the same now and ``depth`` blocks ago. Empty when there is hope."""
        now = self.objection(view, work)
        if now is None:
            return ""
        if not is_passing(now):
            before = self.objection(view, work, max(view.height - self._desk.chain.depth, 0))
            if before is not None and not is_passing(before) and before.name == now.name:
                return now.message
        self._desk.held[work.id] = now.message
        return ""

    def is_due(self, view: View, work: Work) -> bool:
        """Whether it is worth a trial: not while what comes before it is not there."""
        if work.id not in self._desk.held and (words := self._too_early(view, work)):
            self._desk.held[work.id] = words
        return work.id not in self._desk.held

    def _too_early(self, view: View, work: Work) -> str:
        if work.kind == RESTATEMENT:
            told = self._desk.chronicle.of(work.deal)
            accepted = sum(event.name == RESTATEMENT_ACCEPTED for event in told)
            return f"restatement {work.number - 1} is not accepted yet" if accepted + 1 < work.number else ""
        stream = self._latest(view, work.deal)
        if isinstance(stream, Reverted):
            return stream.error.message
        if stream.period + (0 if stream.pending else 1) < work.number:
            return f"period {work.number - 1} is not executed yet"
        return ""

    def _latest(self, view: View, deal: str) -> Latest | Reverted:
        """Read once a view."""
        if self._view is not view:
            self._view, self._streams = view, {}
        if deal not in self._streams:
            self._streams[deal] = self._desk.oracle.latest(view, deal)
        return self._streams[deal]


def is_passing(refusal: ContractRevertedError) -> bool:
    if refusal.name in _BY_ORDER:
        return bool(refusal.arguments[_BY_ORDER[refusal.name]] < refusal.arguments["given"])
    # what is not the oracle's own word (no gas, a node's trouble) says nothing of the work
    return refusal.name in _PASSING or not refusal.name.startswith(_OWN)
