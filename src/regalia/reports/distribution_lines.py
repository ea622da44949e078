# SPDX-License-Identifier: Apache-2.0
"""The lines of a distribution report that no step makes: available funds, and tax. Amounts in smallest units."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FundsLines:
    """How available funds were found: the smaller of what is attested and undistributed, and the cash that is there.

    ``restated`` is the change of what is attested to date by restatements; it can make less than was distributed of it.
    """

    brought_forward: int
    received: int
    other_income: int
    cash: int
    restated: int = 0

    @property
    def attested(self) -> int:
        return self.brought_forward + self.received + self.other_income + self.restated

    @property
    def available(self) -> int:
        return max(0, min(self.cash, self.attested))

    @property
    def unattested(self) -> int:
        """Cash nobody attested: it waits."""
        return max(0, self.cash - max(0, self.attested))

    @property
    def uncovered(self) -> int:
        """Attested without cash: a shortfall of the collection, not money."""
        return max(0, self.attested - self.cash)

    @property
    def overpaid(self) -> int:
        """Distributed, and not attested any more: what is attested next makes up for it."""
        return max(0, -self.attested)


@dataclass(frozen=True)
class TaxLine:
    """What holders of a tranche claimed since the payment date before, and what was withheld of it."""

    tranche: str
    gross: int
    tax: int

    @property
    def net(self) -> int:
        return self.gross - self.tax
