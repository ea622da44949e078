# SPDX-License-Identifier: Apache-2.0
"""Giving signed bytes to nodes, and what they say to it."""

from __future__ import annotations

from regalia.chain.node_words import HAS_IT, NONCE_USED, TOO_CHEAP, says
from regalia.relay.desk import Desk
from regalia.relay.errors import NodeUnusableError
from regalia.relay.nodes import View
from regalia.relay.work import Attempt


class HandingOver:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._too_cheap: dict[str, int] = {}

    def hand_over(self, view: View, attempt: Attempt) -> None:
        """To every node that doesn't have it: the same bytes, as often as it takes. Raises ``NodeUnusableError`` when none has it."""
        desk, has_it, lost = self._desk, False, None
        for node in desk.chain.nodes:
            try:
                if node.knows(attempt.hash):
                    has_it = True
                    continue
                desk.checkpoint("before-send")
                words = node.send(attempt.raw)
                desk.checkpoint("after-send")
                has_it |= self._taken(view, attempt, words)
            except NodeUnusableError as error:
                lost = error  # whether it arrived is seen the next time
        if has_it and attempt.sent_block is None:
            desk.ledger.sent(attempt, view.height, view.head.time)
            desk.checkpoint("after-sent")
        if lost and not has_it:
            raise lost

    def was_too_cheap(self, view: View, attempt: Attempt) -> bool:
        """A node refused it for its fee, some blocks ago: one more offer a block at most."""
        return self._too_cheap.get(attempt.hash, view.height) < view.height

    def _taken(self, view: View, attempt: Attempt, words: str) -> bool:
        alarms = self._desk.alarms
        if not words or says(words, *HAS_IT):
            return True
        if says(words, *NONCE_USED):  # receipts and the count of nonces will tell by whom it was used
            return False
        if says(words, *TOO_CHEAP):
            self._too_cheap.setdefault(attempt.hash, view.height)
        elif says(words, "insufficient funds"):
            alarms["no-funds"] = f"{self._desk.sender} can't pay for gas: fund it"
        else:
            alarms["node-refuses"] = f"transaction {attempt.hash} of nonce {attempt.nonce}: {words}"
        return False
