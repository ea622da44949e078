# SPDX-License-Identifier: Apache-2.0
"""What the relay knows of itself, for whoever asks from another thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from regalia.relay.source import Unsigned

_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Report:
    """Of one tick. Times of the chain are seconds since 1970; ``ticked`` and ``good`` are the machine's monotonic clock.

    ``alarms`` are for a person: name and words. ``waiting`` is why nothing was done, which passes by itself.
    ``held``: what the oracle does not take yet, and its reason. ``unsigned``: what has too few signatures.
    ``works`` are reports by state, ``restatements`` the same.
    """

    ticked: float = 0.0
    good: float = 0.0
    ticks: int = 0
    height: int = 0
    chain_time: int = 0
    skew: int = 0
    lag: int = 0
    waiting: str = ""
    alarms: Mapping[str, str] = field(default_factory=lambda: _NONE)
    held: Mapping[str, str] = field(default_factory=lambda: _NONE)
    unsigned: tuple[Unsigned, ...] = ()
    works: Mapping[str, int] = field(default_factory=lambda: _NONE)
    restatements: Mapping[str, int] = field(default_factory=lambda: _NONE)
    oldest: str = ""
    oldest_since: int = 0
    attempts: int = 0
    replaced: int = 0
    reorganisations: int = 0
    disagreements: int = 0
    last_final: Mapping[str, int] = field(default_factory=lambda: _NONE)
    journal_bytes: int = 0


class Status:
    """The latest report, changed as a whole. ``stale_after``: seconds without a good tick after which the relay is not well."""

    def __init__(self, stale_after: float = 120.0) -> None:
        self._lock = threading.Lock()
        self._stale_after = stale_after
        now = time.monotonic()
        self._report = Report(ticked=now, good=now)

    @property
    def report(self) -> Report:
        with self._lock:
            return self._report

    def update(self, **changes: Any) -> None:
        with self._lock:
            self._report = replace(self._report, ticked=time.monotonic(), ticks=self._report.ticks + 1, **changes)

    def since_tick(self) -> float:
        return time.monotonic() - self.report.ticked

    def since_good(self) -> float:
        return time.monotonic() - self.report.good

    @property
    def is_well(self) -> bool:
        """No alarm, and the last good tick is not long ago."""
        return not self.report.alarms and self.since_good() <= self._stale_after
