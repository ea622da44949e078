# SPDX-License-Identifier: Apache-2.0
"""The last record of a sales report: how much must have arrived."""

from __future__ import annotations

from collections.abc import Sequence

from regalia.statements.ddex_head import integer, named
from regalia.statements.ddex_records import FOOT
from regalia.statements.problem_list import ProblemList


def check_footer(line: int, cells: Sequence[str], summaries: int, blocks: int, problems: ProblemList) -> None:
    """The counts of FOOT against what was read. Empty and commented lines count as lines (Part 8, 5.1.2)."""
    if len(cells) not in FOOT.cells:
        problems.note(line, "FOOT", "", f"has {len(cells)} cells; a FOOT record has {FOOT.cells[0]}")
        return
    foot = named(FOOT.places, cells)
    counts = {
        "NumberOfLinesInFile": (line, "lines"),
        "NumberOfLinesInReport": (line, "lines"),
        "NumberOfSummaryRecords": (summaries, "summary records"),
        "NumberOfBlocksInFile": (blocks, "blocks"),
        "NumberOfBlocksInReport": (blocks, "blocks"),
    }
    for name, (count, what) in counts.items():
        if (told := integer(foot[name])) is None:
            problems.note(line, name, foot[name], "must be a whole number: without it nobody can tell that all arrived")
        elif told != count:
            rule = f"but {count:,} {what} were found: something is missing or was added; have the file sent again"
            problems.note(line, name, foot[name], rule)
