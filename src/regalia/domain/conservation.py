# SPDX-License-Identifier: Apache-2.0
"""Law 1 of a payment date: available + drawn + released = paid to payees + to tranches + put into accounts + left."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.program import Program, SubjectKind
from regalia.domain.waterfall import Outcome, paid_to
from regalia.errors import RegaliaError


class NotConservedError(RegaliaError, ArithmeticError):
    """Money was made or lost: the engine is wrong, and nothing was booked. ``sides`` shows what was compared."""

    def __init__(self, money_in: int, money_out: int, sides: object) -> None:
        super().__init__(
            f"money in {money_in} and money out {money_out} differ by {money_in - money_out}: {sides}",
            "Don't pay on these figures; report the deal file and the receipts as a defect.",
        )
        self.sides = sides


@dataclass(frozen=True)
class Flow:
    """The two sides of law 1 on one payment date. ``payees``: providers of support among them."""

    available: int
    drawn: int
    released: int
    payees: int
    tranches: int
    accounts: int
    left: int

    @property
    def money_in(self) -> int:
        return self.available + self.drawn + self.released

    @property
    def money_out(self) -> int:
        return self.payees + self.tranches + self.accounts + self.left


def check_conserved(program: Program, available: int, outcome: Outcome) -> Flow:
    """Law 1: what came in went out or is left. NotConservedError when not."""
    records = outcome.records

    def paid(kind: SubjectKind) -> int:
        return sum(paid_to(program, records, kind, accelerated=outcome.accelerated))

    flow = Flow(
        available=available,
        drawn=sum(r.drawn for r in records),
        released=sum(r.released for r in records),
        payees=paid(SubjectKind.PAYEE) + paid(SubjectKind.FACILITY),
        tranches=paid(SubjectKind.TRANCHE),
        accounts=paid(SubjectKind.ACCOUNT),
        left=outcome.carried,
    )
    if flow.money_in != flow.money_out:
        raise NotConservedError(flow.money_in, flow.money_out, flow)
    return flow
