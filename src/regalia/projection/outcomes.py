# SPDX-License-Identifier: Apache-2.0
"""What a projection came to, in the same arrays from both engines."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from regalia.projection.whole import Mask, Whole


@dataclass
class Outcomes:
    """Amounts in smallest units, arrays (dates, …, scenarios). The last date may be a second entry of its day: the winding up.

    Of tranches: ``interest``, ``principal``, ``residual`` paid; ``shortfall``, interest that was due and left unpaid on the date or added
    to the balance; ``balance``, ``arrears`` after it. Of accounts: ``account`` after it. Of facilities: ``put_in`` on it, ``owed``
    (with interest) after it. Of the deal: ``received``; ``service``, interest and scheduled principal of the date. Of triggers:
    ``active`` after it. ``accelerated``: the acceleration list ran. ``left``: (scenarios), what nobody was paid at the end.
    """

    dates: tuple[date, ...]
    received: Whole
    service: Whole
    interest: Whole
    principal: Whole
    residual: Whole
    shortfall: Whole
    balance: Whole
    arrears: Whole
    account: Whole
    put_in: Whole
    owed: Whole
    active: Mask
    accelerated: Mask
    left: Whole

    @property
    def paid(self) -> Whole:
        """All that each tranche got: (dates, tranches, scenarios)."""
        return self.interest + self.principal + self.residual

    @property
    def defaulted(self) -> Mask:
        """Where the acceleration list ran while something was owed: (dates, scenarios). On the legal final date it may run for nobody."""
        owed = (self.balance + self.arrears).sum(axis=1) > 0
        before = np.concatenate([np.ones_like(owed[:1]), owed[:-1]])
        found: Mask = self.accelerated & before.astype(np.bool_)
        return found

    @property
    def scenarios(self) -> int:
        return int(self.received.shape[-1])

    def differences(self, other: Outcomes) -> list[str]:
        """Names of the fields in which two projections of the same outlook differ: none, when the engines agree."""
        return [f.name for f in fields(self) if not np.array_equal(getattr(self, f.name), getattr(other, f.name))]

    def only(self, chosen: Whole | list[int] | slice) -> Outcomes:
        """Of some scenarios, by index."""
        arrays = {f.name: getattr(self, f.name)[..., chosen] for f in fields(self) if f.name != "dates"}
        return Outcomes(dates=self.dates, **arrays)


def joined(parts: list[Outcomes]) -> Outcomes:
    """Projections of different scenarios of one deal, side by side."""
    names = [f.name for f in fields(Outcomes) if f.name != "dates"]
    arrays = {name: np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in names}
    return Outcomes(dates=parts[0].dates, **arrays)
