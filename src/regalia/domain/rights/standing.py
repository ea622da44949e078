# SPDX-License-Identifier: Apache-2.0
"""What a pool asks of a deal: where it stands, whose it is, what its terms say of it. The deal itself is told of elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from regalia.domain.rights.address import ZERO


class DealStatus(IntEnum):
    """As ``IDeal.Status`` has them."""

    OFFERED = 0
    SOLD = 1
    LAPSED = 2
    LIVE = 3
    CONCLUDED = 4


@dataclass(frozen=True)
class DealStanding:
    """``redeemed``: every tranche is. ``source`` is the pool it asks for facts, ``legal_final`` its last day, zero for none."""

    status: DealStatus
    originator: str
    token: str
    source: str
    legal_final: int
    redeemed: bool = False

    @property
    def is_over(self) -> bool:
        """Nothing can become due to anybody's notes any more."""
        if self.status is DealStatus.LIVE:
            return self.redeemed
        return self.status in (DealStatus.CONCLUDED, DealStatus.LAPSED)


NO_DEAL = DealStanding(DealStatus.OFFERED, ZERO, ZERO, ZERO, 0)
"""An address where no deal is."""
