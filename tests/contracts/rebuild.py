# SPDX-License-Identifier: Apache-2.0
"""A stranger's books: a deal kept from its events alone, without running a waterfall and without asking a contract.

Every step leaves due, paid, drawn and released, and every trigger its answer; with the program and the reports, which are themselves in
events, that is enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from regalia.chain.step_records import ToldDate, unpack_date
from regalia.domain.history import PeriodReport
from regalia.domain.program import Program, StepProgram, SubjectKind
from regalia.domain.state import State
from tests.contracts.rebuild_book import NOBODY, RebuiltBook
from tests.contracts.rebuild_state import after_date, after_end
from tests.support.chain import Emitted

ORDERS = frozenset({"Frozen", "AddressFrozen", "Paused", "Unpaused", "RecoverySuccess", "IncomeCarried"})


class RebuiltDeal:
    """Feed it every event of deal, escrow, oracle, offering and tokens, in order. ``state`` lacks the series of triggers."""

    def __init__(self, program: Program, payees: tuple[str, ...]) -> None:
        self.program = program
        self.payees = payees
        opening = State.opening(program)
        self.state = replace(opening, balance=(0,) * len(program.tranches), series=())
        self.collection = 0
        self.payable: Counter[str] = Counter()
        self.books: dict[str, RebuiltBook] = {}
        self.next_period = program.schedule.opening
        self.tax_authority = NOBODY
        self.report: PeriodReport | None = None
        self.concluded = False

    @property
    def tokens(self) -> tuple[str, ...]:
        return tuple(self.books)

    def read(self, events: Sequence[Emitted]) -> RebuiltDeal:
        for event, following in zip(events, [*events[1:], None], strict=True):
            args = event.args
            match event.name:
                case "DealCreated":
                    self.books = {token: RebuiltBook() for token in args["tokens"]}
                case "DealRules":
                    self.tax_authority = args["taxAuthority"]
                case "IncomeClaimed":
                    self.books[args["token"]].claim(args["holder"], args["gross"])
                    self.payable[self.tax_authority] += args["tax"]
                case "PayableClaimed":
                    self.payable[args["payee"]] -= args["amount"]
                case "Transfer" if event.address in self.books:
                    recovered = following is not None and following.name == "RecoverySuccess"
                    self.books[event.address].move(args["from"], args["to"], args["value"], recovered)
                case name if name in ORDERS:
                    self.books[event.address].read(name, args)
                case name:
                    self.money(name, args)
        return self

    def money(self, name: str, args: Mapping[str, Any]) -> None:
        """What befalls the deal's own state and cash."""
        match name:
            case "DealClosed":
                self.state = replace(self.state, balance=tuple(t.original_balance for t in self.program.tranches))
            case "BooksOpened":
                for token, units in zip(args["tokens"], args["units"], strict=True):
                    self.books[token].place(units)
                self.state = replace(self.state, account=tuple(args["funding"]))
                self.payable[args["originator"]] += args["proceeds"] - sum(args["funding"])
            case "RoyaltyPaid":
                self.collection += args["amount"]
            case "ReportAccepted":
                self.report = PeriodReport(
                    args["period"], args["received"], args["otherIncome"], None, tuple(args["invoices"])
                )
            case "PaymentDateExecuted":
                self.payment_date(args)
            case "SupportReceived":
                account = list(self.state.account)
                account[len(self.program.accounts) + args["facility"]] += args["amount"]
                self.state = replace(self.state, account=tuple(account))
            case "CallExercised":
                self.called(args["paid"])
            case "DealConcluded":
                self.end(args)

    def payment_date(self, args: Mapping[str, Any]) -> None:
        assert args["period"] == self.next_period
        assert self.report is not None and self.report.period == self.next_period
        self.next_period += 1
        self.collection -= args["available"] - args["left"]
        told = unpack_date(args["records"])
        self.credit(told)
        self.state, self.report = after_date(self.program, self.state, self.report, told), None

    def called(self, paid: Sequence[int]) -> None:
        """Nothing is outstanding on a tranche that a call has paid."""
        owed = zip(paid, self.state.balance, self.state.arrears, strict=True)
        left = [(0, 0) if price else (balance, arrears) for price, balance, arrears in owed]
        self.state = replace(self.state, balance=tuple(b for b, _ in left), arrears=tuple(a for _, a in left))
        for book, amount in zip(self.books.values(), paid, strict=True):
            book.distribute(amount)

    def end(self, args: Mapping[str, Any]) -> None:
        assert args["period"] == self.next_period
        self.concluded = True
        self.collection -= args["available"]
        told = unpack_date(args["records"])
        self.credit(told)
        for facility, returned in zip(self.program.facilities, args["returned"], strict=True):
            self.payable[self.payees[facility.payee]] += returned
        self.state = after_end(self.program, self.state, self.next_period, told)

    def credit(self, told: ToldDate) -> None:
        """To payees, to those who stood behind a facility, and to tranches, what the steps paid."""
        income = [0] * len(self.program.tranches)
        for step, record in zip(self.program.list_of(told.accelerated), told.records, strict=True):
            if step.subject_kind is SubjectKind.TRANCHE:
                income[step.subject] += record.paid
            elif (payee := self.payee(step)) is not None:
                self.payable[payee] += record.paid
        for book, amount in zip(self.books.values(), income, strict=True):
            book.distribute(amount)

    def payee(self, step: StepProgram) -> str | None:
        if step.subject_kind is SubjectKind.PAYEE:
            return self.payees[step.subject]
        if step.subject_kind is SubjectKind.FACILITY:
            return self.payees[self.program.facilities[step.subject].payee]
        return None
