# SPDX-License-Identifier: Apache-2.0
"""Which engine projects: the vectorised one where it can, checked against the exact one; else the exact one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from regalia.domain.program import Program
from regalia.domain.state import State
from regalia.errors import RegaliaError
from regalia.projection.batch.project import project_batch
from regalia.projection.errors import NotBatchedError
from regalia.projection.exact import project_exact
from regalia.projection.outcomes import Outcomes
from regalia.projection.outlook import Outlook

CHECKED = 5
"""Scenarios of every vectorised projection that the exact engine runs again."""
Progress = Callable[[int], None]


class EnginesDisagreeError(RegaliaError, ArithmeticError):
    """The vectorised engine found other figures than the exact one: a defect."""

    def __init__(self, fields: list[str], what: str) -> None:
        super().__init__(
            f"the vectorised engine and the exact one differ in {', '.join(fields)} {what}",
            "Don't rely on the figures: use --exact, and report the deal and the scenarios as a defect.",
        )


@dataclass
class Projector:
    """Projects outlooks of one deal. ``refused``: why the vectorised engine was not used, empty where it was."""

    program: Program
    opening: State
    exact: bool = False
    refused: str = ""
    checked: int = 0

    @property
    def vectorised(self) -> bool:
        return not self.exact and not self.refused

    def __call__(self, outlook: Outlook, progress: Progress | None = None, check: int = CHECKED) -> Outcomes:
        """EnginesDisagreeError when a checked scenario differs in any figure."""
        if not self.exact:
            try:
                found = project_batch(self.program, self.opening, outlook, progress)
            except NotBatchedError as error:
                self.refused = error.reason
            else:
                self._check(outlook, found, check)
                return found
        return project_exact(self.program, self.opening, outlook, progress)

    def _check(self, outlook: Outlook, found: Outcomes, check: int) -> None:
        """Some scenarios, spread over all, once more."""
        sample = sorted({i * outlook.scenarios // check for i in range(check)}) if check else []
        if sample:
            again = project_exact(self.program, self.opening, outlook.only(sample))
            if fields := again.differences(found.only(sample)):
                raise EnginesDisagreeError(fields, f"in scenarios {', '.join(map(str, sample))}")
            self.checked += len(sample)
