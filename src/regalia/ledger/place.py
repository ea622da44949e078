# SPDX-License-Identifier: Apache-2.0
"""Where on the chain something was said."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.chain.events import Event


@dataclass(frozen=True)
class Place:
    """Where on the chain a figure comes from. ``timestamp`` is the block's, in seconds since 1970."""

    block_number: int
    transaction_hash: str
    log_index: int
    timestamp: int

    @classmethod
    def of(cls, event: Event) -> Place:
        return cls(event.block_number, event.transaction_hash, event.log_index, event.timestamp)

    @property
    def position(self) -> tuple[int, int]:
        """Block and log index: places are in the order of these."""
        return self.block_number, self.log_index
