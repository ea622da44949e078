# SPDX-License-Identifier: Apache-2.0
"""Legal status words of CNIPA (法律状态) in a CSV file.

``right``, ``word``, ``date`` of the notice (公告日), ``effective`` where it says so (生效日).
"""

from __future__ import annotations

from regalia.feeds.csv_records import Line, read_lines
from regalia.feeds.mapping import cnipa_words
from regalia.feeds.record_lines import records_of
from regalia.feeds.records import Fields, Record

REQUIRED = ("right", "word", "date")
OPTIONAL = ("effective",)
_WIDTHS = str.maketrans("，；：", ",;:", "()（）[]【】①②③④ \u3000\t")
"""Brackets, circled numbers and blanks come and go in these words; commas come in two widths."""


def read_cnipa(content: bytes, source: str) -> list[Record]:
    """The records of a file, in its order. FeedError lists everything that is wrong."""
    return records_of(read_lines(content, source, REQUIRED, OPTIONAL), source, _record)


def plain_word(word: str) -> str:
    """A status word as the table has it."""
    return word.translate(_WIDTHS)


def _record(line: Line, fields: Fields) -> Record | None:
    cells = line.cells
    right = fields.right("right", cells["right"])
    row = cnipa_words().get(plain_word(cells["word"]))
    if row is None:
        rule = "is in no table: add it with its code and source to feeds/tables/cnipa.csv"
        fields.refuse("word", cells["word"], rule)
    day = fields.day("date", cells["date"])
    if not cells["date"]:
        fields.refuse("date", "", "is missing")
    effective = fields.day("effective", cells.get("effective", ""))
    if fields.problems or row is None:
        return None
    code = fields.ascii_code("word", f"CN {row.code}")
    return Record("", line.number, right, cells["right"], code, row, effective or day, line.content)
