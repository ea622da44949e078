# SPDX-License-Identifier: Apache-2.0
"""A column of exact whole numbers of any size: SQLite's own integers end at 2^63, and its NUMERIC becomes a float beyond."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Dialect, Numeric, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

DIGITS = 78
"""2^256 has so many."""


class Amount(TypeDecorator[int]):
    """Decimal digits as text in SQLite, NUMERIC(78, 0) in PostgreSQL; ``int`` in Python. Never compared or added up in SQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Numeric(DIGITS, 0) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: int | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> int | None:
        return None if value is None else int(value)
