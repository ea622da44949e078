# SPDX-License-Identifier: Apache-2.0
"""A small model of the escrow: the cash it holds, what it owes to payees and holders, and the deal's books."""

from __future__ import annotations

from random import Random

from regalia.domain.entitlement import SCALE_BITS, Book
from regalia.domain.history import DealBooks, PaymentDate, PeriodReport, PoolFacts
from regalia.domain.program import Program, SubjectKind
from regalia.domain.waterfall import State

HOLDERS = ("senior_investor", "mezzanine_investor", "custodian", "attacker")


class EscrowModel:
    """``cash`` moves only when somebody pays in or claims; executing a payment date moves numbers. A third of the units is collected late.

    ``opening`` is the state at the start; ``given`` what each facility's provider put in before each date.
    """

    def __init__(self, program: Program, state: State) -> None:
        self.program = program
        self.opening = state
        self.books = DealBooks(program, state)
        self.cash = sum(state.account)
        self.payables = [0] * len(program.payees)
        self.owed_to_units = [0] * len(program.tranches)
        self.given: list[list[int]] = []
        self._given = [0] * len(program.facilities)
        self.registers = [Book() for _ in program.tranches]
        for register, tranche in zip(self.registers, program.tranches, strict=True):
            register.place(tranche.units)
            register.issue(HOLDERS[0], tranche.units - tranche.units // 3)

    def pay_in(self, amount: int) -> None:
        self.books.collect(amount)
        self.cash += amount

    def put_in(self, facility: int, amount: int) -> None:
        """The provider of a facility puts cash in for its draws."""
        self.books.put_in(facility, amount)
        self._given[facility] += amount
        self.cash += amount

    def execute(self, report: PeriodReport, facts: PoolFacts | None = None) -> PaymentDate:
        date = self.books.execute(report, facts)
        self.given.append(self._given)
        self._given = [0] * len(self.program.facilities)
        for payee, amount in enumerate(date.paid(SubjectKind.PAYEE)):
            self.payables[payee] += amount
        for facility, amount in zip(self.program.facilities, date.paid(SubjectKind.FACILITY), strict=True):
            self.payables[facility.payee] += amount
        for tranche, amount in enumerate(date.paid(SubjectKind.TRANCHE)):
            self.registers[tranche].credit(amount)
            self.owed_to_units[tranche] += amount
        return date

    def claim(self, tranche: int, holder: str) -> None:
        amount = self.registers[tranche].claim(holder)
        self.owed_to_units[tranche] -= amount
        self.cash -= amount

    def pay_payee(self, payee: int) -> None:
        self.cash -= self.payables[payee]
        self.payables[payee] = 0

    def booked(self) -> int:
        """Everything the escrow holds for somebody."""
        return self.books.collection + sum(self.books.state.account) + sum(self.payables) + sum(self.owed_to_units)

    def entitlements(self, tranche: int) -> int:
        """Of all holders, and of those who have still to collect."""
        register = self.registers[tranche]
        to_come = register.per_unit * register.awaited >> SCALE_BITS
        return sum(register.entitlement(holder) for holder in HOLDERS) + to_come

    def collect(self, tranche: int, holder: str, units: int) -> None:
        """Units of those that were placed at closing and are nobody's yet."""
        self.registers[tranche].issue(holder, units)

    def something_happens(self, rng: Random) -> None:
        """A payment in, a claim, a payee's withdrawal, a transfer of units, income carried by order, a late collection, or support."""
        tranche = rng.randrange(len(self.registers))
        match rng.randrange(7 if self.program.facilities else 6):
            case 0:
                self.pay_in(rng.randrange(10 ** rng.randrange(1, 13)))
            case 1:
                self.claim(tranche, rng.choice(HOLDERS))
            case 2 if self.payables:
                self.pay_payee(rng.randrange(len(self.payables)))
            case 3:
                sender = rng.choice(HOLDERS)
                held = self.registers[tranche].account(sender).units
                self.registers[tranche].move(sender, rng.choice(HOLDERS), rng.randint(0, held))
            case 4:
                self.registers[tranche].carry(rng.choice(HOLDERS), rng.choice(HOLDERS))
            case 5:
                self.collect(tranche, rng.choice(HOLDERS), rng.randint(0, self.registers[tranche].awaited))
            case 6:
                self.put_in(rng.randrange(len(self.program.facilities)), rng.randrange(10 ** rng.randrange(1, 13)))
