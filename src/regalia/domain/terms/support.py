# SPDX-License-Identifier: Apache-2.0
"""What holds the deal up when collections run short: accounts and facilities."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from regalia.domain.terms.scalars import Amount, Id, Part, Positive, Rate, Text
from regalia.domain.terms.tranches import DayCountName


class Account(Part):
    """An account kept beside collections. ``funded_at_closing`` is put in from the proceeds of the offering."""

    id: Id
    name: Text
    kind: Literal["reserve", "trap"]
    funded_at_closing: Amount = Decimal(0)


class Facility(Part):
    """A liquidity line, or a guarantor's undertaking to make up shortfalls (差额支付); what it pays is owed back with
    interest at ``rate``.

    ``limit``: of a liquidity line the most that may be owed at a time, so that what is repaid can be drawn again; of a guarantee the most
    it ever pays. ``notice_hours``: how long the provider has to pay once a shortfall was notified, or from the
    payment date where that is later.
    """

    id: Id
    name: Text
    kind: Literal["liquidity", "guarantee"]
    provider: Id
    limit: Amount | None = None
    rate: Rate = 0
    day_count: DayCountName = "ACT/360"
    notice_hours: Positive = 72
