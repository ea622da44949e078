# SPDX-License-Identifier: Apache-2.0
"""Where a dispute about a report stands: the enum of ``contracts/interfaces/IOracleDisputes.sol``, and its words."""

from __future__ import annotations

from enum import IntEnum


class DisputeStage(IntEnum):
    """``DUE``: nobody can decide any more, and anybody can have it settled."""

    NONE = 0
    WITH_TRUSTEE = 1
    APPEALABLE = 2
    WITH_SUPERVISOR = 3
    DUE = 4

    @property
    def word(self) -> str:
        return self.name.lower().replace("_", "-")
