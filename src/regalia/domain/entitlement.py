# SPDX-License-Identifier: Apache-2.0
"""Who is owed what of a tranche's income: the twin of the books in ``contracts/deal/RoyaltyEscrow.sol``.

Income per unit is a 2^48 fixed-point running total whose remainder is carried, so nothing is lost. A holder's account keeps a signed
correction instead of a settled credit: moving units rounds nothing and changes nobody's entitlement.

A holder without units who is owed less than a smallest unit has left. The fraction is ``dust``: those who stay get it with the next
income; when all units are burnt, the last to leave gets the whole units that the fractions add up to.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from regalia.errors import RegaliaError

SCALE_BITS = 48
ONE = 1 << SCALE_BITS
"""One smallest currency unit in the fixed point of the books."""


class BookError(RegaliaError, ValueError):
    """The register can't do that; it is as it was before."""


@dataclass
class HolderAccount:
    units: int = 0
    correction: int = 0


@dataclass
class Book:
    """Units and income of one tranche. Units are whole; amounts in smallest currency units, ``remainder`` and ``dust`` in 2^-48 of them.

    ``awaited`` of the ``supply`` were placed at closing and are not issued yet; they earn like all others.

    What orders put on holders is in ``register.Register``; whether a move is allowed, in ``transfer_policy``.
    """

    supply: int = 0
    awaited: int = 0
    remainder: int = 0
    per_unit: int = 0
    accounts: dict[str, HolderAccount] = field(default_factory=dict)
    dust: int = 0

    def place(self, units: int) -> None:
        """At closing: so many units share the income from now on."""
        self.supply = self.awaited = units

    def issue(self, receiver: str, units: int) -> None:
        """Issue units of those placed, as of closing: they have earned since. BookError when fewer are left."""
        if units > self.awaited:
            raise BookError(f"{self.awaited} units are still to be issued, fewer than {units}", "Issue at most those.")
        self.awaited -= units
        self.account(receiver).units += units

    def move(self, sender: str, receiver: str | None, units: int) -> None:
        """Move units; ``None`` as receiver burns. BookError when the sender has too few.

        Whoever burns when no unit is left, be it none of his own, is owed what the book still holds for nobody.
        """
        if sender == receiver or (units == 0 and receiver is not None):
            return
        self._debit(sender, receiver is None, units)
        if receiver is not None:
            account = self.account(receiver)
            account.units += units
            account.correction -= self.per_unit * units

    def carry(self, sender: str, receiver: str, amount: int | None = None) -> int:
        """Carry unclaimed income to another holder by order, all there is when no amount is named; returns how many whole units.

        Who gives all whole units, and has one, gives the fraction, too. BookError when less is owed.
        """
        owed = self.entitlement(sender)
        carried = owed if amount is None else amount
        if carried > owed:
            rule = f"{sender} is owed {owed}, less than the {carried} to be carried"
            raise BookError(rule, "Carry at most what is owed.")
        scaled = self.scaled(sender) if carried == owed > 0 else carried << SCALE_BITS
        self.account(sender).correction -= scaled
        self.account(receiver).correction += scaled
        return carried

    def recover(self, lost: str, fresh: str) -> None:
        """Everything of a lost wallet to another of the same investor: units, and income with its fraction."""
        old, new = self.accounts.pop(lost, HolderAccount()), self.account(fresh)
        new.units += old.units
        new.correction += old.correction

    def credit(self, amount: int) -> None:
        """Spread income over all units, with the dust of those who left. BookError when there is none to hold it."""
        if amount == 0:
            return
        if self.supply == 0:
            raise BookError("income can't be spread over no units", "A tranche without units earns nothing.")
        step, self.remainder = divmod((amount << SCALE_BITS) + self.remainder + self.dust, self.supply)
        self.per_unit += step
        self.dust = 0

    def entitlement(self, holder: str) -> int:
        """Owed and unclaimed, rounded down to the smallest currency unit."""
        return self.scaled(holder) >> SCALE_BITS

    def claim(self, holder: str) -> int:
        """Take what is owed, before tax."""
        gross = self.entitlement(holder)
        if gross == 0:
            return 0
        account = self.account(holder)
        account.correction -= gross << SCALE_BITS
        return gross + self._leave(account)

    def scaled(self, holder: str) -> int:
        """Owed and unclaimed, in 2^-48 of the smallest currency unit."""
        return self._owed(self.accounts[holder]) if holder in self.accounts else 0

    def scaled_total(self) -> int:
        """Everything the book owes: entitlements, those of units still to be issued included, remainder and dust; exactly (credited less
        claimed) · 2^48.
        """
        held = sum(map(self._owed, self.accounts.values()))
        return held + self.per_unit * self.awaited + self.remainder + self.dust

    def account(self, holder: str) -> HolderAccount:
        return self.accounts.setdefault(holder, HolderAccount())

    def _owed(self, account: HolderAccount) -> int:
        return self.per_unit * account.units + account.correction

    def _debit(self, sender: str, burns: bool, units: int) -> None:
        account = self.account(sender)
        if account.units < units:
            raise BookError(f"{sender} holds {account.units} units, fewer than {units}", "Name at most what is held.")
        account.units -= units
        account.correction += self.per_unit * units
        if burns:
            self.supply -= units
            if self.supply == 0:  # what could not be spread, and what others left behind, is the last one's
                account.correction += self.remainder + self.dust
                self.remainder = self.dust = 0
        self._leave(account)

    def _leave(self, account: HolderAccount) -> int:
        """The fraction of a holder without units becomes dust; returns whole units that are the last one's to leave."""
        owed = self._owed(account)
        if account.units or not 0 < owed < ONE:
            return 0
        account.correction -= owed
        self.dust += owed
        if self.supply:
            return 0
        whole, self.dust = divmod(self.dust, ONE)
        return whole
