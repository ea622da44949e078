# SPDX-License-Identifier: Apache-2.0
"""Disputes on the stream that has a window: whatever a reorganisation takes back is done again, as the chain alone says what comes next."""

from __future__ import annotations

import random
from collections import Counter
from enum import IntEnum

from tests.relay.acts import EVIDENCE, REASON
from tests.relay.stage import Stage
from tests.relay.streams import Stream, now, send_off

_REPORT = 0


class _Step(IntEnum):
    NONE = 0
    WITH_TRUSTEE = 1
    APPEALABLE = 2
    WITH_SUPERVISOR = 3
    DUE = 4


class Court:
    """The supervisor disputes, the trustee decides, nobody appeals."""

    def __init__(self, stage: Stage, rng: random.Random, events: Counter[str]) -> None:
        self._stage, self._rng, self._events = stage, rng, events

    def dispute(self, stream: Stream) -> None:
        """The report or a restatement in its window, if there is one."""
        time, functions = now(self._stage), self._stage.functions
        waiting = range(stream.taken + 1, stream.accepted + 1)
        open_ = [n for n in waiting if time < functions.restatementAt(stream.deal, n).call()[2] < 2**255]
        if stream.latest.pending and time < stream.latest.final_at < 2**255:
            open_ += [_REPORT] * 2
        if open_:
            send_off(functions.dispute(stream.deal, self._rng.choice(open_), EVIDENCE), self._stage.supervisor)
            self._events["disputes"] += 1

    def go_on(self, stream: Stream) -> bool:
        """One step of each dispute; whether there is any."""
        functions, any_open = self._stage.functions, False
        for number in (_REPORT, *range(stream.taken + 1, stream.accepted + 1)):
            step, until = functions.stageOf(stream.deal, number).call()
            any_open |= step != _Step.NONE
            if step == _Step.WITH_TRUSTEE:
                send_off(functions.decide(stream.deal, number, True, REASON), self._stage.trustee)
            elif step in (_Step.APPEALABLE, _Step.WITH_SUPERVISOR):  # he would decide in his own cause
                self._stage.rpc("evm_setNextBlockTimestamp", max(until, now(self._stage)) + 1)
                self._stage.chain.mine()
            elif step == _Step.DUE:
                send_off(functions.settle(stream.deal, number), self._stage.market.outsider)
        return any_open
