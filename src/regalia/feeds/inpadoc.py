# SPDX-License-Identifier: Apache-2.0
"""Events of the EPO's INPADOC data in a CSV file: the office that reported them, its code, and days.

``date`` is the gazette's, ``effective`` when it took effect where the record says so, ``state`` the contracting state of an event after a
European grant, ``next_due`` the due day after a fee that was paid.
"""

from __future__ import annotations

from regalia.feeds.csv_records import Line, read_lines
from regalia.feeds.mapping import inpadoc_codes
from regalia.feeds.record_lines import records_of
from regalia.feeds.records import Fields, Record

REQUIRED = ("right", "office", "code", "date")
OPTIONAL = ("effective", "state", "next_due")


def read_inpadoc(content: bytes, source: str) -> list[Record]:
    """The records of a file, in its order. FeedError lists everything that is wrong."""
    return records_of(read_lines(content, source, REQUIRED, OPTIONAL), source, _record)


def _record(line: Line, fields: Fields) -> Record | None:
    cells = line.cells
    right = fields.right("right", cells["right"])
    key = f"{cells['office']} {cells['code']}"
    row = inpadoc_codes().get(key)
    if row is None:
        fields.refuse("code", key, "is in no table: add it with its source to feeds/tables/inpadoc.csv")
    day = fields.day("date", cells["date"])
    if not cells["date"]:
        fields.refuse("date", "", "is missing")
    effective = fields.day("effective", cells.get("effective", ""))
    due = fields.day("next_due", cells.get("next_due", ""))
    state = cells.get("state", "")
    if row is not None and row.of_state and not state:
        fields.refuse("state", "", f"{key} is about one contracting state; say which")
    if fields.problems or row is None:
        return None
    code = fields.ascii_code("code", key)
    return Record("", line.number, right, cells["right"], code, row, effective or day, line.content, due, state)
