# SPDX-License-Identifier: Apache-2.0
"""From when to when the units of a deal are sold: fixed when its transaction is written, whenever that is executed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from regalia.chain.issuance import DAY

_OF_A_SALE = 10
"""A sale may lose its tenth, and a day at most, before anything is said of it."""


@dataclass(frozen=True)
class Sale:
    """In seconds of the chain; ``opens`` and ``deadline`` are what the factory is or was asked for."""

    deal: str
    opens: int
    deadline: int

    @property
    def latest(self) -> int:
        """When the deal should be made at the latest: later than that a part of the sale is over before there is anything to sell."""
        return self.opens + min(DAY, (self.deadline - self.opens) // _OF_A_SALE)

    def shortened(self, made: int) -> str:
        """What is to be said of a deal that was made then; nothing where it was in time."""
        if made <= self.latest:
            return ""
        left, wished = max(self.deadline - made, 0) // DAY, (self.deadline - self.opens) // DAY
        return f"the sale is open only from {moment(made)} to {moment(self.deadline)}, {left} of {wished} days"

    def __str__(self) -> str:
        return f"the sale of {self.deal} is open from {moment(self.opens)} to {moment(self.deadline)}"


def written(timestamp: int) -> str:
    """For programs."""
    return f"{datetime.fromtimestamp(timestamp, UTC):%Y-%m-%dT%H:%M:%SZ}"


def moment(timestamp: int) -> str:
    """For people."""
    return f"{datetime.fromtimestamp(timestamp, UTC):%Y-%m-%d %H:%M} UTC"
