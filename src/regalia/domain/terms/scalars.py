# SPDX-License-Identifier: Apache-2.0
"""The words a deal file is spelled with: ids, texts, whole numbers, amounts, rates, ratios, dates and periods.

Each reads text (a YAML scalar is never guessed to be a number) or its own Python type, never a float, and is
written back in one way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer, PlainValidator, WithJsonSchema

from regalia.domain.calendar import CollectionPeriod
from regalia.domain.money import exact_decimal, format_rate, format_ratio, plain_decimal, rate_to_ppm

PERCENT = "[0-9][0-9,]*(\\.[0-9]+)? ?%"
NUMBER = "[0-9][0-9,]*(\\.[0-9]+)?"
_TEXT_LENGTH = 4_000


class Part(BaseModel):
    """A part of the terms: immutable, and nothing in it is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", regex_engine="python-re")


def _matching(pattern: str, rule: str) -> Callable[[Any], str]:
    compiled = re.compile(pattern)

    def read(value: Any) -> str:
        if not isinstance(value, str) or compiled.fullmatch(value.strip()) is None:
            raise ValueError(rule)
        return value.strip()

    return read


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a text")
    text = unicodedata.normalize("NFC", " ".join(value.split()))
    if len(text) > _TEXT_LENGTH or not text.isprintable():
        raise ValueError(f"must be a printable text of at most {_TEXT_LENGTH} characters")
    return text


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError("must be a whole number")
    number = exact_decimal(value)
    if number != number.to_integral_value() or number < 0:
        raise ValueError("must be a whole number, zero or more")
    return int(number)


def _positive(value: Any) -> int:
    if not (number := _whole(value)):
        raise ValueError("must be one or more")
    return number


def _amount(value: Any) -> Decimal:
    amount = exact_decimal(value)
    if amount < 0:
        raise ValueError("an amount is zero or more")
    return amount


def _rate(value: Any) -> int:
    if not isinstance(value, str) or not value.rstrip().endswith("%"):
        raise ValueError("write a rate with its per cent sign, such as 9.875%")
    if (ppm := rate_to_ppm(value)) > 1_000_000:
        raise ValueError("must be at most 100%")
    return ppm


def _ratio(value: Any) -> int:
    if not isinstance(value, str) or not value.rstrip().endswith(("%", "x")):
        raise ValueError("write a ratio as 1.40x or 140%")
    return rate_to_ppm(value)


def read_level(value: Any) -> int | Decimal:
    """A rate or ratio in ppm, an amount or number as a Decimal: told apart by how it is written."""
    if isinstance(value, str) and value.rstrip().endswith(("%", "x")):
        return _ratio(value)
    return _amount(value)


def spelled_level(level: int | Decimal) -> str:
    return format_rate(level) if isinstance(level, int) else plain_decimal(level)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise ValueError("must be true or false")


def _day(value: Any) -> date:
    if type(value) is date:
        return value
    if not isinstance(value, str) or re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip(), re.ASCII) is None:
        raise ValueError("must be a date written as 2024-12-31")
    try:
        day = date.fromisoformat(value.strip())
    except ValueError:
        raise ValueError("the calendar has no such day") from None
    if day.year < 1970:
        raise ValueError("must be 1970-01-01 or later")
    return day


def _period(value: Any) -> CollectionPeriod:
    if isinstance(value, CollectionPeriod):
        return value
    if not isinstance(value, str):
        raise ValueError("must be a collection period such as 2024Q3")
    return CollectionPeriod.parse(value)


def _schema(*types: str, **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": types[0] if len(types) == 1 else list(types), **more})


_ID = "[a-z][a-z0-9]*(-[a-z0-9]+)*"
_SYMBOL = "[A-Z][A-Z0-9.-]{0,10}"
_CODE = "[A-Z]{3,5}"

Id = Annotated[
    str,
    PlainValidator(
        _matching(f"(?=.{{1,32}}$){_ID}", "must be 1 to 32 small letters and digits, words joined by hyphens")
    ),
    _schema("string", pattern=f"^{_ID}$", maxLength=32),
]
Symbol = Annotated[
    str,
    PlainValidator(_matching(_SYMBOL, "must be 1 to 11 capital letters, digits, dots or hyphens, a letter first")),
    _schema("string", pattern=f"^{_SYMBOL}$"),
]
CurrencyCode = Annotated[
    str, PlainValidator(_matching(_CODE, "must be 3 to 5 capital letters")), _schema("string", pattern=f"^{_CODE}$")
]
Text = Annotated[str, PlainValidator(_text), _schema("string", minLength=1, maxLength=_TEXT_LENGTH)]
Whole = Annotated[int, PlainValidator(_whole), _schema("integer", "string", minimum=0, pattern=f"^{NUMBER}$")]
Positive = Annotated[int, PlainValidator(_positive), _schema("integer", "string", minimum=1, pattern=f"^{NUMBER}$")]
Flag = Annotated[bool, PlainValidator(_flag), _schema("boolean")]
Amount = Annotated[
    Decimal,
    PlainValidator(_amount),
    PlainSerializer(plain_decimal, return_type=str, when_used="json"),
    _schema("string", "number", minimum=0, pattern=f"^{NUMBER}$", description="in whole currency, such as 1,234.56"),
]
"""In whole currency; exact."""
Rate = Annotated[
    int,
    PlainValidator(_rate),
    PlainSerializer(format_rate, return_type=str, when_used="json"),
    _schema("string", pattern=f"^{PERCENT}$"),
]
"""In ppm, at most 100%; for interest a year."""
Ratio = Annotated[
    int,
    PlainValidator(_ratio),
    PlainSerializer(format_ratio, return_type=str, when_used="json"),
    _schema("string", pattern=f"^({PERCENT}|{NUMBER} ?x)$"),
]
"""In ppm: 1.40x is 1,400,000."""
Level = Annotated[
    int | Decimal,
    PlainValidator(read_level),
    PlainSerializer(spelled_level, return_type=str, when_used="json"),
    _schema("string", "number", minimum=0, pattern=f"^({PERCENT}|{NUMBER} ?x?)$"),
]
"""What a field of another part may be, as that field is spelled: ppm, or an amount or number."""
Day = Annotated[
    date,
    PlainValidator(_day),
    PlainSerializer(date.isoformat, return_type=str, when_used="json"),
    _schema("string", format="date"),
]
Period = Annotated[
    CollectionPeriod,
    PlainValidator(_period),
    PlainSerializer(str, return_type=str, when_used="json"),
    _schema("string", pattern="^[0-9]{4}([MQH][0-9]{1,2})?$"),
]
