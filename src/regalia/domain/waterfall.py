# SPDX-License-Identifier: Apache-2.0
"""The waterfall: a pure function of program, state and inputs. The twin of ``contracts/waterfall/Waterfall.sol``.

All amounts are integers in the payment token's smallest unit. What somebody is due rounds down, what the deal must hold rounds up.
The meaning of each step is written in ``docs/decisions/0001-shape-of-the-core.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.program import PPM, YEAR_DAYS, DueKind, Program, StepFlag, StepKind, StepProgram, SubjectKind

AMOUNT_LIMIT = 2**96
LARGEST_DUE = 2**128 - 1
"""Where what is due stops growing: arrears that compound for ever would else overflow one day and lock the deal."""


@dataclass(frozen=True)
class State:
    """What a deal remembers between payment dates. ``carried`` has one entry a step (zero where nothing is carried)."""

    balance: tuple[int, ...]
    arrears: tuple[int, ...]
    account: tuple[int, ...]
    carried: tuple[int, ...]

    @classmethod
    def opening(cls, program: Program, accounts: tuple[int, ...] | None = None) -> State:
        """At closing: full balances, nothing owed; ``accounts`` as funded from the proceeds (default: empty)."""
        return cls(
            balance=tuple(t.original_balance for t in program.tranches),
            arrears=(0,) * len(program.tranches),
            account=accounts if accounts is not None else (0,) * len(program.accounts),
            carried=(0,) * len(program.steps),
        )


@dataclass(frozen=True)
class Inputs:
    """Facts of one payment date. ``target`` is the reserve target the report sets (None: by formula)."""

    period: int
    available: int
    received: int
    target: int | None
    invoices: tuple[int, ...]


@dataclass(frozen=True)
class StepRecord:
    """What a step did: ``paid`` includes what was ``drawn`` from support; ``released`` is what a reserve gave back."""

    due: int
    paid: int
    drawn: int
    released: int

    @property
    def shortfall(self) -> int:
        return self.due - self.paid


@dataclass(frozen=True)
class Outcome:
    """The records in step order, the state after, and what no step took (it stays in collection)."""

    records: tuple[StepRecord, ...]
    state: State
    carried: int


class _Run:
    """One payment date under way; a method a step kind."""

    def __init__(self, program: Program, state: State, inputs: Inputs) -> None:
        self.program = program
        self.inputs = inputs
        self.available = inputs.available
        self.balance = list(state.balance)
        self.arrears = list(state.arrears)
        self.account = list(state.account)
        self.carried = list(state.carried)
        self.invoices = iter(inputs.invoices)

    def step(self, index: int, step: StepProgram) -> StepRecord:
        match step.kind:
            case StepKind.EXPENSE:
                return self.expense(index, step)
            case StepKind.INTEREST:
                return self.interest(step)
            case StepKind.RESERVE:
                return self.reserve(step)
            case StepKind.PRINCIPAL:
                return self.principal(step)
            case StepKind.RESIDUAL:
                paid = self.take(self.available)
                return StepRecord(paid, paid, 0, 0)

    def expense(self, index: int, step: StepProgram) -> StepRecord:
        due = min(self.carried[index] + self.expense_found_down(step), LARGEST_DUE)
        paid, drawn = self.pay(due, step.support)
        if step.carries:
            self.carried[index] = due - paid
        return StepRecord(due, paid, drawn, 0)

    def expense_found_down(self, step: StepProgram) -> int:
        match step.due_kind:
            case DueKind.FIXED:
                return step.amount
            case DueKind.COLLECTIONS_RATE:
                return self.inputs.received * step.rate // PPM
            case DueKind.OUTSTANDING_RATE:
                days = self.program.schedule.accrual_days(step.day_count, self.inputs.period)
                return self.outstanding(step.tranche_mask) * step.rate * days // (PPM * YEAR_DAYS)
            case DueKind.AS_INVOICED:
                return next(self.invoices)

    def interest(self, step: StepProgram) -> StepRecord:
        t = step.subject
        tranche = self.program.tranches[t]
        days = self.program.schedule.accrual_days(tranche.day_count, self.inputs.period)
        base = self.balance[t] + (self.arrears[t] if tranche.interest_on_arrears else 0)
        due = min(self.arrears[t] + base * tranche.coupon * days // (PPM * YEAR_DAYS), LARGEST_DUE)
        paid, drawn = self.pay(due, step.support)
        self.arrears[t] = due - paid
        return StepRecord(due, paid, drawn, 0)

    def reserve(self, step: StepProgram) -> StepRecord:
        a = step.subject
        target = self.reserve_target_up(step)
        if self.account[a] > target:
            released = self.account[a] - target
            self.account[a] = target
            self.available += released
            return StepRecord(0, 0, 0, released)
        due = min(target - self.account[a], LARGEST_DUE)
        paid = self.take(due)
        self.account[a] += paid
        return StepRecord(due, paid, 0, 0)

    def reserve_target_up(self, step: StepProgram) -> int:
        if StepFlag.SET_BY_REPORT in step.flags and self.inputs.target is not None:
            return self.inputs.target
        if step.tranche_mask and not self.outstanding(step.tranche_mask) + self.in_arrears(step.tranche_mask):
            return 0  # what it protects is repaid
        parts = []
        if StepFlag.PART_FIXED in step.flags:
            parts.append(step.amount)
        if StepFlag.PART_INTEREST in step.flags:
            yearly = sum(self.balance[t] * self.program.tranches[t].coupon for t in self.masked(step.tranche_mask))
            parts.append(_ceil_div(yearly * step.periods * 30 * self.program.schedule.months, PPM * YEAR_DAYS))
        if StepFlag.PART_OUTSTANDING in step.flags:
            parts.append(_ceil_div(self.outstanding(step.tranche_mask) * step.rate, PPM))
        if not parts:
            return 0
        return min(parts) if step.combine_min else max(parts)

    def principal(self, step: StepProgram) -> StepRecord:
        due = self.balance[step.subject]
        paid = self.take(due)
        self.balance[step.subject] -= paid
        return StepRecord(due, paid, 0, 0)

    def pay(self, due: int, support: int) -> tuple[int, int]:
        """Pay from available funds, then from the support account. Returns (paid, of which drawn)."""
        paid = self.take(due)
        drawn = 0
        if support:
            drawn = min(due - paid, self.account[support - 1])
            self.account[support - 1] -= drawn
        return paid + drawn, drawn

    def take(self, due: int) -> int:
        paid = min(due, self.available)
        self.available -= paid
        return paid

    def masked(self, mask: int) -> list[int]:
        return [t for t in range(len(self.balance)) if mask >> t & 1]

    def outstanding(self, mask: int) -> int:
        return sum(self.balance[t] for t in self.masked(mask))

    def in_arrears(self, mask: int) -> int:
        return sum(self.arrears[t] for t in self.masked(mask))


def run_steps(program: Program, state: State, inputs: Inputs) -> Outcome:
    """Run one payment date. ValueError when the inputs are not of the program's shape or an amount is out of range."""
    if len(inputs.invoices) != len(program.invoiced_steps):
        raise ValueError(f"{len(inputs.invoices)} invoices for {len(program.invoiced_steps)} as-invoiced steps")
    for amount in (inputs.available, inputs.received, inputs.target or 0, *inputs.invoices):
        if not 0 <= amount < AMOUNT_LIMIT:
            raise ValueError(f"amount {amount} is outside 0 to 2^96 - 1")
    run = _Run(program, state, inputs)
    records = tuple(run.step(i, step) for i, step in enumerate(program.steps))
    after = State(tuple(run.balance), tuple(run.arrears), tuple(run.account), tuple(run.carried))
    return Outcome(records, after, run.available)


def paid_to(program: Program, records: tuple[StepRecord, ...], kind: SubjectKind) -> tuple[int, ...]:
    """Total paid to each payee or tranche on one date, in index order (for accounts: put in)."""
    totals = [0] * len(program.subjects(kind))
    for step, record in zip(program.steps, records, strict=True):
        if step.subject_kind is kind:
            totals[step.subject] += record.paid
    return tuple(totals)


def available_funds(collection_cash: int, attested_to_date: int, distributed_to_date: int) -> int:
    """Only cash that is really there and was attested and not yet distributed may flow."""
    return max(0, min(collection_cash, attested_to_date - distributed_to_date))


def _ceil_div(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)
