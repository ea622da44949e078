# SPDX-License-Identifier: Apache-2.0
"""As of which block something is said, and how far that can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.views.seen import DealNow


@dataclass(frozen=True)
class AsOf:
    """``behind`` the node's latest block by so many; ``comparisons`` of the story with the chain were made, ``differences`` found. What is
    a single holder's is not among them: see ``ledger.story``.
    """

    block: int
    hash: str
    time: int
    behind: int
    comparisons: int
    differences: int


def as_of(now: DealNow) -> AsOf:
    at, seen = now.seen.checkpoint, now.seen
    behind = max(now.head - at.block, 0)
    return AsOf(at.block, at.hash, at.timestamp, behind, seen.comparisons, len(seen.differences))
