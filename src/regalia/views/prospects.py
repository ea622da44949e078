# SPDX-License-Identifier: Apache-2.0
"""What tranches would be paid from now on, for yields: by the deal file's forecast or, where it has none, if receipts stay as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from regalia.errors import RegaliaError
from regalia.ledger.model import DealLedger
from regalia.market.payments import Payment, projected_payments
from regalia.market.position import Position
from regalia.market.yields import Yield, yield_at
from regalia.projection.assumptions import Assumptions
from regalia.projection.assumptions_file import assumptions_from
from regalia.reports.rights.portfolio import is_running

LOOKED_BACK = 4
"""Payment dates whose average stands for what is to come."""
YEARS = 20
"""So far a deal without an end is looked at."""
SOON_DAYS = 90
"""Money that is back sooner, on average, has no yearly yield that means anything: a day's gain would be a thousand per cent."""
yield_of = lru_cache(maxsize=1024)(yield_at)
"""Of the same payments, price and day there is one answer, which takes a while."""


@dataclass(frozen=True)
class Prospect:
    """``basis``: ``forecast``, ``trailing`` (the average of the last dates), or ``none``; ``payments`` are by tranche, in order."""

    basis: str = "none"
    payments: tuple[tuple[Payment, ...], ...] = ()

    def of(self, tranche: int) -> tuple[Payment, ...]:
        return self.payments[tranche] if self.payments else ()


def prospect_of(ledger: DealLedger) -> Prospect:
    """Empty where the deal does not run, or where nothing can be said without assumptions of somebody."""
    basis = "forecast" if ledger.terms.forecast else "trailing"
    if not is_running(ledger) or not (ledger.dates or ledger.terms.forecast):
        return Prospect()
    try:
        given = _assumed(ledger, basis)
        position = Position(ledger.deal.state, ledger.deal.next_period)
        paid = [
            projected_payments(ledger.terms, ledger.program, position, given, Path(), t)
            for t in range(len(ledger.program.tranches))
        ]
    except RegaliaError:  # a page of a deal does not go because nothing can be foreseen
        return Prospect()
    return Prospect(basis, tuple(paid))


def _assumed(ledger: DealLedger, basis: str) -> Assumptions:
    data: dict[str, Any] = {"format": "regalia-projection-1", "id": "page", "receipts": {"kind": "forecast"}}
    if basis == "trailing":
        received = [done.payment.received for done in ledger.dates[-LOOKED_BACK:]]
        data["receipts"] = {"kind": "flat", "amount": _average(ledger, received)}
        if ledger.program.legal_final is None:
            data["periods"] = _periods(ledger)
    program = ledger.program
    steps = [program.all_steps[i].label for i in program.invoiced_steps]
    data["invoices"] = [{"step": step, "amount": _invoiced(ledger, n)} for n, step in enumerate(steps)]
    return assumptions_from(data, "the assumptions of a page")


def _periods(ledger: DealLedger) -> int:
    """Those paid, and some years more."""
    return len(ledger.dates) + YEARS * 12 // ledger.program.schedule.months


def _invoiced(ledger: DealLedger, number: int) -> str:
    """Before the first date nothing was."""
    invoices = (done.payment.report.invoices for done in ledger.dates[-LOOKED_BACK:])
    return _average(ledger, [one[number] for one in invoices if number < len(one)] or [0])


def _average(ledger: DealLedger, amounts: list[int]) -> str:
    """Rounded down, in whole currency."""
    return f"{ledger.terms.money.to_decimal(max(0, sum(amounts) // len(amounts))):f}"


def is_back_soon(payments: Sequence[Payment], day: date) -> bool:
    """Whether the payments come so soon after ``day``, each weighing as much as it is."""
    total = sum(payment.amount for payment in payments)
    return sum(max(0, (payment.on - day).days) * payment.amount for payment in payments) < SOON_DAYS * total


def no_yield(prospect: Prospect, price: int | None, found: Yield | None, soon: bool = False) -> str:
    """Why there is none, as a code; empty where there is one. ``soon`` as ``is_back_soon`` says."""
    if price and soon:
        return "back-soon"
    if found is not None and found.rate is not None:
        return ""
    if not price:
        return "no-price"
    if prospect.basis == "none":
        return "not-projected"
    return "no-payment" if found is None else "out-of-range"
