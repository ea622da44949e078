# SPDX-License-Identifier: Apache-2.0
"""What a feed comes to, a line a proposal: what is in the report, what was told before, what needs a person."""

from __future__ import annotations

from typing import Any


def lines_of(found: Any) -> dict[str, Any]:
    """By the number of the proposal in the feed, which ``--leave-out`` takes; ``found`` is a ``Draft``."""
    from regalia.domain.rights.day import written
    from regalia.domain.rights.number import describe
    from regalia.domain.rights.words import word

    lines: dict[int, str] = {}
    for place, event in found.events:
        date = f", new date {written(event.date)}" if event.date else ""
        lines[place] = (
            f"{describe(event.right)}: event {event.number}, {word(event.act)}, effective {written(event.effective)}{date}"
        )
    for place, proposal in found.told:
        lines[place] = f"{describe(proposal.right)}: {word(proposal.act)}, on chain already"
    for place, matter in found.matters:
        why = f" ({matter.why})" if matter.why else ""
        lines[place] = f"{describe(matter.right)}: {matter.matter}, {written(matter.day)}, {matter.needs}{why}"
    return {f"proposal {place}": lines[place] for place in sorted(lines)}
