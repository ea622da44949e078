# SPDX-License-Identifier: Apache-2.0
"""The classes that are sold."""

from __future__ import annotations

from typing import Literal

from regalia.domain.terms.offers import OfferTerms
from regalia.domain.terms.scalars import Amount, Day, Id, Part, Positive, Rate, Symbol, Text
from regalia.domain.terms.transfer import TransferTerms

DayCountName = Literal["30E/360", "30/360 US", "ACT/360", "ACT/365F"]
InterestShortfall = Literal["arrears", "arrears-with-interest", "capitalised", "default"]


class StepUp(Part):
    """The coupon becomes ``rate`` from that day, or after the anticipated repayment date when no day is given."""

    rate: Rate
    since: Day | None = None


class Coupon(Part):
    """Interest on the outstanding balance. ``shortfall`` says what becomes of interest that can't be paid.

    ``arrears``: owed, without interest on it; ``arrears-with-interest``: owed, with interest at the coupon;
    ``capitalised``: added to the balance; ``default``: an event of default.
    """

    rate: Rate
    day_count: DayCountName
    shortfall: InterestShortfall
    step_up: StepUp | None = None


class Tranche(Part):
    """A class of equal whole units; the order of the list is the order of seniority.

    ``balance`` is the original principal of the whole class in currency: zero for a class that is only paid
    from what is left. ``offer_price`` is what a unit costs; where prices are bid, the highest. ``transfer`` goes before the rules of
    the whole deal, field by field.
    """

    id: Id
    name: Text
    symbol: Symbol
    units: Positive
    balance: Amount
    offer_price: Amount
    coupon: Coupon | None = None
    offer: OfferTerms = OfferTerms()
    transfer: TransferTerms = TransferTerms()
