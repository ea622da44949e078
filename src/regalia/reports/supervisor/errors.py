# SPDX-License-Identifier: Apache-2.0
"""Why a pack was not made."""

from __future__ import annotations

from regalia.errors import RegaliaError
from regalia.ledger.comparison import Difference


class PackNotVerifiedError(RegaliaError, ArithmeticError):
    """The chain tells something that the Python engine doesn't find again: no supervisor is given figures of it."""

    def __init__(self, count: int, first: Difference | None) -> None:
        named = f"; the first: {first}" if first else ""
        super().__init__(
            f"the replay differs from the chain in {count:,} figures{named}",
            "No pack is made of it. See all of them: regalia verify.",
        )


class NoSuchPeriodError(RegaliaError, LookupError):
    """There is nothing to report of the period yet, or there never will be."""


class NoSuchYearError(RegaliaError, ValueError):
    """The deal did not exist in that year, or the year is still to come."""


class NoSuchDayError(RegaliaError, ValueError):
    """A block says that it is of a time that no calendar has."""
