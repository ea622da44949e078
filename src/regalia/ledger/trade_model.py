# SPDX-License-Identifier: Apache-2.0
"""Units that changed hands for money at the settlement desk, and sales in two steps."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.ledger.place import Place


@dataclass(frozen=True)
class Trade:
    """``price`` of a unit in smallest units; of the whole, ``fee`` went to a venue from the side of the ``maker``. The order's hash, or
    the number of the instruction it settled.
    """

    tranche: str
    seller: str
    buyer: str
    units: int
    price: int
    place: Place
    fee: int = 0
    maker: str | None = None
    nonce: int = 0
    order: str | None = None
    instruction: int | None = None


@dataclass
class InstructionTold:
    """A sale in two steps; ``paid`` is what the desk holds for it. ``income_per_unit`` in 2^-48 of a smallest unit, as in the book."""

    number: int
    tranche: str
    seller: str
    buyer: str
    units: int
    price: int
    deadline: int
    income_per_unit: int
    given: Place
    paid: int = 0
    settled: Place | None = None
    cancelled: Place | None = None

    @property
    def due(self) -> int:
        """In all."""
        return self.units * self.price

    @property
    def is_open(self) -> bool:
        """Neither settled nor cancelled; its time may be over."""
        return self.settled is None and self.cancelled is None
