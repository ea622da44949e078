# SPDX-License-Identifier: Apache-2.0
"""A board of signed orders: what each one must do, and the order in which they come. It holds no keys, no units and no cash.

Whoever keeps a board is trusted with nothing: he can hide an order or tell a wrong age, and change nothing in an order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from eth_typing import ChecksumAddress

from regalia.errors import RegaliaError
from regalia.market.order import Side
from regalia.market.signed_order import SignedOrder

MOST_ORDERS = 5_000


class BoardError(RegaliaError, OSError):
    """The board can't be read or written; nothing was changed."""


class BoardRefusedError(RegaliaError, ValueError):
    """The board does not take the order."""


class OnBoardAlreadyError(RegaliaError, FileExistsError):
    """The order is on the board."""


class NoSuchOrderError(RegaliaError, LookupError):
    """No order of that hash is on the board."""


@dataclass(frozen=True)
class Listed:
    """An order on a board; ``since`` (nanoseconds since 1970) is when it came, as the board says."""

    signed: SignedOrder
    since: int


@dataclass(frozen=True)
class Passed:
    """A file that could not be used, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


class Board(Protocol):
    """All of it raises ``BoardError``."""

    def add(self, signed: SignedOrder) -> None:
        """Raises ``OnBoardAlreadyError``, ``BoardRefusedError`` and ``OrderFileError``."""
        ...

    def orders(self, token: ChecksumAddress | None = None) -> tuple[Listed, ...]:
        """Of one tranche or of all, the oldest first. Their form and the signatures of keys are checked."""
        ...

    def get(self, order_hash: str) -> Listed:
        """By its hash, ``0x…``. Raises ``NoSuchOrderError``."""
        ...

    def problems(self) -> tuple[Passed, ...]:
        """What was passed over at the last look."""
        ...


def by_age(listed: Iterable[Listed]) -> tuple[Listed, ...]:
    return tuple(sorted(listed, key=lambda entry: (entry.since, entry.signed.hash)))


def side_of(listed: Iterable[Listed], side: Side) -> tuple[Listed, ...]:
    """One side of the book, the best price first, of one price the oldest first."""
    sign = 1 if side is Side.SELL else -1
    chosen = (entry for entry in listed if entry.signed.order.side is side)
    return tuple(sorted(chosen, key=lambda e: (sign * e.signed.order.price, e.since, e.signed.hash)))
