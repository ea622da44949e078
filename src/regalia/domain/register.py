# SPDX-License-Identifier: Apache-2.0
"""The register of a tranche with what orders put on its holders: the twin of the holdings in ``contracts/deal/RoyaltyEscrow.sol``.

The rule of income: it stays with the holder whatever happens to his units, unless an order carries it; only a recovery takes it along.
A frozen wallet keeps earning and takes nothing until it is released.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from regalia.domain.entitlement import Book, BookError

MOST_FROZEN = 2**48 - 1


@dataclass
class Register(Book):
    """``frozen``: units by holder, may be more than are held. ``wallets``: frozen whole. ``retaining``: with the originator's mark."""

    frozen: dict[str, int] = field(default_factory=dict)
    wallets: set[str] = field(default_factory=set)
    retaining: set[str] = field(default_factory=set)

    def unfrozen(self, holder: str) -> int:
        """Units that are held and not frozen."""
        held = self.accounts[holder].units if holder in self.accounts else 0
        return max(held - self.frozen.get(holder, 0), 0)

    def set_frozen(self, holder: str, units: int) -> int:
        """Freeze so many units, instead of those frozen before; returns how many, as there is a most."""
        self.frozen[holder] = min(units, MOST_FROZEN)
        return self.frozen[holder]

    def freeze_wallet(self, holder: str, on: bool) -> None:
        """Freeze a whole wallet, or release it."""
        (self.wallets.add if on else self.wallets.discard)(holder)

    def force(self, sender: str, receiver: str | None, units: int) -> int:
        """Move or burn units by order, thawing as many as are taken of the frozen; returns what stays frozen."""
        thawed = max(units - self.unfrozen(sender), 0)
        self.move(sender, receiver, units)
        if thawed:
            self.frozen[sender] -= thawed
        return self.frozen.get(sender, 0)

    def recover(self, lost: str, fresh: str) -> None:
        """Everything of a lost wallet to another of the same investor, freezes and mark included; the lost one ends frozen.

        BookError when there is nothing: a frozen wallet alone is nothing.
        """
        if self.is_empty(lost):
            raise BookError(f"{lost} has nothing to recover", "Name the wallet that holds units or is owed income.")
        super().recover(lost, fresh)
        self.set_frozen(fresh, self.frozen.get(fresh, 0) + self.frozen.pop(lost, 0))
        if lost in self.wallets:
            self.wallets.add(fresh)
        self.wallets.add(lost)
        if lost in self.retaining:
            self.retaining.remove(lost)
            self.retaining.add(fresh)

    def claim(self, holder: str) -> int:
        """Take what is owed, before tax. BookError when the wallet is frozen: its income waits."""
        if holder in self.wallets:
            raise BookError(f"the wallet of {holder} is frozen, so it can't claim", "The income waits for its release.")
        return super().claim(holder)

    def is_empty(self, holder: str) -> bool:
        """Neither units nor income nor an order on units."""
        held = self.accounts[holder].units if holder in self.accounts else 0
        return not (held or self.scaled(holder) or self.frozen.get(holder) or holder in self.retaining)
