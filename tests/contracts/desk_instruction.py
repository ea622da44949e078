# SPDX-License-Identifier: Apache-2.0
"""An instruction of the maker to the taker, and the acts on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.contracts.desk_world import ANY_INCOME, EXPIRY, MAKER, PRICE, STRANGER, TAKER, DeskWorld
from tests.support.chain import Answer

UNITS = 100
DUE = UNITS * PRICE
OPEN, SETTLED, CANCELLED, EXPIRED = 1, 2, 3, 4
"""Of ``ISettlementDesk.Status``."""


@dataclass(frozen=True)
class Instruction:
    """By its id, at the desk of a world."""

    world: DeskWorld
    id: int

    def pay(self, amount: int = DUE, by: str = TAKER.address, terms: bytes | None = None) -> Answer:
        """To the terms as they are at the desk now, unless others are named."""
        agreed = self.world.desk.read("termsOf", self.id) if terms is None else terms
        return self.world.desk.send("payIn", self.id, agreed, amount, by=by)

    def settle(self, by: str = STRANGER) -> Answer:
        return self.world.desk.send("settle", self.id, by=by)

    def cancel(self, by: str = MAKER.address) -> Answer:
        return self.world.desk.send("cancelInstruction", self.id, by=by)

    def take_back(self, by: str = TAKER.address) -> Answer:
        return self.world.desk.send("takeBack", self.id, by=by)

    def read(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.world.desk.read("instructionAt", self.id)
        return found

    @property
    def status(self) -> int:
        return int(self.read()["status"])

    @property
    def paid(self) -> int:
        return int(self.read()["paid"])


def instruct(world: DeskWorld, by: str = MAKER.address, **changes: Any) -> Instruction:
    """100 senior units to the taker at the price, unless something else is said."""
    fields = {
        "token": world.token.address,
        "buyer": TAKER.address,
        "units": UNITS,
        "price": PRICE,
        "deadline": EXPIRY,
        "income": ANY_INCOME,
    } | changes
    made = world.desk.send("instruct", *fields.values(), by=by)
    return Instruction(world, int.from_bytes(made.output, "big"))
