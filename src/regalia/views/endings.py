# SPDX-License-Identifier: Apache-2.0
"""What ends tranches and deals: calls, and the winding up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regalia.domain.program import SubjectKind
from regalia.ledger.model import CallPayment
from regalia.views.seen import DealNow


@dataclass(frozen=True)
class CallLine:
    """Tranches repaid early: ``principal`` of all of them, ``premium`` above it, ``interest`` with arrears."""

    holder: str
    day: date
    tranches: tuple[str, ...]
    principal: Decimal
    premium: Decimal
    interest: Decimal
    transaction: str


@dataclass(frozen=True)
class End:
    """The deal wound up: everything that was left paid out. ``returned`` went back to providers of facilities undrawn."""

    time: int
    by: str
    transaction: str
    to_payees: Decimal
    to_tranches: Decimal
    returned: Decimal
    left: Decimal


def calls_of(now: DealNow) -> tuple[CallLine, ...]:
    return tuple(_call(now, call) for call in now.ledger.calls)


def end_of(now: DealNow) -> End | None:
    end = now.ledger.concluded
    if end is None:
        return None
    flow = end.payment.flow
    return End(
        time=end.place.timestamp,
        by=end.by,
        transaction=end.place.transaction_hash,
        to_payees=now.money(flow.payees),
        to_tranches=now.money(sum(end.payment.paid(SubjectKind.TRANCHE))),
        returned=now.money(sum(end.returned)),
        left=now.money(flow.left),
    )


def _call(now: DealNow, call: CallPayment) -> CallLine:
    ids = [tranche.id for tranche in now.terms.tranches]
    return CallLine(
        holder=call.holder,
        day=call.day,
        tranches=tuple(ids[t] for t, paid in enumerate(call.paid) if paid),
        principal=now.money(sum(call.balance)),
        premium=now.money(sum(call.premium)),
        interest=now.money(sum(call.paid) - sum(call.balance) - sum(call.premium)),
        transaction=call.place.transaction_hash,
    )
