# SPDX-License-Identifier: Apache-2.0
"""Who may hold a tranche's units, how many, and from when they may be passed on."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from regalia.domain.program import PPM
from regalia.domain.terms.investors import CountryCode, InvestorClass
from regalia.domain.terms.scalars import Day, Flag, Part, Positive, Rate, Whole

CAP_STEP = 100
"""A hundredth of a per cent in ppm: the fees of venues are capped in whole ones."""


class Jurisdictions(Part):
    """The countries whose investors may receive units: ``any``, ``only`` those listed, or all ``except`` those."""

    any: Flag | None = None
    only: tuple[CountryCode, ...] = ()
    except_: tuple[CountryCode, ...] = Field(default=(), alias="except")


def _any(value: Any) -> Any:
    return {"any": True} if value == "any" else value


class TransferTerms(Part):
    """Rules on moving units; a field that is left out sets no rule of its own.

    ``eligible_sender``: the sender must be eligible too, so a lapsed holder can't pass units on. ``holder_limit``:
    the most investors (0: no limit). ``largest_share``: the most that one investor may hold of the tranche.
    ``denomination``: the fewest units that may be moved or be left with a holder. ``locked_until``: units move from
    midnight UTC of that day on. ``retention``: what the originator must keep.
    ``record_dates``: balances at past times are kept on chain, at a cost for every move. ``venue_fee_cap``: the most of the price that
    a venue may take of a trade at the settlement desk; nothing when left out.
    """

    eligible_sender: Flag | None = None
    jurisdictions: (
        Annotated[Jurisdictions, BeforeValidator(_any, json_schema_input_type=Jurisdictions | Literal["any"])] | None
    ) = None
    classes: tuple[InvestorClass, ...] = ()
    holder_limit: Whole | None = None
    largest_share: Rate | None = None
    denomination: Positive | None = None
    locked_until: Day | None = None
    retention: Rate | None = None
    record_dates: Flag | None = None
    venue_fee_cap: Rate | None = None

    def over(self, general: TransferTerms) -> TransferTerms:
        """These rules, and those of ``general`` where these say nothing."""
        own = {name: value for name in type(self).model_fields if (value := getattr(self, name)) not in (None, ())}
        return general.model_copy(update=own)

    def largest_holding_down(self, units: int) -> int | None:
        """The most whole units of a tranche of ``units`` that one investor may hold; None without a limit."""
        if self.largest_share in (None, PPM):
            return None
        return units * self.largest_share // PPM

    def retained_units_up(self, units: int) -> int:
        """The fewest whole units of a tranche of ``units`` that the originator must keep."""
        return -(-units * (self.retention or 0) // PPM)
