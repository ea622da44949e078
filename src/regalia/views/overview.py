# SPDX-License-Identifier: Apache-2.0
"""All deals, a line each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regalia.views.asof import AsOf, as_of
from regalia.views.seen import DealNow


@dataclass(frozen=True)
class DealLine:
    """``outstanding`` is what all tranches are still owed of their principal; ``halted_until`` in seconds, 0 when not halted."""

    id: str
    name: str
    currency: str
    status: str
    next_payment: date | None
    outstanding: Decimal
    received: Decimal
    dates: int
    halted_until: int
    as_of: AsOf


@dataclass(frozen=True)
class Overview:
    deals: tuple[DealLine, ...]


def overview(deals: Iterable[DealNow]) -> Overview:
    return Overview(tuple(map(deal_line, deals)))


def deal_line(now: DealNow) -> DealLine:
    ledger, said = now.ledger, now.snapshot
    return DealLine(
        id=now.terms.id,
        name=now.terms.name,
        currency=now.terms.currency.code,
        status=said.status,
        next_payment=said.next_payment,
        outstanding=now.money(sum(said.state.balance)),
        received=now.money(sum(receipt.amount for receipt in ledger.receipts)),
        dates=len(ledger.dates),
        halted_until=ledger.halts.deal_until(now.second),
        as_of=as_of(now),
    )
