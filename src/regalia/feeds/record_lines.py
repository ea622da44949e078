# SPDX-License-Identifier: Apache-2.0
"""From rows to records: whatever is wrong in any of them is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from regalia.feeds.csv_records import Line
from regalia.feeds.errors import FeedError
from regalia.feeds.records import Fields, Record


def records_of(lines: Iterable[Line], source: str, read: Callable[[Line, Fields], Record | None]) -> list[Record]:
    """A record of each row, in their order; ``read`` gives none where it found a problem. FeedError lists every problem."""
    records, problems = [], []
    for line in lines:
        fields = Fields("", line.number)
        record = read(line, fields)
        problems += fields.problems
        if record is not None:
            records.append(record)
    if problems:
        raise FeedError(problems, source)
    return records
