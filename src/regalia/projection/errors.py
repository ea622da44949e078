# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with a projection."""

from __future__ import annotations

from collections.abc import Sequence

from regalia.domain.terms.problems import Problem
from regalia.errors import RegaliaError


class ProjectionError(RegaliaError, ValueError):
    """Assumptions that can't be projected: ``message`` names the field, the value and the rule."""


class ScenarioFileError(ProjectionError):
    """A scenario file that is not one; ``problems`` lists everything that was found."""

    def __init__(self, problems: Sequence[Problem], source: str) -> None:
        self.problems = tuple(problems)
        lines = "".join(f"\n  {problem}" for problem in self.problems)
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        super().__init__(f"{source}: {count}{lines}", "The fields are listed in docs/projection.md.")


class NotBatchedError(RegaliaError, NotImplementedError):
    """The vectorised engine can't run this deal or these amounts as the exact engine would; ``reason`` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the vectorised engine can't run this: {reason}", "Use the exact engine: --exact.")
        self.reason = reason
