# SPDX-License-Identifier: Apache-2.0
"""As of which block something is said, and how far that can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.views.seen import DealNow


@dataclass(frozen=True)
class AsOf:
    """``behind`` the node's latest block by so many; ``comparisons`` of the story with the chain were made, ``differences`` found."""

    block: int
    hash: str
    time: int
    behind: int
    comparisons: int
    differences: int


def as_of(now: DealNow) -> AsOf:
    at, story = now.seen.checkpoint, now.seen.story
    behind = max(now.head - at.block, 0)
    return AsOf(at.block, at.hash, at.timestamp, behind, story.comparisons, len(story.differences))
