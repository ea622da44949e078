# SPDX-License-Identifier: Apache-2.0
"""The orders of a board that could be filled, and those that never will be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.market.board import Listed, side_of
from regalia.market.fillable import Fillability, check
from regalia.market.order import Side
from regalia.market.typed_data import DeskDomain

MOST_CHECKED = 50
"""Of a side, for one look: each check asks a node a dozen times, and anybody can put up orders that nobody could fill."""


@dataclass(frozen=True)
class Level:
    """An order that could be filled now, for ``units`` at ``price`` each (smallest units)."""

    listed: Listed
    units: int

    @property
    def price(self) -> int:
        return self.listed.signed.order.price


@dataclass(frozen=True)
class Depth:
    """One side of the book, the best first; ``unchecked`` orders were not looked at any more."""

    levels: tuple[Level, ...]
    unchecked: int

    @property
    def best(self) -> Level | None:
        return self.levels[0] if self.levels else None


def depth(
    web3: Web3,
    domain: DeskDomain,
    listed: Iterable[Listed],
    side: Side,
    levels: int = 1,
    taker: ChecksumAddress | None = None,
) -> Depth:
    """Up to ``levels`` orders of a tranche that could be filled, by anybody or by that taker. ``listed``: orders of that tranche."""
    here = side_of((entry for entry in listed if entry.signed.domain == domain), side)
    found: list[Level] = []
    for number, entry in enumerate(here):
        if len(found) == levels or number == MOST_CHECKED:
            return Depth(tuple(found), len(here) - number)
        judged = check(web3, entry.signed, taker)
        if judged.fillable:
            found.append(Level(entry, judged.units))
    return Depth(tuple(found), 0)


def dead(web3: Web3, listed: Iterable[Listed]) -> Iterator[tuple[Listed, Fillability]]:
    """Orders that will never be fillable again: expired, filled, cancelled, or followed by income. They go when somebody says so."""
    for entry in listed:
        judged = check(web3, entry.signed)
        if judged.dead:
            yield entry, judged
