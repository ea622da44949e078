# SPDX-License-Identifier: Apache-2.0
"""Views as JSON values, and the figures in them by their keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any


def to_plain(view: Any) -> Any:
    """Dataclasses as objects, Decimals as text in plain notation, days in ISO form, words as they are."""
    if is_dataclass(view) and not isinstance(view, type):
        return {field.name: to_plain(getattr(view, field.name)) for field in fields(view)}
    if isinstance(view, Mapping):
        return {str(key): to_plain(value) for key, value in view.items()}
    if isinstance(view, tuple | list):
        return [to_plain(value) for value in view]
    if isinstance(view, Enum):
        return view.value
    if isinstance(view, Decimal):
        return f"{view:f}"
    return view.isoformat() if isinstance(view, date) else view


def figures(plain: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Each leaf of a JSON value with its key: the path to it, an entry of a list by its ``id`` where it has one, else by its number."""
    if isinstance(plain, Mapping):
        for name, value in plain.items():
            yield from figures(value, f"{path}.{name}" if path else str(name))
    elif isinstance(plain, list):
        for i, value in enumerate(plain):
            entry = value.get("id", i) if isinstance(value, Mapping) else i
            yield from figures(value, f"{path}.{entry}" if path else str(entry))
    elif plain is not None:
        yield path, {True: "true", False: "false"}[plain] if isinstance(plain, bool) else str(plain)
