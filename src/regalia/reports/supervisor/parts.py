# SPDX-License-Identifier: Apache-2.0
"""What files of the pack are made of: sections of tables, facts and sentences. Said once, then written as HTML, CSV, JSON and XML.

Titles, heads, notes, words of kind ``WORD`` and what is ``Told`` are English here; pages put them into a language (``language``). Names in
deal files stay.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from regalia.ledger.place import Place
from regalia.reports.told import Told

__all__ = ["Card", "Field", "Grid", "Kind", "NoData", "Part", "Says", "Section", "Told", "Value"]


@dataclass(frozen=True)
class NoData:
    """Stands where a rule asks for something that can't be said of this deal: ``why`` is a reason of ours, no authority's code."""

    why: str


Value = str | int | bool | date | Place | Told | NoData | None


class Kind(Enum):
    """What a value is. ``MONEY`` is in smallest units, ``SHARE`` in ppm, ``TIME`` in seconds since 1970, ``PARTY`` an address."""

    TEXT = "text"
    WORD = "word"
    MONEY = "money"
    COUNT = "count"
    SHARE = "share"
    DAY = "day"
    TIME = "time"
    FLAG = "flag"
    PLACE = "place"
    PARTY = "party"
    HASH = "hash"


@dataclass(frozen=True)
class Field:
    """``key`` is what programs call it, in small letters and underscores; ``code`` is that of a published form, where it is known."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    code: str = ""


@dataclass(frozen=True)
class Grid:
    """A table. ``key`` is its name for programs; each row has a value a field."""

    key: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    empty: str = "None."

    def only(self, *keys: str) -> Grid:
        """The same with fewer columns, for a page; those it does not have are left out."""
        places = [i for i, field in enumerate(self.fields) if field.key in keys]
        fields = tuple(self.fields[i] for i in places)
        return replace(self, fields=fields, rows=tuple(tuple(row[i] for i in places) for row in self.rows))


@dataclass(frozen=True)
class Card:
    """Facts with what each is."""

    key: str
    title: str
    items: tuple[tuple[Field, Value], ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for field, _ in self.items)

    @property
    def values(self) -> tuple[Value, ...]:
        return tuple(value for _, value in self.items)


@dataclass(frozen=True)
class Says:
    """Sentences, a list item each."""

    key: str
    title: str
    sentences: tuple[Told, ...]


Part = Grid | Card | Says


@dataclass(frozen=True)
class Section:
    """``files`` are those of the pack that have more of it."""

    key: str
    title: str
    parts: tuple[Part, ...]
    files: tuple[str, ...] = ()
