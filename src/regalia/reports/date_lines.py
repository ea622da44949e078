# SPDX-License-Identifier: Apache-2.0
"""What a payment date and the end of a deal have in common: the lines of steps, tranches, accounts, facilities and calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regalia.domain.compile import opening_state
from regalia.domain.history import PaymentDate
from regalia.domain.waterfall import State
from regalia.ledger.model import CallPayment, DealLedger
from regalia.ledger.place import Place
from regalia.reports.account_lines import AccountLine, FacilityLine, account_lines, facility_lines
from regalia.reports.errors import reconcile
from regalia.reports.step_lines import StepLine, step_lines
from regalia.reports.tranche_lines import TrancheLine, tranche_lines


@dataclass(frozen=True)
class DateLines:
    """``calls`` were exercised since the payment date before. ``final``: the legal final date has come, or the deal is wound up.
    ``accrues``: interest does, but not when it is.
    """

    payment: PaymentDate
    final: bool
    accrues: bool
    steps: tuple[StepLine, ...]
    tranches: tuple[TrancheLine, ...]
    accounts: tuple[AccountLine, ...]
    facilities: tuple[FacilityLine, ...]
    calls: tuple[CallPayment, ...]


def date_lines(ledger: DealLedger, index: int) -> dict[str, Any]:
    """The fields of ``DateLines`` of the payment date at ``index`` in the ledger, or of the conclusion after the last one.

    UnreconciledError when figures don't add up.
    """
    concluded = ledger.concluded if index == len(ledger.dates) else None
    payment = concluded.payment if concluded else ledger.dates[index].payment
    returned = concluded.returned if concluded else (0,) * len(ledger.program.facilities)
    opening = _opening(ledger, index)
    calls = tuple(call for call in ledger.calls if is_since(ledger, index, call.place))
    support = [receipt for receipt in ledger.support if is_since(ledger, index, receipt.place)]
    final, flow = concluded is not None or _is_final(payment), payment.flow
    reconcile(f"period {payment.report.period}: money in = money out", flow.money_in, flow.money_out)
    return {
        "payment": payment,
        "final": final,
        "accrues": concluded is None,
        "steps": step_lines(payment, final),
        "tranches": tranche_lines(payment, opening, calls, ledger.terms.money),
        "accounts": account_lines(payment, opening, ledger.terms),
        "facilities": facility_lines(payment, opening, support, returned, accrues=concluded is None),
        "calls": calls,
    }


def is_since(ledger: DealLedger, index: int, place: Place) -> bool:
    """Whether something came after the payment date before the one at ``index`` (or before the conclusion), and before that one."""
    start = ledger.dates[index - 1].executed.position if index else (-1, -1)
    concluded = ledger.concluded if index == len(ledger.dates) else None
    end = concluded.place if concluded else ledger.dates[index].executed
    return start < place.position < end.position


def _opening(ledger: DealLedger, index: int) -> State:
    return ledger.dates[index - 1].payment.state if index else opening_state(ledger.terms, ledger.program)


def _is_final(payment: PaymentDate) -> bool:
    final = payment.program.legal_final
    return final is not None and payment.program.schedule.payment_date(payment.report.period) >= final
