# SPDX-License-Identifier: Apache-2.0
"""What a reader says beside what every statement asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regalia.ledger.place import Place


@dataclass(frozen=True)
class Checkpoint:
    """Up to where the deal was read. ``timestamp`` in seconds since 1970."""

    block: int
    hash: str
    timestamp: int


@dataclass(frozen=True)
class TrancheState:
    """The book of a tranche at the checkpoint, as ``domain.entitlement.Book`` has it, and what the deal owes it."""

    supply: int = 0
    awaited: int = 0
    per_unit: int = 0
    remainder: int = 0
    dust: int = 0
    balance: int = 0
    original_balance: int = 0
    price: int | None = None


@dataclass(frozen=True)
class IndexedEvent:
    """``args`` as ``event_args`` has them: whole numbers are text."""

    name: str
    address: str
    args: dict[str, Any]
    place: Place
