# SPDX-License-Identifier: Apache-2.0
"""Arguments of an event as JSON, exactly: whole numbers as text, as JSON's own end at 2^53 for many readers; bytes as ``0x…``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def to_json(args: Mapping[str, Any]) -> str:
    return _encoder.encode({name: plain(value) for name, value in args.items()})


def plain(value: Any) -> Any:
    if isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, Mapping):
        return {name: plain(part) for name, part in value.items()}
    return [plain(part) for part in value]


def from_json(text: str) -> dict[str, Any]:
    """As ``to_json`` left them."""
    found: dict[str, Any] = json.loads(text)
    return found
