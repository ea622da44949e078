# SPDX-License-Identifier: Apache-2.0
"""Units at past times, as votes need them: the twin of ``contracts/deal/RecordDates.sol``, of every tranche."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

Trace = list[tuple[int, int]]
"""Second, and units from then on: rising, at most one a second."""


@dataclass
class RecordDates:
    """By tranche and wallet; the supply of a tranche is what is in hands."""

    units: defaultdict[tuple[str, str], Trace] = field(default_factory=lambda: defaultdict(list))
    supply: defaultdict[str, Trace] = field(default_factory=lambda: defaultdict(list))

    def note(self, tranche: str, wallet: str, now: int, units: int) -> None:
        _push(self.units[tranche, wallet], now, units)

    def note_supply(self, tranche: str, now: int, units: int) -> None:
        _push(self.supply[tranche], now, units)

    def units_at(self, tranche: str, wallet: str, second: int) -> int:
        """After everything of that second."""
        return _at(self.units.get((tranche, wallet), []), second)

    def supply_at(self, tranche: str, second: int, but: Callable[[str], bool]) -> int:
        """Units in hands, those of wallets that ``but`` names left out."""
        left_out = (self.units_at(*key, second) for key in self.units if key[0] == tranche and but(key[1]))
        return _at(self.supply.get(tranche, []), second) - sum(left_out)


def _push(trace: Trace, now: int, units: int) -> None:
    if trace and trace[-1][0] >= now:  # a time that went back is a difference of its own
        trace[-1] = (trace[-1][0], units)
    else:
        trace.append((now, units))


def _at(trace: Trace, second: int) -> int:
    place = bisect_right(trace, second, key=lambda point: point[0])
    return trace[place - 1][1] if place else 0
