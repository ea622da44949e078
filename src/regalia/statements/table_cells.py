# SPDX-License-Identifier: Apache-2.0
"""Cells of one row, or fields of one record; what is wrong with any of them is noted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from regalia.statements.problem_list import ProblemList

_Value = TypeVar("_Value")


class TableCells:
    """By the names of their columns, which ``prefix`` stands before in problems."""

    def __init__(self, line: int, cells: Mapping[str, str], problems: ProblemList, prefix: str = "") -> None:
        self._line, self._cells, self._problems, self._prefix = line, cells, problems, prefix

    def text(self, column: str) -> str:
        return self._cells[column]

    def read(self, column: str, read: Callable[[str], _Value]) -> _Value | None:
        """None where ``read`` refuses the cell."""
        try:
            return read(self._cells[column])
        except ValueError as error:
            self._problems.note(self._line, self._prefix + column, self._cells[column], str(error))
            return None
