# SPDX-License-Identifier: Apache-2.0
"""A report of legal events, as attestors sign it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from regalia.chain.right_reports import LEGAL, ReportKind
from regalia.chain.right_words import event_words
from regalia.domain.rights import number
from regalia.domain.rights.acts import LegalEvent
from regalia.domain.rights.day import written
from regalia.domain.rights.words import word


@dataclass(frozen=True)
class LegalReport:
    """Events in the order in which they are to be entered; ``deadline`` is the last second for handing it in."""

    kind: ClassVar[ReportKind] = LEGAL
    events: tuple[LegalEvent, ...]
    deadline: int

    def words(self) -> tuple[tuple[Any, ...], ...]:
        return tuple(event_words(event) for event in self.events)

    def lines(self) -> Iterator[str]:
        """For a person, an event each."""
        for event in self.events:
            code = event.code.rstrip(b"\0").decode("ascii", "replace")
            new = f", new date {written(event.date)}" if event.date else ""
            yield (
                f"{number.describe(event.right)}  event {event.number}: {word(event.act)}, effective {written(event.effective)}"
                f"{new}, code {code or 'none'}, document 0x{event.document.hex()}"
            )
