# SPDX-License-Identifier: Apache-2.0
"""The figures of a run: what ``regalia run`` prints, as text or as JSON. Amounts are Decimals in whole currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class StepFigures:
    """``ran``: whether the guard let it run."""

    step: str
    kind: str
    to: str
    due: Decimal
    paid: Decimal
    shortfall: Decimal
    released: Decimal
    ran: bool
    sources: dict[str, Decimal]


@dataclass(frozen=True)
class TrancheFigures:
    """``remainder`` is what spreading over the units left over, carried in the book: in 2^-48 of the smallest unit."""

    tranche: str
    balance: Decimal
    arrears: Decimal
    distributed: Decimal
    per_unit: Decimal
    remainder: int


@dataclass(frozen=True)
class AccountFigures:
    account: str
    put_in: Decimal
    drawn: Decimal
    released: Decimal
    balance: Decimal


@dataclass(frozen=True)
class FacilityFigures:
    """``put_in``: what the provider paid on demand for this date; ``owed`` and ``cost`` are what it is owed afterwards."""

    facility: str
    put_in: Decimal
    repaid: Decimal
    owed: Decimal
    cost: Decimal


@dataclass(frozen=True)
class FlowFigures:
    """Law 1, both sides: available + drawn + released = payees + tranches + accounts + left."""

    available: Decimal
    drawn: Decimal
    released: Decimal
    payees: Decimal
    tranches: Decimal
    accounts: Decimal
    left: Decimal


@dataclass(frozen=True)
class DateFigures:
    """``collection`` is the cash that stays in the collection account, whatever the reason.

    ``flags`` are those under which the guards were read; ``triggers`` those that are active after the date.
    """

    period: int
    attributed_to: str
    payment_date: str
    scheduled_date: str
    received: Decimal
    other_income: Decimal
    steps: tuple[StepFigures, ...]
    tranches: tuple[TrancheFigures, ...]
    accounts: tuple[AccountFigures, ...]
    facilities: tuple[FacilityFigures, ...]
    flags: tuple[str, ...]
    triggers: tuple[str, ...]
    accelerated: bool
    conservation: FlowFigures
    collection: Decimal
    evidence: str


@dataclass(frozen=True)
class TotalFigures:
    """opening_cash + opening_accounts + collected + put_in = to_payees + to_facilities + to_tranches + in_accounts + collection.

    ``put_in`` is what providers of support paid; their cash that is not drawn yet is among the accounts.
    """

    opening_cash: Decimal
    opening_accounts: Decimal
    collected: Decimal
    put_in: Decimal
    to_payees: Decimal
    to_facilities: Decimal
    to_tranches: Decimal
    in_accounts: Decimal
    payees: dict[str, Decimal]
    facilities: dict[str, Decimal]
    tranches: dict[str, Decimal]
    accounts: dict[str, Decimal]
    collection: Decimal


@dataclass(frozen=True)
class RunFigures:
    deal: str
    currency: str
    dates: tuple[DateFigures, ...]
    totals: TotalFigures
