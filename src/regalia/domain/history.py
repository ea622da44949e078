# SPDX-License-Identifier: Apache-2.0
"""The books of one deal over time: what ``Deal`` and ``RoyaltyEscrow`` remember at the level of the deal.

Fed from a receipts file by ``regalia run`` and from a chain's events by the replay. Amounts are integers in the
smallest currency unit.
"""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.conservation import Flow, check_conserved
from regalia.domain.program import DueKind, Program, StepKind, SubjectKind
from regalia.domain.waterfall import (
    Inputs,
    State,
    StepRecord,
    available_funds,
    paid_to,
    run_steps,
)
from regalia.errors import RegaliaError

AVAILABLE_FUNDS = "available funds"
AMOUNT_BITS = 96
LARGEST_ATTESTED = 2**AMOUNT_BITS - 1
"""Of what is attested, in one report and in all of them together."""
CASH_BITS = 128
"""Of the cash in collection, which anybody can add to."""


class PeriodOutOfOrderError(RegaliaError, ValueError):
    """A period was executed twice, before its turn, or after it."""

    def __init__(self, expected: int, given: int) -> None:
        super().__init__(
            f"period {given} is out of order: the next period is {expected}",
            "Execute the periods one after the other, each of them once.",
        )
        self.expected = expected
        self.given = given


class PeriodsAccrueError(RegaliaError, ValueError):
    """Periods can't be left out: something falls due with time alone."""

    def __init__(self, first: int, last: int, accruing: tuple[str, ...]) -> None:
        super().__init__(
            f"periods {first} to {last} can't be left out: {', '.join(accruing)} would fall due in them",
            "Give a report for each of these periods, with zero received where nothing was.",
        )
        self.accruing = accruing


class AmountRangeError(RegaliaError, ValueError):
    """An amount is negative or too large for the books; ``bits`` is their width."""

    def __init__(self, field: str, amount: int, bits: int) -> None:
        super().__init__(f"{field} {amount} is outside 0 to 2^{bits} - 1", "Amounts are in the smallest currency unit.")


@dataclass(frozen=True)
class PeriodReport:
    """What is attested for a period. ``target`` as in ``Inputs``; ``invoices``: one per as-invoiced step, in order."""

    period: int
    received: int
    other_income: int = 0
    target: int | None = None
    invoices: tuple[int, ...] = ()


@dataclass(frozen=True)
class Source:
    """Where a part of what a step paid came from: available funds, or the account of that label."""

    label: str
    amount: int


@dataclass(frozen=True)
class PaymentDate:
    """What one execution did. ``collection`` is the cash left there, ``flow.left`` the part of it no step took."""

    program: Program
    report: PeriodReport
    records: tuple[StepRecord, ...]
    state: State
    flow: Flow
    collection: int

    def paid(self, kind: SubjectKind) -> tuple[int, ...]:
        """Paid to each payee or tranche, or put into each account, in index order."""
        return paid_to(self.program, self.records, kind)

    def sources(self, index: int) -> tuple[Source, ...]:
        """The source of every unit the step at ``index`` paid, without the empty ones."""
        step, record = self.program.steps[index], self.records[index]
        found = [Source(AVAILABLE_FUNDS, record.paid - record.drawn)]
        if step.support:
            found.append(Source(self.program.accounts[step.support - 1], record.drawn))
        return tuple(source for source in found if source.amount)


class DealBooks:
    """Collection cash, what was attested and distributed to date, and the state the waterfall works on.

    ``next_period`` defaults to the first period the deal pays itself.
    """

    def __init__(self, program: Program, state: State, next_period: int | None = None) -> None:
        self.program = program
        self.state = state
        self.next_period = program.schedule.opening if next_period is None else next_period
        self.collection = 0
        self.attested = 0
        self.distributed = 0

    def collect(self, amount: int) -> None:
        """Cash arrives in the collection account. AmountRangeError when negative or when the account would overflow."""
        _check_range("cash in", amount, CASH_BITS)
        _check_range("collection", self.collection + amount, CASH_BITS)
        self.collection += amount

    def skip_to(self, period: int) -> None:
        """Leave out the periods before ``period``. PeriodsAccrueError when something falls due in them."""
        if period < self.next_period:
            raise PeriodOutOfOrderError(self.next_period, period)
        accruing = accruing_steps(self.program)
        if period > self.next_period and accruing:
            raise PeriodsAccrueError(self.next_period, period - 1, accruing)
        self.next_period = period

    def execute(self, report: PeriodReport) -> PaymentDate:
        """Attest ``report`` and run its payment date. Any error leaves the books as they were."""
        if report.period != self.next_period:
            raise PeriodOutOfOrderError(self.next_period, report.period)
        _check_range("received", report.received, AMOUNT_BITS)
        _check_range("other_income", report.other_income, AMOUNT_BITS)
        _check_range("received + other_income", report.received + report.other_income, AMOUNT_BITS)
        # saturates, as on chain: more attested than there can ever be must not lock the deal
        attested = min(self.attested + report.received + report.other_income, LARGEST_ATTESTED)
        available = available_funds(self.collection, attested, self.distributed)
        outcome = run_steps(
            self.program,
            self.state,
            Inputs(report.period, available, report.received, report.target, report.invoices),
        )
        flow = check_conserved(self.program, available, outcome)
        self.attested = attested
        self.distributed += available - outcome.carried
        self.collection -= available - outcome.carried
        self.state = outcome.state
        self.next_period += 1
        return PaymentDate(self.program, report, outcome.records, outcome.state, flow, self.collection)


def accruing_steps(program: Program) -> tuple[str, ...]:
    """Labels of the steps in which something falls due with time alone, whatever is received or reported."""
    return tuple(
        step.label
        for step in program.steps
        if (step.kind is StepKind.INTEREST and program.tranches[step.subject].coupon)
        or (step.kind is StepKind.EXPENSE and step.due_kind is DueKind.FIXED and step.amount)
        or (step.kind is StepKind.EXPENSE and step.due_kind is DueKind.OUTSTANDING_RATE and step.rate)
    )


def _check_range(field: str, amount: int, bits: int) -> None:
    if not 0 <= amount < 2**bits:
        raise AmountRangeError(field, amount, bits)
