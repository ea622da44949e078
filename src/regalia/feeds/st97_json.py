# SPDX-License-Identifier: Apache-2.0
"""Status events in JSON, with the names of ST.96 in lower camel case, as WIPO ST.97 makes JSON names of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from regalia.feeds.errors import FeedError, Problem, shown
from regalia.feeds.records import Fields, Record
from regalia.feeds.st27 import KNOWN_NAMES, Event, record_of

BAG, EVENTS, NUMBER = "patentLegalStatusBag", "statusEventDataBag", "st13ApplicationNumber"
CODE = "statusEventCode"
MAX_DEPTH = 32
_NAMES = {name[0].lower() + name[1:]: name for name in KNOWN_NAMES}


def read_st97(content: bytes, source: str) -> list[Record]:
    """The records of a file, in its order. FeedError lists everything that is wrong."""
    data = _parsed(content, source)
    rights = data.get(BAG) if isinstance(data, dict) else None
    if not isinstance(rights, list) or not rights:
        raise FeedError([Problem(BAG, "", "must be a list of rights, each with its number and its events")], source)
    records, problems = list[Record](), list[Problem]()
    for place, right in enumerate(rights):
        found, wrong = _of_right(right, f"{BAG}[{place}]")
        records += found
        problems += wrong
    if problems:
        raise FeedError(problems, source)
    return records


def _of_right(data: Any, place: str) -> tuple[list[Record], list[Problem]]:
    fields = Fields(place, 0)
    events, number = (data.get(EVENTS), data.get(NUMBER)) if isinstance(data, dict) else (None, None)
    if not isinstance(events, list) or not events or not isinstance(number, str):
        fields.refuse("", "", f"must have {NUMBER}, a text, and {EVENTS}, a list of events")
        return [], fields.problems
    right = fields.right(NUMBER, number)
    records, problems = list[Record](), fields.problems
    for index, event in enumerate(events):
        of_event = Fields(f"{place}.{EVENTS}[{index}]", 0)
        if (read := _event(event, of_event)) is not None:
            record = record_of(read, number, right, _canonical(event), of_event)
            records += [record] if record else []
        problems += of_event.problems
    return records, problems


def _event(data: Any, fields: Fields) -> Event | None:
    values: dict[str, str] = {}
    for name, value in _leaves(data):
        if name != CODE and name not in _NAMES:
            continue
        if not isinstance(value, str):
            fields.refuse(name, value, "must be a text")
        elif name in values:
            fields.refuse(name, value, "is given twice in one event")
        else:
            values[name] = value.strip()
    if not values.get(CODE) and not fields.problems:
        fields.refuse(CODE, "", "is missing")
    if fields.problems:
        return None
    code = values.pop(CODE)
    return Event(code, {_NAMES[name]: value for name, value in values.items()})


def _leaves(data: Any) -> Iterator[tuple[str, Any]]:
    """Names and values that are no group, at any depth: supplementary data stands in groups of its own."""
    for name, value in data.items() if isinstance(data, dict) else ():
        if isinstance(value, dict):
            yield from _leaves(value)
        else:
            yield name, value


def _canonical(data: Any) -> bytes:
    """The one spelling of a record: sorted keys, no spaces, ASCII."""
    return json.dumps(data, sort_keys=True, separators=(",", ":")).encode()


def _parsed(content: bytes, source: str) -> Any:
    try:
        data = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_float=_text, parse_int=_text)
        if not _is_shallow(data):
            raise RecursionError
        return data
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        said = {RecursionError: "it is nested too deep", UnicodeDecodeError: "it is not UTF-8"}.get(type(error), error)
        raise FeedError([Problem("", "", f"can't be read as JSON: {said}", line)], source) from None


def _is_shallow(data: Any) -> bool:
    level = [data]
    for _ in range(MAX_DEPTH):
        groups = (item.values() if isinstance(item, dict) else item for item in level if isinstance(item, dict | list))
        level = [item for group in groups for item in group]
    return not level


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{shown(twice)} is given twice in one group")
    return dict(pairs)


def _text(number: str) -> NoReturn:
    raise ValueError(f"{shown(number)} is a number; write every value as text")
