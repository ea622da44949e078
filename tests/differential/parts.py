# SPDX-License-Identifier: Apache-2.0
"""How many of each thing a generated program has: what its steps and triggers can name."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from regalia.domain.calendar import Schedule
from regalia.domain.program_words import FACILITY_BIT, POOL_VALUE
from tests.differential.amounts import some


@dataclass
class Parts:
    """``flags``: those that some trigger raises."""

    schedule: Schedule
    tranches: int
    accounts: int
    facilities: int
    facts: tuple[str, ...]
    accelerates: bool
    flags: list[int] = field(default_factory=list)

    @property
    def has_pool_value(self) -> bool:
        return POOL_VALUE in self.facts

    def mask(self, rng: Random) -> int:
        return rng.randrange(2**self.tranches)

    def support(self, rng: Random) -> tuple[int, ...]:
        """None, one, or up to three, each once."""
        sources = [a + 1 for a in range(self.accounts)] + [FACILITY_BIT | f for f in range(self.facilities)]
        rng.shuffle(sources)
        return tuple(sources[: rng.choice([0, 1, 1, 2, 3])])

    def guard(self, rng: Random, chance: float = 0.4) -> tuple[int, int]:
        """Bits of the flags that must be up, and of those that must not."""
        if not self.flags or not some(rng, chance):
            return 0, 0
        on = off = 0
        for flag in rng.sample(self.flags, k=min(len(self.flags), rng.choice([1, 1, 2]))):
            if some(rng, 0.5):
                on |= 1 << flag
            else:
                off |= 1 << flag
        return on, off
