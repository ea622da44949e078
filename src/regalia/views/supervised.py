# SPDX-License-Identifier: Apache-2.0
"""A line a deal for whoever supervises them: where its cash is, and what it owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regalia.views.asof import AsOf, as_of
from regalia.views.seen import DealNow


@dataclass(frozen=True)
class CashLine:
    """An account of the deal, or the cash of a facility."""

    id: str
    name: str
    amount: Decimal


@dataclass(frozen=True)
class SupervisedDeal:
    """``collection`` is cash that waits to be distributed; ``owed`` is principal outstanding, ``arrears`` interest that was not paid, of
    all tranches. ``halted_until`` in seconds, 0 when it is not. ``report_waits``: one was accepted and its date is to come.
    """

    id: str
    name: str
    currency: str
    status: str
    next_payment: date | None
    dates: int
    received: Decimal
    collection: Decimal
    accounts: tuple[CashLine, ...]
    owed: Decimal
    arrears: Decimal
    halted_until: int
    defaulted: bool
    report_waits: bool
    as_of: AsOf


def supervised_deal(now: DealNow) -> SupervisedDeal:
    ledger, state, said = now.ledger, now.ledger.deal.state, now.snapshot
    return SupervisedDeal(
        id=now.terms.id,
        name=now.terms.name,
        currency=now.terms.currency.code,
        status=said.status,
        next_payment=said.next_payment,
        dates=len(ledger.dates),
        received=now.money(sum(receipt.amount for receipt in ledger.receipts)),
        collection=now.money(ledger.deal.collection),
        accounts=_accounts(now),
        owed=now.money(sum(state.balance)),
        arrears=now.money(sum(state.arrears)),
        halted_until=ledger.halts.deal_until(now.second),
        defaulted=state.defaulted,
        report_waits=ledger.stream.pending is not None,
        as_of=as_of(now),
    )


def _accounts(now: DealNow) -> tuple[CashLine, ...]:
    """The cash of facilities comes after the accounts."""
    program, cash = now.ledger.program, now.ledger.deal.state.account
    named = [(label, now.names.account(label)) for label in program.accounts]
    named += [(facility.label, now.names.facility(facility.label)) for facility in program.facilities]
    return tuple(CashLine(label, name, now.money(held)) for (label, name), held in zip(named, cash, strict=True))
