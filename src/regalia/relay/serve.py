# SPDX-License-Identifier: Apache-2.0
"""The relay as a service: round and round until it is told to stop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from regalia.relay.log import Log
from regalia.relay.loop import Relay


def run(relay: Relay, stop: threading.Event, interval: float, log: Log, once: bool = False) -> bool:
    """Tick until ``stop`` is set, or ``once``; whether the last tick went well and nothing calls for a person.

    Between ticks it waits ``interval`` seconds, and longer, up to eight times, while the nodes have to be waited for.
    """
    pause = interval
    while True:
        good = relay.tick()
        if once or stop.is_set():
            return good and not relay.status.report.alarms
        pause = interval if good else min(2 * pause, 8 * interval)
        if stop.wait(pause):
            log.tell("stopped", "told to stop; what is under way is in the journal")
            return True


@contextmanager
def stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """SIGTERM and SIGINT end the loop after the tick that runs, and nothing in the middle of it."""

    def told(number: int, frame: FrameType | None) -> None:
        stop.set()

    former = {number: signal.signal(number, told) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
