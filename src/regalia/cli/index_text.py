# SPDX-License-Identifier: Apache-2.0
"""What ``regalia index`` prints: how far it is on standard error, what it has at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from regalia.chain.record import DeploymentRecord
from regalia.ledger.index.deals import IndexedDeal
from regalia.ledger.index.progress import Progress
from regalia.ledger.index.reader import Checkpoint
from regalia.ledger.index.summary import Summary
from regalia.printing import table

_EVERY_NS = 10**9
"""Between two lines."""


class ProgressLine:
    """Of one deal. On a terminal one line that changes, elsewhere a plain line a second at most; nothing where ``quiet``."""

    def __init__(self, deal: str, quiet: bool) -> None:
        self._deal, self._quiet = deal, quiet
        self._live = sys.stderr.isatty()
        self._told: int | None = None
        self._width = 0

    def __call__(self, progress: Progress) -> None:
        if progress.rewound:
            self._line(f"{self._deal}: the chain was reorganised; back to block {progress.block}")
            return
        now, there = time.monotonic_ns(), progress.block == progress.head
        if not there and self._told is not None and now - self._told < _EVERY_NS:
            return
        self._told = now
        text = f"{self._deal}: block {progress.block:,} of {progress.head:,}, {progress.events:,} events"
        self._show(f"{text}, {progress.rate:,} a second", there)

    def _show(self, text: str, last: bool) -> None:
        if not self._live:
            self._line(text)
        elif not self._quiet:
            click.echo("\r" + text.ljust(self._width), nl=last, err=True)
            self._width = 0 if last else len(text)

    def _line(self, text: str) -> None:
        if not self._quiet:
            click.echo(("\n" if self._width else "") + text, err=True)
            self._width = 0


def facts(place: str, found: Sequence[tuple[IndexedDeal, Summary]]) -> dict[str, object]:
    """One JSON object."""
    return {"database": place, "deals": [_facts(deal.record, summary) for deal, summary in found]}


def text(place: str, found: Sequence[tuple[IndexedDeal, Summary]]) -> str:
    rows = [
        (deal.record.deal_id, _blocks(one), f"{one.events:,}", f"{one.holders:,}", *_checkpoint(one.checkpoint))
        for deal, one in found
    ]
    heads = ("deal", "blocks", "events", "holders", "as of (UTC)", "block hash")
    return "\n".join([f"index in {place}", "", table(heads, rows, "llrrll")])


def _facts(record: DeploymentRecord, one: Summary) -> dict[str, object]:
    last = one.checkpoint
    checkpoint = last and {"block": last.block, "hash": last.hash, "time": _time(last.timestamp)}
    return {
        "deal": record.deal_id,
        "address": record.deal.address,
        "blocks": {"first": one.first_block, "last": last.block if last else None},
        "events": one.events,
        "holders": one.holders,
        "checkpoint": checkpoint,
    }


def _blocks(one: Summary) -> str:
    return f"{one.first_block:,} to {one.checkpoint.block:,}" if one.checkpoint else "none"


def _checkpoint(last: Checkpoint | None) -> tuple[str, str]:
    return (_time(last.timestamp), last.hash) if last else ("", "")


def _time(timestamp: int) -> str:
    return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
