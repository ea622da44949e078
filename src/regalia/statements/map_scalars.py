# SPDX-License-Identifier: Apache-2.0
"""The words a column map is spelled with, beside those of deal files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import PlainValidator, TypeAdapter

from regalia.domain.terms.scalars import Id, Text

_TEXT, _ID = TypeAdapter[str](Text), TypeAdapter[str](Id)
_DELIMITERS = {",": ",", ";": ";", "|": "|", "tab": "\t", "\t": "\t"}
_THOUSANDS = ("", ",", ".", "'", "’", " ")
MOST_NAMES = 10_000


def _columns(value: Any) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) and name.strip() for name in names):
        raise ValueError("must be the name of a column, or a list of names")
    found = tuple(_TEXT.validate_python(name) for name in names)
    if len(set(found)) < len(found):
        raise ValueError("names a column twice; it would be deducted twice")
    return found


def _delimiter(value: Any) -> str:
    if value not in _DELIMITERS:
        raise ValueError('must be ",", ";", "|" or tab')
    return _DELIMITERS[value]


def _thousands(value: Any) -> str:
    if value not in _THOUSANDS:
        raise ValueError('must be one of "," "." "\'" " ", or left out where nothing stands between thousands')
    return str(value)


def _months(value: Any) -> int:
    if value not in ("1", "3", "6", "12", 1, 3, 6, 12) or isinstance(value, bool):
        raise ValueError("must be 1, 3, 6 or 12")
    return int(value)


def _licence_names(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping) or len(value) > MOST_NAMES:
        raise ValueError(f"must be a group of at most {MOST_NAMES:,} names, each with the id of its licence")
    names: dict[str, str] = {}
    for name, licence in value.items():
        try:
            plain, licence = _TEXT.validate_python(name), _ID.validate_python(licence)
        except ValueError:
            raise ValueError(
                f"{str(name)[:40]!r} must have the id of a licence: 1 to 32 small letters and digits, words joined by hyphens"
            ) from None
        if names.setdefault(plain, licence) != licence:
            raise ValueError(f"{plain[:40]!r} is given twice")
    return names


Columns = Annotated[tuple[str, ...], PlainValidator(_columns)]
Delimiter = Annotated[str, PlainValidator(_delimiter)]
Thousands = Annotated[str, PlainValidator(_thousands)]
Months = Annotated[int, PlainValidator(_months)]
LicenceNames = Annotated[dict[str, str], PlainValidator(_licence_names)]
