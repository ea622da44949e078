# SPDX-License-Identifier: Apache-2.0
"""How far the reading of a deal is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

_SECOND = 10**9


@dataclass(frozen=True)
class Progress:
    """``block`` of ``head``, ``events`` about the deal so far in this run, and how many a second (``rate``). ``rewound``: the chain was
    reorganised, and everything after ``block`` was deleted.
    """

    block: int
    head: int
    events: int
    rate: int
    rewound: bool = False


Listener = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """For whoever does not care."""


class Pace:
    """Tells a listener; counts the events since it was made."""

    def __init__(self, listener: Listener) -> None:
        self._listener, self._events, self._began = listener, 0, time.monotonic_ns()

    def took(self, events: int, block: int, head: int) -> None:
        self._events += events
        self._tell(block, head, False)

    def rewound(self, block: int, head: int) -> None:
        self._tell(block, head, True)

    def _tell(self, block: int, head: int, rewound: bool) -> None:
        elapsed = max(time.monotonic_ns() - self._began, 1)
        self._listener(Progress(block, head, self._events, self._events * _SECOND // elapsed, rewound))
