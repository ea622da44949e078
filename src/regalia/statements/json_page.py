# SPDX-License-Identifier: Apache-2.0
"""The JSON of a statement: what it looks like, and how a text becomes it. Amounts are texts; a JSON number may have lost digits."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError

from regalia.domain.terms.explain import explain
from regalia.statements.json_values import json_values
from regalia.statements.map_yaml import take_over
from regalia.statements.problem_list import ProblemList

MOST_LINES = 100_000


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
    found = json_values(content, problems, place)
    if len(found) > 1:
        problems.note(0, place.rstrip(": "), "", "is more than one JSON object")
        return None
    return _validated(found[0], problems, place) if found else None


def parse_kept(content: bytes, problems: ProblemList) -> list[tuple[JsonPage, str]]:
    """The pages of a statement kept as one file, one behind the other as they were sent, each with what names it in problems.

    Every page but the last has the address of the next. None where something is wrong.
    """
    found = json_values(content, problems, "")
    places = [f"page {number}: " if len(found) > 1 else "" for number in range(1, len(found) + 1)]
    pages = [(_validated(data, problems, place), place) for data, place in zip(found, places, strict=True)]
    for page, place in pages[:-1]:
        if page is not None and page.next is None:
            problems.note(
                0, f"{place}next", "", "is missing: it is the last page of a statement, and another one follows"
            )
    if pages and (last := pages[-1][0]) is not None and last.next is not None:
        rule = "the file is one page of several, and lacks this one; have the whole statement in one file"
        problems.note(0, f"{pages[-1][1]}next", last.next, rule)
    return [(page, place) for page, place in pages if page is not None]


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
