# SPDX-License-Identifier: Apache-2.0
"""Where a resolution of a meeting stands: ``ProposalState`` of OpenZeppelin's ``IGovernor``, and its words."""

from __future__ import annotations

from enum import IntEnum


class ResolutionStage(IntEnum):
    """``PENDING``: before the record date. ``QUEUED``: passed; it waits, or can be carried out. ``SUCCEEDED`` is not seen: what passes
    is queued by itself.
    """

    PENDING = 0
    ACTIVE = 1
    CANCELLED = 2
    DEFEATED = 3
    SUCCEEDED = 4
    QUEUED = 5
    EXPIRED = 6
    EXECUTED = 7

    @property
    def word(self) -> str:
        return self.name.lower()
