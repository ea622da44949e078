# SPDX-License-Identifier: Apache-2.0
"""What somebody who looks may ask for in vain."""

from __future__ import annotations

from regalia.errors import RegaliaError


class NoSuchViewError(RegaliaError, LookupError):
    """A deal, a tranche, a period or a wallet that there is not."""


class NotReadYetError(RegaliaError, RuntimeError):
    """A deal of which nothing was read so far; ``block`` of ``head`` is where the reading is, None where it has not begun."""

    def __init__(self, deal: str, block: int | None, head: int | None) -> None:
        where = "has not begun" if block is None or head is None else f"is at block {block} of {head}"
        super().__init__(
            f"{deal}: the ledger is being read for the first time, which {where}", "Wait a moment, and look again."
        )
        self.deal, self.block, self.head = deal, block, head


class MovedOnError(RegaliaError, RuntimeError):
    """The chain was reorganised while a page was made."""
