# SPDX-License-Identifier: Apache-2.0
"""A stranger's register of one tranche: units, freezes and income of every holder, kept from events alone.

Kept the plain way, by going through all holders at a distribution, which the contracts never do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

SCALE = 2**48
NOBODY = "0x" + "00" * 20


class RebuiltBook:
    """``owed``, ``per_unit``, ``remainder`` and ``dust`` are in parts of 2^48 of the smallest unit. ``awaited`` units are not issued."""

    def __init__(self) -> None:
        self.units: Counter[str] = Counter()
        self.owed: Counter[str] = Counter()
        self.frozen: dict[str, int] = {}
        self.frozen_wallets: set[str] = set()
        self.claimed: Counter[str] = Counter()
        self.paused = False
        self.supply = self.awaited = self.per_unit = self.remainder = self.dust = self.distributed = 0

    def place(self, units: int) -> None:
        self.supply = self.awaited = units

    def distribute(self, income: int) -> None:
        if not income:
            return
        self.distributed += income
        per_unit, self.remainder = divmod(income * SCALE + self.remainder + self.dust, self.supply)
        self.dust = 0
        self.per_unit += per_unit
        for holder, units in self.units.items():
            self.owed[holder] += per_unit * units

    def claim(self, holder: str, gross: int) -> None:
        whole, fraction = divmod(self.owed[holder], SCALE)
        self.claimed[holder] += gross
        self.owed[holder] = fraction
        if not self.units[holder]:
            self.leave(holder)
        self.dust -= (gross - whole) * SCALE

    def move(self, sender: str, receiver: str, units: int, recovered: bool = False) -> None:
        """What the sender leaves behind of a unit of income goes to those who stay, but in a recovery."""
        self.units[sender] -= units
        self.units[receiver] += units
        del self.units[NOBODY]
        if sender == NOBODY:
            self.awaited -= units
            self.owed[receiver] += self.per_unit * units
        elif receiver == NOBODY:
            self.burn(sender, units)
        elif not self.units[sender] and not recovered:
            self.leave(sender)

    def burn(self, holder: str, units: int) -> None:
        self.supply -= units
        if not self.supply:
            self.owed[holder] += self.remainder + self.dust
            self.remainder = self.dust = 0
        elif not self.units[holder]:
            self.leave(holder)

    def leave(self, holder: str) -> None:
        if self.owed[holder] < SCALE:
            self.dust += self.owed[holder]
            self.owed[holder] = 0

    def carry(self, sender: str, receiver: str, amount: int) -> None:
        """Who gives all his whole units gives the fraction, too."""
        whole = self.owed[sender] // SCALE
        carried = self.owed[sender] if amount == whole > 0 else amount * SCALE
        self.owed[sender] -= carried
        self.owed[receiver] += carried

    def read(self, name: str, args: Mapping[str, Any]) -> None:
        """Every event of the token but ``Transfer``."""
        match name:
            case "Frozen":
                self.frozen[args["account"]] = args["amount"]
            case "AddressFrozen":
                (self.frozen_wallets.add if args["frozen"] else self.frozen_wallets.discard)(args["account"])
            case "Paused" | "Unpaused":
                self.paused = name == "Paused"
            case "RecoverySuccess":
                self.owed[args["newWallet"]] += self.owed.pop(args["lostWallet"], 0)
            case "IncomeCarried":
                self.carry(args["from"], args["to"], args["amount"])
