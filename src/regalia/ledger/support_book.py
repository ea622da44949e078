# SPDX-License-Identifier: Apache-2.0
"""What providers of support were asked for, as their events tell it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Notice:
    """The last demand on a provider: for ``period``, ``demanded`` in all, ``paid`` of it, to be paid by ``deadline`` (seconds).

    ``changed``: how many providers had missed their deadline for that date by then, and how many restatements were final.
    """

    period: int
    demanded: int
    paid: int
    deadline: int
    changed: int = 0

    @property
    def outstanding(self) -> int:
        return self.demanded - self.paid


@dataclass
class SupportBook:
    """``notices`` by facility; ``due`` is cash that a provider has just said it pays, until the deal has received it."""

    notices: dict[int, Notice] = field(default_factory=dict)
    due: dict[int, int] = field(default_factory=dict)

    def paid(self, facility: int, amount: int) -> None:
        notice = self.notices[facility]
        self.notices[facility] = replace(notice, paid=notice.paid + amount)

    def open(self, facility: int, period: int, now: int) -> int:
        """What the provider is asked for and can still pay in time."""
        notice = self.notices.get(facility)
        return notice.outstanding if notice and notice.period == period and now <= notice.deadline else 0

    def unpaid(self, period: int, now: int) -> int:
        """Bits of the facilities whose provider has missed its deadline for that period."""
        missed = [
            facility
            for facility, notice in self.notices.items()
            if notice.period == period and notice.outstanding and now > notice.deadline
        ]
        return sum(1 << facility for facility in missed)
