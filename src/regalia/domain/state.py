# SPDX-License-Identifier: Apache-2.0
"""What a payment date works on and what it leaves. All amounts are integers in the payment token's smallest unit."""

from __future__ import annotations

from dataclasses import dataclass, field

from regalia.domain.program import Program

AMOUNT_LIMIT = 2**96
LARGEST_DUE = 2**128 - 1
"""Where what is due stops growing: arrears that compound for ever would else overflow one day and lock the deal."""

Series = tuple[tuple[int, int], ...]
"""(collections, debt service) of past dates, oldest first."""


@dataclass(frozen=True)
class State:
    """What a deal remembers between payment dates; ``docs/decisions/0003-the-whole-waterfall.md`` explains each field.

    ``balance``, ``arrears``, ``age``: one entry a tranche. ``account``: accounts, then the cash of facilities. ``carried``, ``used``: one
    a step of both lists. ``drawn``, ``cost``, ``called``: one a facility. ``history``, ``active``, ``series``: one a trigger.
    """

    balance: tuple[int, ...]
    arrears: tuple[int, ...]
    account: tuple[int, ...]
    carried: tuple[int, ...]
    age: tuple[int, ...] = ()
    used: tuple[int, ...] = ()
    drawn: tuple[int, ...] = ()
    cost: tuple[int, ...] = ()
    called: tuple[int, ...] = ()
    history: tuple[int, ...] = ()
    active: tuple[bool, ...] = ()
    series: tuple[Series, ...] = ()
    defaulted: bool = False
    collected: int = 0

    @classmethod
    def opening(cls, program: Program, accounts: tuple[int, ...] | None = None) -> State:
        """At closing: full balances, nothing owed; ``accounts`` as funded from the proceeds (default: empty)."""
        funded = accounts if accounts is not None else (0,) * len(program.accounts)
        tranches, steps = (0,) * len(program.tranches), (0,) * len(program.all_steps)
        facilities, triggers = (0,) * len(program.facilities), (0,) * len(program.triggers)
        return cls(
            balance=tuple(t.original_balance for t in program.tranches),
            arrears=tranches,
            account=funded + facilities,
            carried=steps,
            age=tranches,
            used=steps,
            drawn=facilities,
            cost=facilities,
            called=facilities,
            history=triggers,
            active=(False,) * len(program.triggers),
            series=((),) * len(program.triggers),
        )


@dataclass(frozen=True)
class Inputs:
    """Facts of one payment date.

    ``target``: the reserve target the report sets (None: by formula). ``facts``: one a fact of the program. ``report_age``: days between
    this report and the one before. ``unpaid``: bits of the facilities that let a deadline pass. ``ending``: the deal is wound up.
    """

    period: int
    available: int
    received: int
    target: int | None
    invoices: tuple[int, ...]
    facts: tuple[int, ...] = ()
    report_age: int = 0
    unpaid: int = 0
    ending: bool = False


@dataclass(frozen=True)
class StepRecord:
    """What a step did: ``paid`` includes what was ``drawn`` from support; ``released`` is what an account gave back.

    ``draws``: how much from which support (account + 1, or FACILITY_BIT and the facility). It follows from the rest and is not kept
    on chain.
    """

    due: int
    paid: int
    drawn: int
    released: int
    draws: tuple[tuple[int, int], ...] = field(default=(), compare=False)

    @property
    def shortfall(self) -> int:
        return self.due - self.paid


NOTHING = StepRecord(0, 0, 0, 0)
"""The record of a step that its guard held back."""


@dataclass(frozen=True)
class Outcome:
    """What a payment date came to.

    ``records``: of the list that ran, in step order. ``carried``: what no step took (it stays in collection). ``unmet``: a facility
    each, what steps could have drawn beyond the cash it put in (zero when nothing; steps that share it may count the same promise
    twice). ``accelerated``: the acceleration list ran. ``up``: bits of the flags under which.
    """

    records: tuple[StepRecord, ...]
    state: State
    carried: int
    unmet: tuple[int, ...] = ()
    accelerated: bool = False
    up: int = field(default=0, compare=False)
