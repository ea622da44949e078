# SPDX-License-Identifier: Apache-2.0
"""What orders did to holders and to trading: the acts themselves, and how things stand after them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from regalia.ledger.place import Place


@dataclass(frozen=True)
class Order:
    """What an act rests on: ``reference`` and ``evidence`` are ``0x…`` words, ``by`` is the officer's address."""

    reference: str
    evidence: str
    by: str

    @property
    def name(self) -> str:
        """The reference as people wrote it, or the word where it is no text."""
        word = bytes.fromhex(self.reference[2:]).rstrip(b"\0")
        text = word.decode("utf-8", "replace")
        return text if text.isprintable() and "\ufffd" not in text else self.reference


class Power(Enum):
    FREEZE_UNITS = "units frozen"
    FREEZE_WALLET = "wallet frozen"
    RELEASE_WALLET = "wallet released"
    FORCE = "forced transfer"
    RECOVER = "wallet recovered"
    PAUSE = "trading paused"
    RESUME = "trading resumed"
    REDEEM = "units redeemed"


@dataclass(frozen=True)
class Act:
    """A power used by an officer of the transfer agent in ``tranche``.

    ``other`` is who received; ``units`` are those frozen from then on, or moved, or burnt; ``income`` in smallest units.
    """

    power: Power
    tranche: str
    order: Order
    place: Place
    holder: str | None = None
    other: str | None = None
    units: int = 0
    income: int = 0


class Scope(Enum):
    DEAL = "deal"
    TRANCHE = "tranche"
    HOLDER = "holder"


@dataclass(frozen=True)
class Halt:
    """An act of the supervisor. ``subject`` is a tranche's id or a holder's address, empty for the deal.

    ``until`` is the last second of the halt, None where it was lifted; ``reason`` is then empty.
    """

    scope: Scope
    subject: str
    until: int | None
    reason: str
    order: Order
    place: Place


@dataclass
class Halts:
    """Last seconds of halts that were ordered and not lifted, over or not."""

    deal: int = 0
    tranches: dict[str, int] = field(default_factory=dict)
    holders: dict[str, int] = field(default_factory=dict)

    def deal_until(self, now: int) -> int:
        """Until when the deal is halted at ``now``; 0 when it is not. So the others."""
        return _in_force(self.deal, now)

    def tranche_until(self, tranche: str, now: int) -> int:
        """Of the tranche by itself."""
        return _in_force(self.tranches.get(tranche, 0), now)

    def holder_until(self, holder: str, now: int) -> int:
        return _in_force(self.holders.get(holder, 0), now)


def _in_force(until: int, now: int) -> int:
    return until if now <= until else 0
