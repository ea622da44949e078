# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a deal file, and how it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regalia.errors import RegaliaError

_VALUE_LENGTH = 60


@dataclass(frozen=True)
class Problem:
    """One broken rule. ``path`` is the field as ``steps[3].support[0]`` (empty: the whole file), ``line``
    counts from 1 (0: unknown).
    """

    path: str
    value: str
    rule: str
    line: int = 0

    def __str__(self) -> str:
        place = self.path or "the file"
        where = f"line {self.line}, {place}" if self.line else place
        return f"{where}: {self.value}: {self.rule}" if self.value else f"{where}: {self.rule}"


class TermsError(RegaliaError, ValueError):
    """A deal file that is not one; ``problems`` lists everything that was found."""

    def __init__(self, problems: Sequence[Problem], source: str = "deal terms") -> None:
        self.problems = tuple(problems)
        self.source = source
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        lines = "".join(f"\n  {problem}" for problem in self.problems)
        super().__init__(f"{source}: {count}{lines}", "Mend the file and check it again: regalia terms check FILE")


class NotExecutableError(RegaliaError, NotImplementedError):
    """Good terms that ask for something the engines can't do yet; ``features`` names each of them."""

    def __init__(self, features: Sequence[Problem]) -> None:
        self.features = tuple(features)
        lines = "".join(f"\n  {feature}" for feature in self.features)
        super().__init__(
            f"the terms are well-formed, but not yet executable:{lines}",
            "Leave these out to run the deal with this version; nothing in a deal file is ever ignored.",
        )


def shown(value: object) -> str:
    """A value as a problem quotes it, cut to a readable length; empty for what is too large to show."""
    if value is None or isinstance(value, dict | list | tuple):
        return ""
    text = repr(str(value))
    return text if len(text) <= _VALUE_LENGTH else text[: _VALUE_LENGTH - 1] + "…"
