# SPDX-License-Identifier: Apache-2.0
"""How much of a pool hangs on one right, jurisdiction, licensee or group: sums of base by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from regalia.domain.rights.counting import exposures_of
from regalia.domain.rights.holdings import Held
from regalia.domain.rights.labels import LARGEST_JURISDICTION, LARGEST_LICENSEE, LARGEST_RIGHT
from regalia.domain.rights.look import Look


def sums_by(look: Look, label: str) -> Mapping[str, int]:
    """By right, jurisdiction, licensee or group, as the label ``largest-…`` says; only keys that stand for something."""
    sums: dict[str, int] = {}
    for held, count in look.counted:
        for key, amount in parts_of(held, count.base, label, look.today):
            sums[key] = sums.get(key, 0) + amount
    return sums


def parts_of(held: Held, base: int, label: str, today: int) -> Iterator[tuple[str, int]]:
    """What one right adds, by key; nothing where it counts for nothing."""
    if base == 0:
        return
    if label == LARGEST_RIGHT:
        yield held.right.id.hex(), base
    elif label == LARGEST_JURISDICTION:
        yield held.right.entry.jurisdiction, base
    else:
        for exposure in exposures_of(held.right, base, today):
            yield exposure.licensee if label == LARGEST_LICENSEE else exposure.group, exposure.amount


def largest(look: Look, label: str) -> tuple[str, int]:
    """The key with the largest sum, and the sum; of equals the one that comes first in the alphabet. No key where nothing counts."""
    return min(sums_by(look, label).items(), key=lambda item: (-item[1], item[0]), default=("", 0))
