# SPDX-License-Identifier: Apache-2.0
"""The log as a file, sent while it is read. One part has so many entries at most, and says where the next one begins."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from regalia.ledger.index.search import Position
from regalia.reports.csv_text import Cell, csv_text
from regalia.views.errors import MovedOnError
from regalia.views.following import Followed
from regalia.views.log import LogEntry, entries_at, oldest, positions
from regalia.views.log_query import LogQuery, cursor
from regalia.views.plain import to_plain

PART = 20_000
"""Entries of one file."""
_AT_ONCE = 500
"""Read in one go, so that whoever takes the file slowly keeps no connection to the database."""
HEADER = (
    *("deal", "block", "log_index", "time", "transaction", "contract", "address", "event"),
    *("arguments", "currency", "amounts"),
)


@dataclass(frozen=True)
class LogExport:
    """``at`` are its entries, newest first; ``next`` is empty in the last part. ``as_of`` in JSON."""

    site: Followed
    at: Sequence[Position]
    next: str
    as_of: str

    @classmethod
    def of(cls, site: Followed, query: LogQuery) -> LogExport:
        """Raises ``NoSuchViewError``."""
        with site.all_now() as all_now:
            found = positions(all_now, query, PART)
            return cls(site, found.at, cursor(found.next), json.dumps(to_plain(oldest(all_now))))

    def csv(self) -> Iterator[str]:
        """A row an event: arguments exactly as they were said, amounts in whole currency, both as JSON."""
        yield csv_text(HEADER, ())
        for entries in self._read():
            yield csv_text(HEADER, map(_row, entries)).partition("\r\n")[2]

    def json(self) -> Iterator[str]:
        """``entries`` as ``regalia show log --json`` has them."""
        between = ""
        yield f'{{"as_of":{self.as_of},"next":{json.dumps(self.next)},"entries":['
        for entries in self._read():
            yield between + ",\n".join(json.dumps(to_plain(entry), ensure_ascii=False) for entry in entries)
            between = ",\n"
        yield "]}\n"

    def _read(self) -> Iterator[tuple[LogEntry, ...]]:
        """Raises ``MovedOnError``: the file then ends in the middle, as it must not look whole."""
        for start in range(0, len(self.at), _AT_ONCE):
            with self.site.all_now() as all_now:
                try:
                    entries = entries_at(all_now, self.at[start : start + _AT_ONCE])
                except KeyError:
                    raise MovedOnError("log: an entry is not the chain's any more", "Take the file again.") from None
            yield entries  # with the connection given back: it may take long until somebody wants more


def _row(entry: LogEntry) -> tuple[Cell, ...]:
    arguments = {argument.id: argument.value for argument in entry.arguments}
    amounts = {a.id: f"{a.amount:f}" for a in entry.arguments if a.amount is not None}
    return (
        entry.deal,
        entry.block,
        entry.log_index,
        datetime.fromtimestamp(entry.time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        entry.transaction,
        entry.contract,
        entry.address,
        entry.name,
        json.dumps(arguments, ensure_ascii=False),
        entry.currency,
        json.dumps(amounts) if amounts else None,
    )
