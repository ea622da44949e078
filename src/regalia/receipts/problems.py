# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a receipts file, by name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from regalia.errors import RegaliaError


class ProblemKind(StrEnum):
    UNREADABLE_FILE = "unreadable file"
    EMPTY_FILE = "empty file"
    UNKNOWN_COLUMN = "unknown column"
    MISSING_COLUMN = "missing column"
    REPEATED_COLUMN = "repeated column"
    CONTRADICTION = "contradiction"
    WRONG_CELL_COUNT = "wrong number of cells"
    MISSING_VALUE = "missing value"
    UNREADABLE_DATE = "unreadable date"
    UNREADABLE_PERIOD = "unreadable period"
    UNREADABLE_AMOUNT = "unreadable amount"
    NEGATIVE_AMOUNT = "negative amount"
    TOO_MANY_DECIMALS = "too many decimals"
    AMOUNT_TOO_LARGE = "amount too large"
    WRONG_TOTAL = "total does not add up"
    WRONG_CURRENCY = "wrong currency"
    WRONG_PERIOD_LENGTH = "wrong period length"
    DUPLICATE_PERIOD = "duplicate period"
    OUT_OF_ORDER = "period out of order"
    GAP = "gap"
    ACCRUING_GAP = "gap in a deal that accrues"
    WRONG_START = "wrong first period"
    DATE_TOO_EARLY = "payment date too early"
    DATE_NOT_RISING = "payment dates not rising"


@dataclass(frozen=True)
class Problem:
    """``row`` is the line (1: the header, 0: the whole file), ``value`` as written, ``rule`` what must hold."""

    kind: ProblemKind
    row: int
    column: str
    value: str
    rule: str

    def __str__(self) -> str:
        place = f"row {self.row}" if self.row else "file"
        if self.column:
            place += f", {self.column}"
        if self.value:
            place += f" {self.value!r}"
        return f"{place}: {self.kind}: {self.rule}"


class ReceiptsError(RegaliaError, ValueError):
    """A receipts file that can't be used; ``problems`` lists all that was found, in file order."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = tuple(sorted(problems, key=lambda p: p.row))
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = "".join(f"\n  {problem}" for problem in self.problems)
        super().__init__(f"{file}: {count} in the receipts{lines}", "Mend the file and run again; nothing was booked.")
