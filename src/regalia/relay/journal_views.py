# SPDX-License-Identifier: Apache-2.0
"""What can be told from a journal: counts, history, size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from regalia.relay.database import Database
from regalia.relay.states import State
from regalia.relay.work import REPORT


class JournalViews:
    """Reads only."""

    def __init__(self, path: Path, database: Database) -> None:
        self.path, self.database = path, database

    def told(self, event: str) -> int:
        """How often something happened."""
        return int(self.database.rows("SELECT count(*) FROM history WHERE event = ?", event)[0][0])

    def counts(self, kind: str) -> dict[str, int]:
        """Work of a kind by state."""
        return dict(self.database.rows("SELECT state, count(*) FROM work WHERE kind = ? GROUP BY state", kind))

    def refused(self) -> int:
        """How much was refused, of whatever kind."""
        return int(self.database.rows("SELECT count(*) FROM work WHERE state = ?", State.REFUSED)[0][0])

    def last_final(self) -> dict[str, int]:
        """The highest period of each deal that is on chain at depth, by whomever."""
        question = "SELECT deal, max(number) FROM work WHERE kind = ? AND state IN (?, ?) GROUP BY deal"
        return dict(self.database.rows(question, REPORT, State.FINAL, State.SUPERSEDED))

    def history(self) -> Iterator[tuple[int, int | None, str, str]]:
        yield from self.database.rows("SELECT at, work, event, detail FROM history ORDER BY id")

    def news(self, after: int) -> list[tuple[int, str, str]]:
        """What happened since: id, event and words."""
        question = (
            "SELECT history.id, event, kind, number, deal, detail FROM history LEFT JOIN work ON work.id = history.work "
            "WHERE history.id > ? ORDER BY history.id"
        )
        rows = self.database.rows(question, after)
        return [
            (id_, event, ", ".join(filter(None, (f"{kind} {number} of {deal}" if kind else "", detail))))
            for id_, event, kind, number, deal, detail in rows
        ]

    def last_news(self) -> int:
        return int(self.database.rows("SELECT coalesce(max(id), 0) FROM history")[0][0])

    def size(self) -> int:
        """Bytes of the file and of what is not yet copied into it."""
        files = (self.path, self.path.with_name(self.path.name + "-wal"))
        return sum(file.stat().st_size for file in files if file.exists())
