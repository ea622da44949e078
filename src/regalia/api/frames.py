# SPDX-License-Identifier: Apache-2.0
"""Tables of pandas in which money stays exact: every column says what it holds and what it means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pandas as pd

MEANING = "columns"
"""Key of ``DataFrame.attrs`` under which the meaning of each column is kept."""


class Kind(Enum):
    """What a column holds. Nothing that money is made of is a float."""

    TEXT = "text"
    WHOLE = "whole number (Int64, may be missing)"
    AMOUNT = "Decimal"
    TIME = "time in UTC (datetime64[ns, UTC])"
    DAY = "date"
    FLAG = "bool"
    ANY = "any"


@dataclass(frozen=True)
class Column:
    name: str
    kind: Kind
    meaning: str


BLOCK = Column("block", Kind.WHOLE, "block in which the chain said it")
TRANSACTION = Column("transaction", Kind.TEXT, "transaction in which the chain said it")
TIME = Column("time", Kind.TIME, "time of the block")
SOURCE = (BLOCK, TRANSACTION)
"""The columns that end every table: where a row comes from."""


def frame(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> pd.DataFrame:
    """A table; times are given in seconds since 1970. The types are the same where it has no row."""
    given = [tuple(row) for row in rows]
    made = pd.DataFrame({one.name: _series(one.kind, [row[i] for row in given]) for i, one in enumerate(columns)})
    made.attrs[MEANING] = {one.name: one.meaning for one in columns}
    return made


def _series(kind: Kind, values: list[Any]) -> pd.Series:
    if kind is Kind.TIME:
        return pd.Series(pd.to_datetime(values, unit="s", utc=True), dtype="datetime64[ns, UTC]")
    if kind is Kind.WHOLE:
        return pd.Series(values, dtype="Int64")
    if kind is Kind.FLAG:
        return pd.Series(values, dtype="bool")
    return pd.Series(values, dtype="object")
