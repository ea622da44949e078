# SPDX-License-Identifier: Apache-2.0
"""What was reached of what is marked: a table a folder, and every place that was not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from tools.coverage.places import Place

LINES = Decimal(98)
BRANCHES = Decimal(95)
"""Percent that must be reached."""
ALL = "contracts"
"""The row of all folders."""


class Share(NamedTuple):
    """So many of so many."""

    reached: int
    total: int

    @property
    def percent(self) -> Decimal:
        """Rounded down, to a tenth."""
        whole = Decimal(100 * self.reached) / self.total if self.total else Decimal(100)
        return whole.quantize(Decimal("0.1"), ROUND_DOWN)

    def __str__(self) -> str:
        return f"{self.percent:>5} % ({self.reached}/{self.total})"


def lines(places: Sequence[Place], reached: Collection[int]) -> Share:
    """Lines on which a statement begins; reached when all that begin there are."""
    of_line: dict[tuple[str, int], bool] = defaultdict(lambda: True)
    for place in places:
        if place.outcome is None:
            of_line[place.file, place.line] &= place.mark in reached
    return Share(sum(of_line.values()), len(of_line))


def branches(places: Sequence[Place], reached: Collection[int]) -> Share:
    """Outcomes of conditions; in ``a && b`` both of each."""
    outcomes = [place for place in places if place.outcome is not None]
    return Share(sum(place.mark in reached for place in outcomes), len(outcomes))


def by_folder(places: Sequence[Place], reached: Collection[int]) -> dict[str, tuple[Share, Share]]:
    """Lines and branches of each folder, and of all."""
    of_folder: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        of_folder[place.file.rpartition("/")[0]].append(place)
    of_folder = dict(sorted(of_folder.items())) | {ALL: list(places)}
    return {folder: (lines(those, reached), branches(those, reached)) for folder, those in of_folder.items()}


def missed(places: Sequence[Place], reached: Collection[int]) -> Iterator[str]:
    """A line a place that nobody reached."""
    for place in places:
        if place.mark not in reached:
            what = "not reached" if place.outcome is None else f"never {str(place.outcome).lower()}"
            yield f"{place.file}:{place.line}: {what}: {place.text}"
