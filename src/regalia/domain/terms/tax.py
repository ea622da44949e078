# SPDX-License-Identifier: Apache-2.0
"""Tax withheld from what holders claim."""

from __future__ import annotations

from pydantic import Field

from regalia.domain.terms.investors import CountryCode, InvestorClass
from regalia.domain.terms.scalars import Id, Part, Rate

MAX_RATES = 64
"""As many as a deal keeps on chain."""


class WithholdingRate(Part):
    """``rate`` for holders of that country and class; without one, for holders of any."""

    country: CountryCode | None = None
    investor_class: InvestorClass | None = Field(default=None, alias="class")
    rate: Rate

    def covers(self, other: WithholdingRate) -> bool:
        """Whether every holder that ``other`` is for falls under this one."""
        same_country = self.country in (None, other.country)
        return same_country and self.investor_class in (None, other.investor_class)


class Withholding(Part):
    """Tax taken at the claim and owed to the party ``authority``. The first of ``rates`` that fits a holder counts;
    the last fits everybody.
    """

    authority: Id
    rates: tuple[WithholdingRate, ...] = Field(min_length=1)
