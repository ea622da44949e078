# SPDX-License-Identifier: Apache-2.0
"""The words a portfolio or a valuation report is spelled with, beside those of deal files: days of rights, kinds, methods, offices."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import IntEnum
from typing import Annotated, Any, TypeVar

from pydantic import PlainValidator, WithJsonSchema

from regalia.domain.rights.day import is_day
from regalia.domain.rights.offices import is_office
from regalia.domain.rights.words import Kind, Method

_Word = TypeVar("_Word", bound=IntEnum)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)


def _day(value: Any) -> int:
    match = _ISO.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError("must be a date written as 2024-12-31")
    if not is_day(day := int("".join(match.groups()))):
        raise ValueError("the calendar has no such day from 1600-01-01 on")
    return day


def _office(value: Any) -> str:
    if not isinstance(value, str) or not is_office(value.strip()):
        raise ValueError("must be a two-letter code of WIPO ST.3, such as CN, DE or EP; WO is all the world")
    return value.strip()


def _member(enum: type[_Word]) -> Callable[[Any], _Word]:
    """Reads ``utility-model`` as the member of that name; zero is none of them."""
    known = {member.name.lower().replace("_", "-"): member for member in enum if member}

    def read(value: Any) -> _Word:
        if not isinstance(value, str) or value.strip() not in known:
            raise ValueError(f"must be one of {', '.join(known)}")
        return known[value.strip()]

    return read


_TEXT = WithJsonSchema({"type": "string"})
DayNumber = Annotated[int, PlainValidator(_day), _TEXT]
"""yyyymmdd, from 1600-01-01 on: rights are older than deals."""
Office = Annotated[str, PlainValidator(_office), _TEXT]
KindWord = Annotated[Kind, PlainValidator(_member(Kind)), _TEXT]
MethodWord = Annotated[Method, PlainValidator(_member(Method)), _TEXT]
