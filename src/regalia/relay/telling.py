# SPDX-License-Identifier: Apache-2.0
"""After each tick: the status for whoever asks, and log lines of what is new."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from regalia.relay.desk import Desk
from regalia.relay.log import Log
from regalia.relay.nodes import View
from regalia.relay.states import UNFINISHED
from regalia.relay.status import Status
from regalia.relay.work import REPORT, RESTATEMENT


class Telling:
    def __init__(self, desk: Desk, status: Status, log: Log) -> None:
        self._desk, self._status, self._log = desk, status, log
        self._alarmed: set[str] = set()
        self._told = desk.journal.last_news()
        self._disagreements = 0

    def tell(self, view: View | None, waiting: str) -> None:
        """``waiting``: why the tick came to nothing, "" when it did not. Without a view the last one stays."""
        desk, journal = self._desk, self._desk.journal
        alarms = dict(desk.alarms)
        facts: dict[str, Any] = {}
        if view:
            facts = {"height": view.height, "chain_time": view.head.time, "lag": view.lag}
            facts["skew"] = int(time.time()) - view.head.time
            if not waiting:
                facts["good"] = time.monotonic()
        self._disagreements += "nodes-disagree" in alarms
        oldest = min(journal.works(*UNFINISHED), key=lambda work: work.found_at, default=None)
        attempts, replaced = desk.ledger.counts()
        self._status.update(
            waiting=waiting,
            alarms=alarms,
            held=dict(self._held()),
            unsigned=tuple(desk.unsigned),
            works=journal.counts(REPORT),
            restatements=journal.counts(RESTATEMENT),
            oldest=str(oldest or ""),
            oldest_since=oldest.found_at if oldest else 0,
            attempts=attempts,
            replaced=replaced,
            reorganisations=journal.told("reorganised"),
            disagreements=self._disagreements,
            last_final=journal.last_final(),
            journal_bytes=journal.size(),
            **facts,
        )
        self._print(alarms, waiting)

    def _held(self) -> Iterator[tuple[str, str]]:
        for number, words in self._desk.held.items():
            work = self._desk.journal.work(number)
            yield f"{work}, epoch {work.epoch}", words

    def _print(self, alarms: dict[str, str], waiting: str) -> None:
        for number, event, words in self._desk.journal.news(self._told):
            self._log.tell(event, words)
            self._told = number
        for name in sorted(alarms.keys() | self._alarmed):
            self._log.changed(f"alarm {name}", alarms.get(name, "over"))
        self._alarmed = set(alarms)
        self._log.changed("waiting", waiting)
