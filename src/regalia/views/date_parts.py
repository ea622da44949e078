# SPDX-License-Identifier: Apache-2.0
"""What a payment date did to tranches, accounts and facilities: opening and closing figures, which foot."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from regalia.reports.account_lines import AccountLine, FacilityLine
from regalia.reports.tranche_lines import TrancheLine
from regalia.views.seen import DealNow, share


@dataclass(frozen=True)
class TrancheDate:
    """``called`` was repaid by calls since the date before; ``due`` is arrears and what accrued; ``capitalised`` interest was added to the
    balance. ``per_unit`` of all that was paid, rounded down.
    """

    id: str
    name: str
    opening: Decimal
    called: Decimal
    due: Decimal
    interest: Decimal
    capitalised: Decimal
    arrears: Decimal
    principal: Decimal
    residual: Decimal
    paid: Decimal
    closing: Decimal
    factor: Decimal | None
    per_unit: Decimal


@dataclass(frozen=True)
class AccountDate:
    id: str
    name: str
    kind: str
    opening: Decimal
    put_in: Decimal
    drawn: Decimal
    released: Decimal
    closing: Decimal


@dataclass(frozen=True)
class FacilityDate:
    """Its cash: ``put_in``, ``drawn``. What is owed under it: ``opening_owed``, with what was drawn and ``interest``, less ``repaid``.
    ``missed``: its provider let the time to pay pass.
    """

    id: str
    name: str
    provider: str
    kind: str
    opening: Decimal
    put_in: Decimal
    drawn: Decimal
    closing: Decimal
    opening_owed: Decimal
    interest: Decimal
    repaid: Decimal
    closing_owed: Decimal
    unused: Decimal | None
    missed: bool


def tranche_date(now: DealNow, line: TrancheLine) -> TrancheDate:
    return TrancheDate(
        id=line.tranche,
        name=now.names.tranche(line.tranche),
        opening=now.money(line.opening_balance),
        called=now.money(line.called_balance),
        due=now.money(line.interest_due),
        interest=now.money(line.interest_paid),
        capitalised=now.money(line.capitalised),
        arrears=now.money(line.closing_arrears),
        principal=now.money(line.principal_paid),
        residual=now.money(line.residual_paid),
        paid=now.money(line.paid),
        closing=now.money(line.closing_balance),
        factor=None if line.pool_factor is None else share(line.pool_factor),
        per_unit=line.per_unit,
    )


def account_date(now: DealNow, line: AccountLine) -> AccountDate:
    amounts = (line.opening, line.put_in, line.drawn, line.released, line.closing)
    return AccountDate(line.account, now.names.account(line.account), line.kind, *map(now.money, amounts))


def facility_date(now: DealNow, line: FacilityLine) -> FacilityDate:
    return FacilityDate(
        id=line.facility,
        name=now.names.facility(line.facility),
        provider=now.names.party(line.provider),
        kind=line.kind,
        opening=now.money(line.opening_cash),
        put_in=now.money(line.put_in),
        drawn=now.money(line.drawn),
        closing=now.money(line.closing_cash),
        opening_owed=now.money(line.opening_owed),
        interest=now.money(line.interest),
        repaid=now.money(line.repaid),
        closing_owed=now.money(line.closing_owed),
        unused=None if line.unused is None else now.money(line.unused),
        missed=line.missed,
    )
