# SPDX-License-Identifier: Apache-2.0
"""The rights behind a deal as they count on one day: each is counted once, however many facts are asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from regalia.domain.rights.counting import Count, count_of
from regalia.domain.rights.holdings import Held, Holdings


@dataclass(frozen=True, eq=False)
class Look:
    holdings: Holdings
    today: int

    @cached_property
    def counted(self) -> tuple[tuple[Held, Count], ...]:
        """In the order of the rights."""
        token, terms = self.holdings.token, self.holdings.terms
        return tuple((held, count_of(held, token, terms, self.today)) for held in self.holdings.rights)

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        return tuple(count for _, count in self.counted)

    @cached_property
    def value(self) -> int:
        return sum(count.value for count in self.counts) + self.holdings.lost

    @cached_property
    def base(self) -> int:
        return sum(count.base for count in self.counts)
