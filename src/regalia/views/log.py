# SPDX-License-Identifier: Apache-2.0
"""The log: every event of the deals, newest first, filtered. It asks for no more than a page shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from regalia.ledger.index.reader_model import IndexedEvent
from regalia.ledger.index.search import Found, Position, Span, block_from, events_at, search
from regalia.nearest import did_you_mean
from regalia.views.asof import AsOf, as_of
from regalia.views.errors import NoSuchViewError
from regalia.views.log_names import AMOUNTS, CATEGORY_OF
from regalia.views.log_query import LAST_BLOCK, LogQuery, cursor
from regalia.views.seen import DealNow

_ADDRESS, _WORD = 42, 66
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class LogArgument:
    """``value`` exactly as it was said, structs and lists as JSON. ``amount`` in the deal's currency where it is one; ``says`` is who an
    address is, or the text of a word, empty where neither is known.
    """

    id: str
    value: str
    amount: Decimal | None
    says: str


@dataclass(frozen=True)
class LogEntry:
    """``contract`` is the field of the record, such as ``tokens.senior``."""

    id: str
    block: int
    time: int
    transaction: str
    log_index: int
    deal: str
    contract: str
    address: str
    name: str
    category: str
    currency: str
    arguments: tuple[LogArgument, ...]


@dataclass(frozen=True)
class LogView:
    """``next`` asks for what comes after, empty at the end; ``looked`` events were looked at, back to block ``looked_to``. ``as_of`` is
    that of the deal that is farthest behind, None where there is none.
    """

    as_of: AsOf | None
    entries: tuple[LogEntry, ...]
    next: str
    looked: int
    looked_to: int | None


def log_view(all_now: Sequence[DealNow], query: LogQuery) -> LogView:
    """Raises ``NoSuchViewError`` for a deal that is not among them."""
    found = positions(all_now, query, query.size)
    last = found.next.block if found.next else None
    return LogView(oldest(all_now), entries_at(all_now, found.at), cursor(found.next), found.looked, last)


def positions(all_now: Sequence[DealNow], query: LogQuery, size: int) -> Found:
    """Where the entries are, without reading them."""
    chosen = [now for now in all_now if query.deal in ("", now.terms.id)]
    if query.deal and not chosen:
        hint = did_you_mean(query.deal, [now.terms.id for now in all_now])
        raise NoSuchViewError(f"deal: {query.deal:.80} is none of those shown here", hint)
    if query.is_empty or not chosen:
        return Found((), None, 0)
    spans = [_span(now, query) for now in chosen]
    return search(chosen[0].moment.connection, spans, query.wanted, query.text, query.position, size)


def entries_at(all_now: Sequence[DealNow], at: Sequence[Position]) -> tuple[LogEntry, ...]:
    """In the same order."""
    by_deal = {now.seen.deal.id: now for now in all_now}
    found: dict[Position, LogEntry] = {}
    for number, now in by_deal.items():
        own = [position for position in at if position.deal == number]
        told = events_at(now.moment.connection, number, own)
        found |= {position: _entry(now, event) for position, event in told.items()}
    return tuple(found[position] for position in at)


def oldest(all_now: Sequence[DealNow]) -> AsOf | None:
    return min(map(as_of, all_now), key=lambda at: at.block, default=None)


def _span(now: DealNow, query: LogQuery) -> Span:
    deal, until = now.seen.deal.id, now.seen.checkpoint.block
    first, last = query.from_block or 0, until if query.to_block is None else min(query.to_block, until)
    connection = now.moment.connection
    if query.since:
        first = max(first, block_from(connection, deal, _second(query.since), until))
    if query.until and query.until < date.max:
        last = min(last, block_from(connection, deal, _second(query.until + _DAY), until) - 1)
    return Span(deal, min(first, LAST_BLOCK), last)


def _second(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _entry(now: DealNow, event: IndexedEvent) -> LogEntry:
    place, deal = event.place, now.terms.id
    amounts = AMOUNTS.get(event.name, frozenset())
    return LogEntry(
        id=f"{deal}-{place.block_number}-{place.log_index}",
        block=place.block_number,
        time=place.timestamp,
        transaction=place.transaction_hash,
        log_index=place.log_index,
        deal=deal,
        contract=now.names.contract(event.address),
        address=event.address,
        name=event.name,
        category=CATEGORY_OF.get(event.name, ""),
        currency=now.terms.currency.code,
        arguments=tuple(_argument(now, name, value, name in amounts) for name, value in event.args.items()),
    )


def _argument(now: DealNow, name: str, value: Any, is_amount: bool) -> LogArgument:
    if not isinstance(value, str):
        return LogArgument(name, json.dumps(value, ensure_ascii=False, separators=(",", ":")), None, "")
    return LogArgument(name, value, now.money(int(value)) if is_amount else None, _says(now, value))


def _says(now: DealNow, value: str) -> str:
    if len(value) == _ADDRESS and value.startswith("0x"):
        return now.names.label(value) or now.names.contract(value)
    return word_text(value) if len(value) == _WORD and value.startswith("0x") else ""


def word_text(word: str) -> str:
    """What people wrote into 32 bytes, empty where it is no text."""
    try:
        text = bytes.fromhex(word[2:]).rstrip(b"\0").decode()
    except ValueError:
        return ""
    return text if text.isprintable() else ""
