# SPDX-License-Identifier: Apache-2.0
"""One line an account, one a facility. Amounts in smallest units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regalia.domain.accrual import interest_down, rate_days
from regalia.domain.history import PaymentDate
from regalia.domain.program import NO_LIMIT, SubjectKind
from regalia.domain.program_words import FACILITY_BIT, FacilityKind
from regalia.domain.state import LARGEST_DUE
from regalia.domain.terms import Terms
from regalia.domain.waterfall import State
from regalia.ledger.model import SupportReceipt
from regalia.reports.errors import reconcile


@dataclass(frozen=True)
class AccountLine:
    """``kind``: reserve or trap."""

    account: str
    kind: str
    opening: int
    put_in: int
    drawn: int
    released: int
    closing: int


@dataclass(frozen=True)
class FacilityLine:
    """Two running figures. Its cash: ``put_in`` by the provider since the date before, ``drawn`` by steps, ``returned`` to him when the
    deal is wound up. What is owed to him: what was drawn, with ``interest``, less what was ``repaid``. ``unused`` of its limit is left
    to be drawn, None without a limit; ``missed``: he let the time to pay pass.
    """

    facility: str
    provider: str
    kind: str
    opening_cash: int
    put_in: int
    drawn: int
    returned: int
    closing_cash: int
    opening_owed: int
    interest: int
    repaid: int
    closing_owed: int
    unused: int | None
    missed: bool


def account_lines(payment: PaymentDate, opening: State, terms: Terms) -> tuple[AccountLine, ...]:
    """A line an account; ``opening`` is the state after the date before. UnreconciledError when a line does not foot."""
    pairs = list(zip(payment.steps, payment.records, strict=True))
    lines = []
    for a, put_in in enumerate(payment.paid(SubjectKind.ACCOUNT)):
        drawn = _drawn(payment, a + 1)
        released = sum(
            record.released for step, record in pairs if step.subject_kind is SubjectKind.ACCOUNT and step.subject == a
        )
        account, kind, closing = payment.program.accounts[a], terms.accounts[a].kind, payment.state.account[a]
        lines.append(AccountLine(account, kind, opening.account[a], put_in, drawn, released, closing))
        left = opening.account[a] + put_in - drawn - released
        reconcile(f"period {payment.report.period}: account {account}", left, closing)
    return tuple(lines)


def facility_lines(
    payment: PaymentDate, opening: State, support: Sequence[SupportReceipt], returned: Sequence[int], accrues: bool
) -> tuple[FacilityLine, ...]:
    """A line a facility; ``support`` came since the date before, ``returned`` went back at the end. Interest accrues but at the end.

    UnreconciledError when a line does not foot.
    """
    program, period = payment.program, payment.report.period
    start, end = program.schedule.accrual(period)
    lines = []
    for f, (facility, repaid) in enumerate(zip(program.facilities, payment.paid(SubjectKind.FACILITY), strict=True)):
        place = len(program.accounts) + f
        weighted = rate_days(facility.rate, facility.day_count, start, end) if accrues else 0
        used = (payment.state.drawn if facility.kind is FacilityKind.LIQUIDITY else payment.state.called)[f]
        line = FacilityLine(
            facility=facility.label,
            provider=program.payees[facility.payee],
            kind=facility.kind.name.lower(),
            opening_cash=opening.account[place],
            put_in=sum(receipt.amount for receipt in support if receipt.facility == facility.label),
            drawn=_drawn(payment, FACILITY_BIT + f),
            returned=returned[f],
            closing_cash=payment.state.account[place],
            opening_owed=opening.drawn[f] + opening.cost[f],
            interest=interest_down(opening.drawn[f], weighted, facility.day_count),
            repaid=repaid,
            closing_owed=payment.state.drawn[f] + payment.state.cost[f],
            unused=None if facility.limit == NO_LIMIT else max(0, facility.limit - used),
            missed=bool(payment.facts.unpaid >> f & 1),
        )
        cash = line.opening_cash + line.put_in - line.drawn - line.returned
        reconcile(f"period {period}: cash of {line.facility}", cash, line.closing_cash)
        owed = line.opening_owed + line.drawn + line.interest - line.repaid
        if line.closing_owed < LARGEST_DUE:  # where it stops growing
            reconcile(f"period {period}: owed under {line.facility}", owed, line.closing_owed)
        lines.append(line)
    return tuple(lines)


def _drawn(payment: PaymentDate, support: int) -> int:
    return sum(amount for record in payment.records for source, amount in record.draws if source == support)
