# SPDX-License-Identifier: Apache-2.0
"""The figures of a run: what ``regalia run`` prints, as text or as JSON. Amounts are Decimals in whole currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class StepFigures:
    step: str
    kind: str
    to: str
    due: Decimal
    paid: Decimal
    shortfall: Decimal
    released: Decimal
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
    """``collection`` is the cash that stays in the collection account, whatever the reason."""

    period: int
    attributed_to: str
    payment_date: str
    scheduled_date: str
    received: Decimal
    other_income: Decimal
    steps: tuple[StepFigures, ...]
    tranches: tuple[TrancheFigures, ...]
    accounts: tuple[AccountFigures, ...]
    conservation: FlowFigures
    collection: Decimal
    evidence: str


@dataclass(frozen=True)
class TotalFigures:
    """opening_cash + opening_accounts + collected = to_payees + to_tranches + in_accounts + collection."""

    opening_cash: Decimal
    opening_accounts: Decimal
    collected: Decimal
    to_payees: Decimal
    to_tranches: Decimal
    in_accounts: Decimal
    payees: dict[str, Decimal]
    tranches: dict[str, Decimal]
    accounts: dict[str, Decimal]
    collection: Decimal


@dataclass(frozen=True)
class RunFigures:
    deal: str
    currency: str
    dates: tuple[DateFigures, ...]
    totals: TotalFigures
