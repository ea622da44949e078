# SPDX-License-Identifier: Apache-2.0
"""Sums over the entries of a statement, whether of a whole position or of one of its periods."""

from __future__ import annotations

from regalia.reports.entries import Entry, EntryKind


class Totals:
    """What anything with entries comes to. Amounts in smallest units."""

    entries: tuple[Entry, ...]

    @property
    def cost(self) -> int:
        """Paid for units in the offering, less what came back."""
        return sum(entry.cost for entry in self.entries)

    @property
    def accrued(self) -> int:
        """Paid for income of units taken up from others, less what others paid."""
        return sum(entry.accrued for entry in self.entries)

    @property
    def bought_for(self) -> int:
        """At the settlement desk, without fees."""
        return sum(entry.traded for entry in self.of_kind(EntryKind.BOUGHT))

    @property
    def sold_for(self) -> int:
        return -sum(entry.traded for entry in self.of_kind(EntryKind.SOLD))

    @property
    def fees(self) -> int:
        """Of the venues of trades."""
        return sum(entry.fee for entry in self.entries)

    @property
    def interest(self) -> int:
        return sum(entry.interest for entry in self.entries)

    @property
    def principal(self) -> int:
        return sum(entry.principal for entry in self.entries)

    @property
    def residual(self) -> int:
        return sum(entry.residual for entry in self.entries)

    @property
    def premium(self) -> int:
        """What calls paid above the balances they repaid."""
        return sum(entry.premium for entry in self.entries)

    @property
    def income(self) -> int:
        """Gross of tax."""
        return self.interest + self.principal + self.residual + self.premium

    @property
    def carried(self) -> int:
        """Income that came with units by order, less what went; and fractions that the last to leave was given."""
        return sum(entry.carried + entry.fractions for entry in self.entries)

    @property
    def claimed(self) -> int:
        return sum(entry.claimed for entry in self.entries)

    @property
    def tax(self) -> int:
        """Withheld from what was claimed."""
        return sum(entry.tax for entry in self.entries)

    @property
    def net(self) -> int:
        return self.claimed - self.tax

    def of_kind(self, *kinds: EntryKind) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.kind in kinds)

    def units_by(self, *kinds: EntryKind) -> int:
        """Units that came by entries of these kinds, those that went counted as negative."""
        return sum(entry.units for entry in self.of_kind(*kinds))
