# SPDX-License-Identifier: Apache-2.0
"""What goes wrong between events and rows."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.errors import RegaliaError

_HINT = "Use another node and build the index anew (regalia index --rebuild); regalia verify finds what is wrong."


class IndexFoldError(RegaliaError, ValueError):
    """An event that can't be what happened after those before it: one of them is damaged, missing, or of another deal."""

    @classmethod
    def at(cls, event: Event, what: str) -> IndexFoldError:
        return cls(f"block {event.block_number}, log {event.log_index}, {event.name}: {what}", _HINT)

    @classmethod
    def beyond(cls, table: str) -> IndexFoldError:
        """Units are below 2^48 on chain."""
        return cls(f"{table}: units or a second beyond 2^63, which no contract of a deal allows", _HINT)
