# SPDX-License-Identifier: Apache-2.0
"""What a tranche was paid, a line a payment."""

from __future__ import annotations

from datetime import UTC, datetime

from regalia.ledger.holding import PaidBy, TranchePayment
from regalia.ledger.index.payments import factor_down
from regalia.reports.shares import factor_decimal
from regalia.views.seen import DealNow
from regalia.views.tranche_parts import CashLine

BY = {PaidBy.DATE: "date", PaidBy.CALL: "call", PaidBy.CONCLUSION: "end"}


def cash_lines(now: DealNow, t: int) -> tuple[CashLine, ...]:
    """In the order of the chain."""
    payments = now.moment.books.payments(now.terms.tranches[t].id)
    return tuple(_line(now, t, number, payment) for number, payment in enumerate(payments, 1))


def _line(now: DealNow, t: int, number: int, payment: TranchePayment) -> CashLine:
    balance, paid, period = _balance_after(now, t, payment), sum(payment.parts), payment.period
    return CashLine(
        id=f"{BY[payment.by]}-{number if period is None else period}",
        by=BY[payment.by],
        period=period,
        label="" if period is None else str(now.ledger.program.schedule.collection_period(period)),
        day=datetime.fromtimestamp(payment.place.timestamp, UTC).date(),
        interest=now.money(payment.interest),
        principal=now.money(payment.principal),
        residual=now.money(payment.residual),
        premium=now.money(payment.premium),
        paid=now.money(paid),
        per_unit=now.terms.money.per_unit_down(paid, payment.supply) if payment.supply else None,
        balance=now.money(balance),
        factor=factor_decimal(factor_down(balance, now.snapshot.tranches[t].original)),
        transaction=payment.place.transaction_hash,
    )


def _balance_after(now: DealNow, t: int, payment: TranchePayment) -> int:
    """A call repays a tranche whole; the other two leave what the engine finds."""
    if payment.by is PaidBy.DATE:
        dates = (date.payment for date in now.ledger.dates if date.payment.report.period == payment.period)
        return next((date.state.balance[t] for date in dates), 0)
    end = now.ledger.concluded
    return end.payment.state.balance[t] if end is not None and payment.by is PaidBy.CONCLUSION else 0
