# SPDX-License-Identifier: Apache-2.0
"""Events of several deals, newest first, page after page. A name is found by the index of names; a text is looked for in so many events at
most, and the answer says how far that was.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, or_, select, true

from regalia.ledger.index.event_args import from_json
from regalia.ledger.index.places import place_of
from regalia.ledger.index.reader_model import IndexedEvent
from regalia.ledger.index.schema import block, event

MOST_LOOKED_AT = 10_000
"""Events of all streams together whose arguments are searched for a text in one go."""
_LEAST_LOOKED_AT = 200
"""Of one stream, however many there are."""
_ESCAPE = "\\"


class Position(NamedTuple):
    """Where an event is in the order of all deals; the last is the number of the deal in the index."""

    block: int
    log_index: int
    deal: int


@dataclass(frozen=True)
class Span:
    """The blocks of a deal, first and last, in which to look."""

    deal: int
    first: int
    last: int


@dataclass(frozen=True)
class Found:
    """``next`` is where to go on, None at the end. ``looked`` events were looked at, back to ``next``."""

    at: tuple[Position, ...]
    next: Position | None
    looked: int


def search(
    connection: Connection, spans: Sequence[Span], names: Sequence[str], text: str, before: Position | None, size: int
) -> Found:
    """The newest ``size`` events before a position; of any name where none is given."""
    streams = [(span, name) for span in spans for name in names or ("",)]
    most = max(MOST_LOOKED_AT // max(len(streams), 1), _LEAST_LOOKED_AT) if text else size + 1
    looked: dict[Position, bool] = {}
    edges = []
    for span, name in streams:
        rows = connection.execute(_looked_at(_stream(span, name, before).limit(most), span.deal, name, text)).all()
        looked |= {Position(number, log, span.deal): bool(fits) for number, log, fits in rows}
        if len(rows) == most:
            edges.append(Position(rows[-1][0], rows[-1][1], span.deal))
    edge = max(edges, default=None)
    fitting = sorted((at for at, fits in looked.items() if fits and (edge is None or at >= edge)), reverse=True)
    found = tuple(fitting[:size])
    last = found[-1] if len(fitting) > size else edge
    return Found(found, last, sum(last is None or at >= last for at in looked))


def events_at(connection: Connection, deal: int, at: Sequence[Position]) -> dict[Position, IndexedEvent]:
    """Those of one deal."""
    logs: dict[int, list[int]] = {}
    for position in at:
        logs.setdefault(position.block, []).append(position.log_index)
    if not logs:
        return {}
    query = select(event, block.c.timestamp)  # by these blocks alone: a bound beside them would be looked through
    query = query.join(block, and_(block.c.deal == event.c.deal, block.c.number == event.c.block))
    query = query.where(event.c.deal == deal, event.c.block.in_(logs), event.c.log_index.in_({p.log_index for p in at}))
    wanted = set(at)
    found = {}
    for row in connection.execute(query):
        position = Position(row.block, row.log_index, deal)
        if position in wanted:
            found[position] = IndexedEvent(row.name, row.address, from_json(row.args), place_of(row))
    return found


def block_from(connection: Connection, deal: int, second: int, last: int) -> int:
    """The first block of the index up to ``last`` that is not before a second, ``last`` + 1 where all are. Blocks come in the order of
    their times: halving finds it.
    """
    low, high = 0, last + 1
    while low < high:
        middle = (low + high) // 2
        query = select(block.c.number, block.c.timestamp).where(block.c.deal == deal, block.c.number >= middle)
        row = connection.execute(query.where(block.c.number <= last).order_by(block.c.number).limit(1)).one_or_none()
        if row is None or row.timestamp >= second:
            high = middle
        else:
            low = row.number + 1
    return low


def _stream(span: Span, name: str, before: Position | None) -> Select[Any]:
    """Positions of one deal and one name, newest first: out of an index alone."""
    number, log = event.c.block, event.c.log_index
    last = span.last if before is None else min(span.last, before.block)
    query = select(number, log).where(event.c.deal == span.deal, number >= span.first, number <= last)
    if name:
        query = query.where(event.c.name == name)
    if before is not None:
        earlier = log <= before.log_index if span.deal < before.deal else log < before.log_index
        query = query.where(or_(number < before.block, and_(number == before.block, earlier)))
    return query.order_by(number.desc(), log.desc())


def _looked_at(stream: Select[Any], deal: int, name: str, text: str) -> Select[Any]:
    """The same positions, each with whether it fits. Of one name they are found in its index before arguments are read."""
    if not text or not name:
        return stream.add_columns(_with(text) if text else true())
    of = stream.subquery()
    same = and_(event.c.deal == deal, event.c.block == of.c.block, event.c.log_index == of.c.log_index)
    query = select(of.c.block, of.c.log_index, _with(text)).join(event, same)
    return query.order_by(of.c.block.desc(), of.c.log_index.desc())


def _with(text: str) -> ColumnElement[bool]:
    """In any argument, as it is kept or as the words of 32 bytes have it; or the transaction's hash, or the contract's address."""
    written = json.dumps(text, ensure_ascii=False)[1:-1]
    return or_(
        event.c.args.ilike(_anywhere(written), escape=_ESCAPE),
        event.c.args.contains(text.encode().hex()) if len(text) > 1 else literal(False),
        event.c.transaction_hash == text.lower(),
        func.lower(event.c.address) == text.lower(),
    )


def _anywhere(text: str) -> str:
    for sign in (_ESCAPE, "%", "_"):
        text = text.replace(sign, _ESCAPE + sign)
    return f"%{text}%"
