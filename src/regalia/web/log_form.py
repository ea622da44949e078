# SPDX-License-Identifier: Apache-2.0
"""The question to the log in an address, both ways."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from regalia.views.log_query import LogQuery, LogQueryError

_LONGEST_NUMBER = 20


def read_query(params: QueryParams) -> LogQuery:
    """A field left empty asks for nothing. Raises ``LogQueryError``."""
    size = _number(params, "size")
    return LogQuery(
        deal=params.get("deal", ""),
        names=tuple(dict.fromkeys(name for name in params.getlist("event") if name)),
        category=params.get("category", ""),
        text=params.get("text", "").strip(),
        from_block=_number(params, "from_block"),
        to_block=_number(params, "to_block"),
        since=_day(params, "since"),
        until=_day(params, "until"),
        before=params.get("before", ""),
        size=LogQuery.size if size is None else size,
    )


def written_query(query: LogQuery, before: str = "") -> str:
    """With ``?``, or empty where everything is asked for; it begins before another entry than the query does."""
    given = {
        "deal": query.deal,
        "event": list(query.names),
        "category": query.category,
        "text": query.text,
        "from_block": query.from_block,
        "to_block": query.to_block,
        "since": query.since,
        "until": query.until,
        "before": before,
        "size": None if query.size == LogQuery.size else query.size,
    }
    pairs = {name: value for name, value in given.items() if value not in (None, "", [])}
    return f"?{urlencode(pairs, doseq=True)}" if pairs else ""


def _number(params: QueryParams, field: str) -> int | None:
    text = params.get(field, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER):
        raise LogQueryError(f"{field}: {text:.40} is no whole number", "Write digits alone, or nothing.")
    return int(text)


def _day(params: QueryParams, field: str) -> date | None:
    text = params.get(field, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise LogQueryError(f"{field}: {text:.40} is no day", "Write it as 2024-03-31, or nothing.") from None
