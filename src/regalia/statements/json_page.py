# SPDX-License-Identifier: Apache-2.0
"""The JSON of a statement: what it looks like, and how a text becomes it. Amounts are texts; a JSON number may have lost digits."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError

from regalia.domain.terms.explain import explain
from regalia.statements.map_yaml import take_over
from regalia.statements.problem_list import ProblemList

MOST_LINES = 100_000
_BETWEEN = re.compile(r"[ \t\r\n\ufeff]*")
"""What may stand between pages that are kept one behind the other."""


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError('must be a text in quotes, such as "12.50": a number of JSON may have lost digits')
    return value


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("must be a whole number, zero or more")
    return value


Text = Annotated[str, PlainValidator(_text)]
Count = Annotated[int, PlainValidator(_count)]


class JsonLine(BaseModel):
    """One line of a statement; ``sales`` may be left out, and ``reference`` where there is none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    licence: Text
    period: Text
    currency: Text
    gross: Text
    deductions: Text
    net: Text
    sales: Text | None = None
    reference: Text = ""


class JsonPage(BaseModel):
    """A statement, or a page of one: ``total_net`` and ``count`` are of the whole statement and, with the three before, the same on every
    page; ``next`` is the address of the next page.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    payer: Text
    issued_on: Text
    period: Text
    total_net: Text
    count: Count
    lines: tuple[JsonLine, ...]
    next: Text | None = None

    @property
    def head(self) -> dict[str, str]:
        """What every page repeats."""
        return {name: str(getattr(self, name)) for name in ("payer", "issued_on", "period", "total_net", "count")}


def parse_page(content: bytes, problems: ProblemList, place: str = "") -> JsonPage | None:
    """The page, or None where it isn't one: what is wrong is noted, with ``place`` before the field."""
    found = _documents(content, problems, place)
    if len(found) > 1:
        problems.note(0, place.rstrip(": "), "", "is more than one JSON object")
        return None
    return _validated(found[0], problems, place) if found else None


def parse_kept(content: bytes, problems: ProblemList) -> list[tuple[JsonPage, str]]:
    """The pages of a statement kept as one file, one behind the other as they were sent, each with what names it in problems.

    Every page but the last has the address of the next. None where something is wrong.
    """
    found = _documents(content, problems, "")
    places = [f"page {number}: " if len(found) > 1 else "" for number in range(1, len(found) + 1)]
    pages = [(_validated(data, problems, place), place) for data, place in zip(found, places, strict=True)]
    for page, place in pages[:-1]:
        if page is not None and page.next is None:
            problems.note(
                0, f"{place}next", "", "is missing: it is the last page of a statement, and another one follows"
            )
    if pages and (last := pages[-1][0]) is not None and last.next is not None:
        rule = "names another page, which the file does not have: keep the whole statement in one file"
        problems.note(0, f"{pages[-1][1]}next", last.next, rule)
    return [(page, place) for page, place in pages if page is not None]


def _documents(content: bytes, problems: ProblemList, place: str) -> list[Any]:
    """What the JSON says, value by value; none where it can't be read."""
    whole = place.rstrip(": ")
    found, at = list[Any](), 0
    try:
        text = content.decode("utf-8-sig")
        while not found or at < len(text):
            value, end = _DECODER.raw_decode(text, _after(text, at))
            found.append(value)
            at = _after(text, end)
    except UnicodeDecodeError as error:
        problems.note(0, whole, "", f"is not UTF-8 (byte {error.start})")
    except json.JSONDecodeError as error:
        shown = content[:60].decode("utf-8", "replace")
        rule = f"is not JSON ({error.msg}, line {error.lineno}): it was cut off, or is something else"
        problems.note(0, whole, shown, rule)
    except (ValueError, RecursionError) as error:
        problems.note(
            0, place, "", f"is not JSON: {'it is nested too deep' if isinstance(error, RecursionError) else error}"
        )
    else:
        return found
    return []


def _after(text: str, at: int) -> int:
    """Where the next value begins."""
    between = _BETWEEN.match(text, at)
    return between.end() if between else at


def _validated(data: Any, problems: ProblemList, place: str) -> JsonPage | None:
    if not isinstance(data, dict):
        problems.note(
            0, place.rstrip(": "), "", "must be an object with payer, issued_on, period, total_net, count and lines"
        )
        return None
    if isinstance(data.get("lines"), list) and len(data["lines"]) > MOST_LINES:
        problems.note(0, f"{place}lines", "", f"has more than {MOST_LINES:,} lines; send them in pages")
        return None
    try:
        return JsonPage.model_validate(data)
    except ValidationError as error:
        take_over(problems, explain(error, JsonPage, data, ""), prefix=place)
        return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice[:40]!r} is given twice in one object")
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_once)
