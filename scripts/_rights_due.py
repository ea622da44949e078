# SPDX-License-Identifier: Apache-2.0
"""Before a payment date: what time has brought to the rights behind the deal is looked at first."""

from __future__ import annotations

from regalia.errors import RegaliaError
from scripts._desk import Desk
from scripts._rights_desk import rights_of


class RightsDueError(RegaliaError, RuntimeError):
    """The payment date waits until somebody has looked at rights."""


def settle_first(desk: Desk, settle: bool) -> None:
    """Settle the deal's pool where that is due and wanted. Raises ``RightsDueError`` where it is due and was not asked for."""
    from regalia.domain.rights.day import written
    from regalia.servicing import pledging

    if desk.deal.record.rights is None:
        return
    rights, deal = rights_of(desk), desk.deal.deal.address
    since = pledging.due_since(rights, deal)
    if since is None:
        return
    if not settle:
        raise RightsDueError(
            f"rights: something is due since {written(since)}, and a payment date waits until it is looked at",
            "`ape run rights settle` comes first, by any account; or give --settle.",
        )
    desk.ask(f"Look at the rights about which something is due since {written(since)}?")
    pledging.settle_all(rights, deal, desk.signer)
