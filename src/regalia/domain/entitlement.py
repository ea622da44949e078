# SPDX-License-Identifier: Apache-2.0
"""Who is owed what of a tranche's income: the twin of the books in ``contracts/deal/RoyaltyEscrow.sol``.

Income per unit is a 2^48 fixed-point running total whose remainder is carried, so nothing is lost. A holder's account keeps a signed
correction instead of a settled credit: moving units rounds nothing and changes nobody's entitlement.
"""

from __future__ import annotations

from dataclasses import dataclass, field

SCALE_BITS = 48


@dataclass
class HolderAccount:
    units: int = 0
    correction: int = 0


@dataclass
class Book:
    """The register of one tranche. Units are whole; amounts in smallest currency units."""

    supply: int = 0
    remainder: int = 0
    per_unit: int = 0
    accounts: dict[str, HolderAccount] = field(default_factory=dict)

    def move(self, sender: str | None, receiver: str | None, units: int) -> None:
        """Move units; ``None`` as sender mints, as receiver burns. ValueError when the sender has too few."""
        if sender == receiver or units == 0:
            return
        if sender is None:
            self.supply += units
        else:
            account = self.account(sender)
            if account.units < units:
                raise ValueError(f"{sender} holds {account.units} units, fewer than {units}")
            account.units -= units
            account.correction += self.per_unit * units
        if receiver is None:
            self.supply -= units
        else:
            account = self.account(receiver)
            account.units += units
            account.correction -= self.per_unit * units

    def credit(self, amount: int) -> None:
        """Spread income over all units. ValueError when there is none to hold it."""
        if self.supply == 0:
            raise ValueError("income can't be spread over no units")
        step, self.remainder = divmod((amount << SCALE_BITS) + self.remainder, self.supply)
        self.per_unit += step

    def entitlement(self, holder: str) -> int:
        """Owed and unclaimed, rounded down to the smallest currency unit."""
        account = self.account(holder)
        return (self.per_unit * account.units + account.correction) >> SCALE_BITS

    def claim(self, holder: str) -> int:
        amount = self.entitlement(holder)
        self.account(holder).correction -= amount << SCALE_BITS
        return amount

    def account(self, holder: str) -> HolderAccount:
        return self.accounts.setdefault(holder, HolderAccount())
