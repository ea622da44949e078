# SPDX-License-Identifier: Apache-2.0
"""What a check says: its findings, or why it could not ask."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """Of one tool. ``unasked`` says why nobody could be asked: that is no finding, and no good news either."""

    tool: str
    looked_at: str
    findings: tuple[str, ...] = ()
    unasked: str = ""

    def __str__(self) -> str:
        if self.unasked:
            return f"{self.tool}: not asked: {self.unasked}"
        found = f"{len(self.findings)} findings" if self.findings else "clean"
        return "\n  ".join((f"{self.tool}: {found} ({self.looked_at})", *self.findings))


class CheckError(Exception):
    """A tool is missing, or said what nobody understands."""
