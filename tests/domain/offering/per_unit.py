# SPDX-License-Identifier: Apache-2.0
"""The sale of a tranche lot by lot, with no formula: what the clearing is held to in small cases."""

from __future__ import annotations

from collections.abc import Sequence

from regalia.domain.offering.book import Bid


def sell(bids: Sequence[Bid], lots: int) -> list[int]:
    """Lots of each bid (units are lots here). Level after level is served whole while it fits; of the first that doesn't every lot asked
    for gives its part to a pot, and whoever's part fills the pot takes the next.
    """
    got = [0] * len(bids)
    for level in sorted({bid.level for bid in bids}):
        mine = [(bid.place, i) for i, bid in enumerate(bids) if bid.level == level]
        asked = sum(bids[i].units for _, i in mine)
        available, pot = min(asked, lots), 0
        for _, i in sorted(mine):
            for _ in range(bids[i].units):
                pot += available
                if pot >= asked:
                    pot, got[i] = pot - asked, got[i] + 1
        lots -= available
    return got
