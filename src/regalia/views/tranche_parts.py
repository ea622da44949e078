# SPDX-License-Identifier: Apache-2.0
"""The parts of a tranche's view. Prices are of a unit; what is known of a unit alone has more decimals than the currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class PricedYield:
    """``price`` as it was paid, ``reduced`` in proportion to the principal repaid since. ``rate`` is what somebody would earn a year who
    bought at that today; None where there is none, and ``why`` a code then.
    """

    price: Decimal | None
    reduced: Decimal | None
    rate: Decimal | None
    why: str


@dataclass(frozen=True)
class AccruedLine:
    """From ``since`` to ``until``, of all units and of one."""

    since: date | None
    until: date | None
    interest: Decimal
    arrears: Decimal
    interest_of_a_unit: Decimal
    arrears_of_a_unit: Decimal


@dataclass(frozen=True)
class TradeLine:
    """``price`` as paid, ``clean`` without the interest that the unit had accrued by then, None where that is not known."""

    id: str
    time: int
    day: date
    units: int
    price: Decimal
    clean: Decimal | None
    seller: str
    buyer: str
    by: str
    transaction: str


@dataclass(frozen=True)
class Level:
    """The best order of a side, as far as the ledger tells: whether it can be filled, the desk says. ``id`` is its hash."""

    id: str
    price: Decimal
    units: int
    until: int


@dataclass(frozen=True)
class CashLine:
    """What a payment date, a call or the end (``by``) paid; ``balance`` and ``factor`` after it. ``period`` is of a payment date."""

    id: str
    by: str
    period: int | None
    label: str
    day: date
    interest: Decimal
    principal: Decimal
    residual: Decimal
    premium: Decimal
    paid: Decimal
    per_unit: Decimal | None
    balance: Decimal
    factor: Decimal | None
    transaction: str


@dataclass(frozen=True)
class HolderLine:
    """``share`` of the units in hands; ``label`` is empty where only the address is known."""

    id: str
    label: str
    units: int
    share: Decimal


@dataclass(frozen=True)
class TransferView:
    """Who may receive units (``countries``: ``any``, ``only`` or ``except`` those in the list; ``classes``), how many and from when."""

    countries: str
    country_list: tuple[str, ...]
    classes: tuple[str, ...]
    eligible_sender: bool
    denomination: int | None
    holder_limit: int | None
    largest_holding: int | None
    retained: int
    locked_until: date | None
    record_dates: bool
    venue_fee_cap: Decimal
