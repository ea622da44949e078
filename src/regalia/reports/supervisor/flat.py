# SPDX-License-Identifier: Apache-2.0
"""Values as programs read them: amounts as plain decimals in whole currency, shares in ppm, days and times as ISO 8601 has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from regalia.domain.money import Currency
from regalia.ledger.place import Place
from regalia.reports.names import Names
from regalia.reports.supervisor.parts import Card, Field, Grid, Kind, NoData, Part, Says, Section, Told, Value

Plain = str | int | bool | Decimal | NoData | None
NO_DATA = "no data: {why}"
BEYOND = "after the year 9999"
_SUFFIX = {Kind.SHARE: "_ppm"}


class Flat:
    """Of one deal: its currency, and what addresses are called in it."""

    def __init__(self, currency: Currency, names: Names) -> None:
        self.currency = currency
        self.names = names

    def keys(self, field: Field) -> tuple[str, ...]:
        match field.kind:
            case Kind.PLACE:
                return f"{field.key}_block", f"{field.key}_transaction", f"{field.key}_time"
            case Kind.PARTY:
                return field.key, f"{field.key}_name"
            case _:
                return (f"{field.key}{_SUFFIX.get(field.kind, '')}",)

    def values(self, field: Field, value: Value) -> tuple[Plain, ...]:
        """One a key."""
        if value is None or isinstance(value, NoData):
            return (value,) * len(self.keys(field))
        if isinstance(value, Told):
            return (value.text,)
        match field.kind:
            case Kind.PLACE:
                assert isinstance(value, Place)
                return value.block_number, value.transaction_hash, iso_time(value.timestamp)
            case Kind.PARTY:
                return str(value), self.names.label(str(value))
            case Kind.MONEY:
                assert isinstance(value, int)
                return (self.currency.to_decimal(value),)
            case Kind.TIME:
                assert isinstance(value, int)
                return (iso_time(value),)
            case _ if isinstance(value, date):
                return (value.isoformat(),)
            case _:
                assert isinstance(value, str | int)
                return (value,)

    def row(self, fields: tuple[Field, ...], values: tuple[Value, ...]) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        for field, value in zip(fields, values, strict=True):
            found |= zip(self.keys(field), self.values(field, value), strict=True)
        return found

    def codes(self, fields: tuple[Field, ...]) -> dict[str, str]:
        """By key, for those that have one."""
        return {key: field.code for field in fields if field.code for key in self.keys(field)}

    def part(self, part: Part) -> Any:
        """For JSON: a list of objects, an object, or a list of texts. What can't be said is an object with the reason."""
        match part:
            case Grid():
                return [_for_json(self.row(part.fields, row)) for row in part.rows]
            case Card():
                return _for_json(self.row(part.fields, part.values))
            case Says():
                return [told.text for told in part.sentences]

    def section(self, section: Section) -> dict[str, Any]:
        return {"title": section.title} | {part.key: self.part(part) for part in section.parts}

    def figures(self, part: Part) -> Iterator[tuple[str, int, str, Plain, str, str]]:
        """One row a figure: part, number of the row, measure, value, unit, code."""
        if isinstance(part, Says):
            for number, told in enumerate(part.sentences, 1):
                yield part.key, number, "text", told.text, "", ""
            return
        rows = part.rows if isinstance(part, Grid) else (part.values,)
        for number, values in enumerate(rows, 1):
            for field, value in zip(part.fields, values, strict=True):
                unit = {Kind.MONEY: self.currency.code, Kind.SHARE: "ppm"}.get(field.kind, "")
                for key, plain in zip(self.keys(field), self.values(field, value), strict=True):
                    yield part.key, number, key, plain, unit, field.code


def iso_time(seconds: int) -> str:
    """``2024-03-20T00:00:12Z``; in words beyond the calendar."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return BEYOND


def _for_json(row: dict[str, Plain]) -> dict[str, Any]:
    return {key: {"no_data": plain.why} if isinstance(plain, NoData) else plain for key, plain in row.items()}
