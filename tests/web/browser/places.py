# SPDX-License-Identifier: Apache-2.0
"""Every kind of page there is, with an address on which it has something to show."""

from __future__ import annotations

from collections.abc import Callable

from tests.web.browser.world import World

Place = Callable[[World], str]
PLACES: dict[str, Place] = {
    "deals": lambda world: "/",
    "deal": lambda world: f"/deals/{world.notes.terms.id}",
    "deal-offered": lambda world: f"/deals/{world.patents.terms.id}",
    "terms": lambda world: f"/deals/{world.notes.terms.id}/terms",
    "dates": lambda world: f"/deals/{world.notes.terms.id}/dates",
    "date": lambda world: f"/deals/{world.notes.terms.id}/dates/{period_of(world)}",
    "receipts": lambda world: f"/deals/{world.notes.terms.id}/receipts",
    "pool": lambda world: f"/deals/{world.notes.terms.id}/pool",
    "pool-rights": lambda world: f"/deals/{world.patents.terms.id}/pool",
    "tranche": lambda world: f"/deals/{world.notes.terms.id}/tranches/senior",
    "tranche-offered": lambda world: f"/deals/{world.patents.terms.id}/tranches/senior",
    "connect": lambda world: "/investor",
    "investor": lambda world: f"/investor/{world.investor}",
    "investor-bidding": lambda world: f"/investor/{world.patents.investor('mezzanine_investor')}",
    "supervisor": lambda world: "/supervisor",
    "log": lambda world: "/supervisor/log",
}
"""By the name of the screenshot; after the language."""


def period_of(world: World) -> int:
    """Number of the last period paid."""
    return int(world.notes.contracts.deal.functions.nextPeriod().call()) - 1
