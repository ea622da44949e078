# SPDX-License-Identifier: Apache-2.0
"""The books of one deal over time: what ``Deal`` and ``RoyaltyEscrow`` remember at the level of the deal.

Fed from a receipts file by ``regalia run`` and from a chain's events by the replay. Amounts are integers in the
smallest currency unit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from regalia.domain.calls import price_of_call, repaid
from regalia.domain.conservation import Flow, check_conserved
from regalia.domain.program import DueKind, PrincipalKind, Program, StepKind, StepProgram, SubjectKind
from regalia.domain.restating import Collections
from regalia.domain.waterfall import (
    Inputs,
    Outcome,
    State,
    StepRecord,
    available_funds,
    paid_to,
    run_steps,
)
from regalia.errors import RegaliaError

AVAILABLE_FUNDS = "available funds"
AMOUNT_BITS = 96
LARGEST_ATTESTED: int = 2**AMOUNT_BITS - 1
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
class PoolFacts:
    """What else is in force on a payment date, as in ``Inputs``: it comes from the rights, the calendar and the facilities."""

    facts: tuple[int, ...] = ()
    report_age: int = 0
    unpaid: int = 0


@dataclass(frozen=True)
class Source:
    """Where a part of what a step paid came from: available funds, or the account of that label."""

    label: str
    amount: int


@dataclass(frozen=True)
class PaymentDate:
    """What one execution did. ``collection`` is the cash left there, ``flow.left`` the part of it no step took.

    ``accelerated``: the acceleration list ran. ``up``: bits of the flags under which its guards were read. ``collections``: what it
    worked on, where restatements changed that.
    """

    program: Program
    report: PeriodReport
    records: tuple[StepRecord, ...]
    state: State
    flow: Flow
    collection: int
    facts: PoolFacts = PoolFacts()
    accelerated: bool = False
    up: int = 0
    collections: Collections | None = None

    @property
    def received(self) -> int:
        """Collections of the date: those of its report, with the restatements it took in."""
        return self.report.received if self.collections is None else self.collections.received

    @property
    def steps(self) -> tuple[StepProgram, ...]:
        """The list that ran."""
        return self.program.list_of(self.accelerated)

    def paid(self, kind: SubjectKind) -> tuple[int, ...]:
        """Paid to each payee, tranche or facility, or put into each account, in index order."""
        return paid_to(self.program, self.records, kind, accelerated=self.accelerated)

    def sources(self, index: int) -> tuple[Source, ...]:
        """The source of every unit the step at ``index`` paid, without the empty ones."""
        record = self.records[index]
        found = [Source(AVAILABLE_FUNDS, record.paid - record.drawn)]
        found += [Source(self.program.support_label(source), amount) for source, amount in record.draws]
        return tuple(source for source in found if source.amount)

    def ran(self, index: int) -> bool:
        """Whether the guard of the step at ``index`` let it run."""
        return self.steps[index].runs(self.up)


@dataclass(frozen=True)
class Conclusion:
    """How a deal was wound up. ``returned``: cash of each facility that was never drawn, its provider's again."""

    program: Program
    records: tuple[StepRecord, ...]
    state: State
    flow: Flow
    returned: tuple[int, ...]
    accelerated: bool

    def paid(self, kind: SubjectKind) -> tuple[int, ...]:
        """As ``PaymentDate.paid``."""
        return paid_to(self.program, self.records, kind, accelerated=self.accelerated)


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

    def put_in(self, facility: int, amount: int) -> None:
        """The provider of a facility, by index, puts cash in for its draws. AmountRangeError when negative or too large."""
        _check_range("support", amount, AMOUNT_BITS)
        place = len(self.program.accounts) + facility
        account = list(self.state.account)
        account[place] += amount
        _check_range("cash of the facility", account[place], CASH_BITS)
        self.state = replace(self.state, account=tuple(account))

    def demands(
        self, report: PeriodReport, facts: PoolFacts | None = None, collections: Collections | None = None
    ) -> tuple[int, ...]:
        """What each facility has to put in so that this payment date draws all that was promised; nothing is changed.

        A facility whose bit in ``facts.unpaid`` is set is not asked again.
        """
        facts = self._facts(facts)
        given, full = self.state.account, list(self.state.account)
        places = [(f, len(self.program.accounts) + f) for f in range(len(self.program.facilities))]
        for f, place in places:
            if not facts.unpaid >> f & 1:
                full[place] = LARGEST_ATTESTED
        outcome, _ = self._run(report, facts, replace(self.state, account=tuple(full)), collections)
        drawn = [full[place] - outcome.state.account[place] for _, place in places]
        return tuple(0 if facts.unpaid >> f & 1 else max(0, drawn[f] - given[place]) for f, place in places)

    def execute(
        self, report: PeriodReport, facts: PoolFacts | None = None, collections: Collections | None = None
    ) -> PaymentDate:
        """Attest ``report``, with the restatements in ``collections``, and run its payment date.

        Any error leaves the books as they were.
        """
        facts = self._facts(facts)
        outcome, available = self._run(report, facts, self.state, collections)
        flow = check_conserved(self.program, available, outcome)
        self.attested = self._attested(collections or Collections.of(report.received, report.other_income))
        self.distributed += available - outcome.carried
        self.collection -= available - outcome.carried
        self.state = outcome.state
        self.next_period += 1
        return PaymentDate(
            program=self.program,
            report=report,
            records=outcome.records,
            state=outcome.state,
            flow=flow,
            collection=self.collection,
            facts=facts,
            accelerated=outcome.accelerated,
            up=outcome.up,
            collections=collections,
        )

    def execute_supported(
        self, report: PeriodReport, facts: PoolFacts | None = None
    ) -> tuple[PaymentDate, tuple[int, ...]]:
        """Execute as when every provider pays what is asked of it, but those that ``facts`` says don't; with what each put in."""
        asked = self.demands(report, facts)
        for facility, amount in enumerate(asked):
            self.put_in(facility, amount)
        return self.execute(report, facts), asked

    def exercise_call(self, index: int, day: date) -> tuple[int, ...]:
        """The holder of a call repays tranches; what each is paid. Raises ``CallRefusedError``; nothing is changed then."""
        prices = price_of_call(self.program, self.state, index, self.next_period, day)
        self.state = repaid(self.state, prices)
        return prices

    def conclude(self) -> Conclusion:
        """Wind the deal up: everything in collection and in accounts is paid out, and facilities get back what was not drawn."""
        inputs = Inputs(
            period=self.next_period,
            available=min(self.collection, LARGEST_ATTESTED),
            received=0,
            target=None,
            invoices=(0,) * len(self.program.invoiced_steps),
            facts=(0,) * len(self.program.facts),
            ending=True,
        )
        outcome = run_steps(self.program, self.state, inputs)
        flow = check_conserved(self.program, inputs.available, outcome)
        first = len(self.program.accounts)
        returned = outcome.state.account[first:]
        self.state = replace(outcome.state, account=outcome.state.account[:first] + (0,) * len(returned))
        self.collection -= inputs.available - outcome.carried
        return Conclusion(self.program, outcome.records, self.state, flow, returned, outcome.accelerated)

    def _run(
        self, report: PeriodReport, facts: PoolFacts, state: State, collections: Collections | None
    ) -> tuple[Outcome, int]:
        if report.period != self.next_period:
            raise PeriodOutOfOrderError(self.next_period, report.period)
        _check_range("received", report.received, AMOUNT_BITS)
        _check_range("other_income", report.other_income, AMOUNT_BITS)
        _check_range("received + other_income", report.received + report.other_income, AMOUNT_BITS)
        flow = collections or Collections.of(report.received, report.other_income)
        available = available_funds(self.collection, self._attested(flow), self.distributed)
        inputs = Inputs(
            period=report.period,
            available=available,
            received=flow.received,
            target=report.target,
            invoices=report.invoices,
            facts=facts.facts,
            report_age=facts.report_age,
            unpaid=facts.unpaid,
        )
        return run_steps(self.program, state, inputs), available

    def _attested(self, flow: Collections) -> int:
        # saturates, as on chain: more attested than there can ever be, or less than nothing, must not lock the deal
        return min(max(self.attested + flow.claimed, 0), LARGEST_ATTESTED)

    def _facts(self, facts: PoolFacts | None) -> PoolFacts:
        return PoolFacts() if facts is None else facts


def accruing_steps(program: Program) -> tuple[str, ...]:
    """Labels of all that time alone changes, whatever is received or reported: triggers, which remember every date, facilities that bear
    interest, and steps in which something falls due, bears interest or is counted by the year.
    """
    triggers = tuple(trigger.label for trigger in program.triggers)
    facilities = tuple(facility.label for facility in program.facilities if facility.rate)
    return triggers + facilities + tuple(step.label for step in program.all_steps if _falls_due(program, step))


def _falls_due(program: Program, step: StepProgram) -> bool:
    match step.kind:
        case StepKind.INTEREST:
            return program.tranches[step.subject].bears_interest
        case StepKind.PRINCIPAL:
            return step.due_kind in (PrincipalKind.SCHEDULED_SHARE, PrincipalKind.SCHEDULED_TABLE)
        case StepKind.EXPENSE:
            timed = (step.due_kind == DueKind.FIXED and step.amount > 0) or (
                step.due_kind == DueKind.OUTSTANDING_RATE and step.rate > 0
            )
            return timed or step.carry_rate > 0 or step.counts_year
    return False


def _check_range(field: str, amount: int, bits: int) -> None:
    if not 0 <= amount < 2**bits:
        raise AmountRangeError(field, amount, bits)
