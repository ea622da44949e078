# SPDX-License-Identifier: Apache-2.0
"""Problems of a file, collected while it is read."""

from __future__ import annotations

from typing import NoReturn

from regalia.statements.errors import MOST_KEPT, Problem, StatementError

_VALUE_LENGTH = 200


class ProblemList:
    """Keeps the first ``MOST_KEPT`` and counts the others: a file that is wrong throughout takes no more memory than a good one.

    ``secret`` is what no problem may show, though the sender may have written it.
    """

    def __init__(self, file: str, secret: str = "") -> None:
        self.file, self._secret = file, secret
        self._kept: list[Problem] = []
        self._more = 0

    def __bool__(self) -> bool:
        return bool(self._kept)

    def note(self, line: int, field: str, value: str, rule: str) -> None:
        self.add(Problem(line, self._open(field), self._open(value)[:_VALUE_LENGTH], self._open(rule)))

    def add(self, problem: Problem) -> None:
        if len(self._kept) < MOST_KEPT:
            self._kept.append(problem)
        else:
            self._more += 1

    def _open(self, text: str) -> str:
        return text.replace(self._secret, "(secret)") if self._secret else text

    def refuse(self) -> None:
        """StatementError with all of them in file order, if there are any."""
        if self._kept:
            raise StatementError(self.file, sorted(self._kept, key=lambda problem: problem.line), self._more)

    def stop(self, line: int, rule: str, field: str = "", value: str = "") -> NoReturn:
        """StatementError now: what follows can't be read."""
        self.note(line, field, value, rule)
        raise StatementError(self.file, sorted(self._kept, key=lambda problem: problem.line), self._more)
