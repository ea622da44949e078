# SPDX-License-Identifier: Apache-2.0
"""The demo's clock: the chain's own, moved forward to the dates on which things really happened."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from regalia.chain.local_chain import LocalChain

NOON = time(12, tzinfo=UTC)


def noon(day: date, days_before: int = 0) -> int:
    """12:00 UTC of a day, or of one some days before it, in seconds since 1970."""
    return int(datetime.combine(day - timedelta(days=days_before), NOON).timestamp())


def wait_until(chain: LocalChain, timestamp: int) -> None:
    """Move the chain's time forward; no-op when it is later already."""
    if chain.now() < timestamp:
        chain.warp(timestamp)
