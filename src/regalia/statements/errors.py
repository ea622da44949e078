# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a statement, in words its reader can act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regalia.errors import RegaliaError

MOST_SHOWN = 20
"""Problems written out in a message; ``problems`` has them all, up to ``MOST_KEPT``."""
MOST_KEPT = 1_000


@dataclass(frozen=True)
class Problem:
    """``line`` of the file (0: all of it); ``field`` as the file calls it, or ""; ``value`` as written; ``rule``: the broken one."""

    line: int
    field: str
    value: str
    rule: str

    def __str__(self) -> str:
        place = f"line {self.line}" if self.line else "file"
        if self.field:
            place += f", {self.field}"
        if self.value:
            place += f" {self.value[:60]!r}"
        return f"{place}: {self.rule}"


class StatementError(RegaliaError, ValueError):
    """A statement that can't be used; ``problems`` has what was found, in file order. Nothing of the file is taken."""

    def __init__(self, file: str, problems: Sequence[Problem], more: int = 0) -> None:
        self.file, self.problems = file, tuple(problems)
        count = len(self.problems) + more
        lines = "".join(f"\n  {problem}" for problem in self.problems[:MOST_SHOWN])
        if count > MOST_SHOWN:
            lines += f"\n  and {count - MOST_SHOWN:,} more"
        noun = "1 problem" if count == 1 else f"{count:,} problems"
        super().__init__(
            f"{file}: {noun}{lines}",
            "Have the sender mend it, or mend what describes it here (column map, licence names); nothing was taken.",
        )
