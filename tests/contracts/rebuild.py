# SPDX-License-Identifier: Apache-2.0
"""A stranger's books: a deal kept from its events alone, without running a waterfall and without asking a contract.

Every step leaves due, paid, drawn and released; with the program, which is itself in an event, that is enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from regalia.domain.program import Program, StepKind, SubjectKind
from tests.contracts.rebuild_book import NOBODY, RebuiltBook
from tests.support.chain import Emitted

ORDERS = frozenset({"Frozen", "AddressFrozen", "Paused", "Unpaused", "RecoverySuccess", "IncomeCarried"})


class RebuiltDeal:
    """Feed it every event of deal, escrow, offering and tokens, in order."""

    def __init__(self, program: Program, payees: tuple[str, ...]) -> None:
        self.program = program
        self.payees = payees
        self.balance = [0] * len(program.tranches)
        self.arrears = [0] * len(program.tranches)
        self.account = [0] * len(program.accounts)
        self.carried = [0] * len(program.steps)
        self.collection = 0
        self.payable: Counter[str] = Counter()
        self.books: dict[str, RebuiltBook] = {}
        self.next_period = program.schedule.opening
        self.tax_authority = NOBODY

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
                case "DealClosed":
                    self.balance = [t.original_balance for t in self.program.tranches]
                case "BooksOpened":
                    self.account = list(args["funding"])
                    self.payable[args["originator"]] += args["proceeds"] - sum(self.account)
                case "RoyaltyPaid":
                    self.collection += args["amount"]
                case "PaymentDateExecuted":
                    self.payment_date(args)
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
        return self

    def payment_date(self, args: Mapping[str, Any]) -> None:
        assert args["period"] == self.next_period
        self.next_period += 1
        self.collection -= args["available"] - args["left"]
        words = [int.from_bytes(args["records"][i : i + 16], "big") for i in range(0, len(args["records"]), 16)]
        income = [0] * len(self.program.tranches)
        for index, step in enumerate(self.program.steps):
            due, paid, drawn, released = words[4 * index : 4 * index + 4]
            if step.support:  # of accounts only, and never more than one in these deals
                (source,) = step.support
                self.account[source - 1] -= drawn
            match step.subject_kind:
                case SubjectKind.PAYEE:
                    self.payable[self.payees[step.subject]] += paid
                case SubjectKind.TRANCHE:
                    income[step.subject] += paid
                case SubjectKind.ACCOUNT:
                    self.account[step.subject] += paid - released
            if step.kind is StepKind.PRINCIPAL:
                self.balance[step.subject] -= paid
            elif step.kind is StepKind.INTEREST:
                self.arrears[step.subject] = due - paid
            elif step.carries:
                self.carried[index] = due - paid
        for book, amount in zip(self.books.values(), income, strict=True):
            book.distribute(amount)
