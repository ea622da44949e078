# SPDX-License-Identifier: Apache-2.0
"""Who has security over a right, and in which rank: the twin of ``contracts/registry/LienBook.sol``."""

from __future__ import annotations

from dataclasses import replace

from regalia.domain.rights.acts import LienEntry, LienRelease
from regalia.domain.rights.checks import require_address, require_few, require_in_order, require_past
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.right import Lien, Right


def with_lien(right: Right, entry: LienEntry, today: int) -> Right:
    """The right with a further lien; refused when another has its rank."""
    require_address("holder", entry.holder)
    require_past("lien", entry.day, today)
    taken = right.holder_of_rank(entry.rank) if entry.rank else None
    if taken is not None:
        raise RightsRefusedError("IPRegistry_RankTaken", entry.rank, taken)
    require_few("liens", len(right.liens_in_force) + 1)
    return replace(right, liens=(*right.liens, Lien(len(right.liens) + 1, entry)))


def with_release(right: Right, release: LienRelease, today: int) -> Right:
    """The right with one lien less."""
    if not 0 < release.number <= len(right.liens):
        raise RightsRefusedError("IPRegistry_NoLien", len(right.liens), release.number)
    lien = right.liens[release.number - 1]
    require_past("release", release.day, today)
    if lien.release is not None:
        raise RightsRefusedError("IPRegistry_LienReleased", release.number)
    require_in_order("release", lien.entry.day, release.day)
    released = (replace(lien, release=release) if lien.number == release.number else lien for lien in right.liens)
    return replace(right, liens=tuple(released))
