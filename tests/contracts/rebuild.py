# SPDX-License-Identifier: Apache-2.0
"""A stranger's books: a deal kept from its events alone, without running a waterfall and without asking a contract.

Every step leaves due, paid, drawn and released; with the program, which is itself in an event, that is enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from regalia.domain.program import Program, StepKind, SubjectKind
from tests.support.chain import Emitted

NOBODY = "0x" + "00" * 20


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
        self.units: Counter[tuple[str, str]] = Counter()
        self.income: Counter[str] = Counter()
        self.claimed: Counter[tuple[str, str]] = Counter()
        self.tokens: tuple[str, ...] = ()
        self.next_period = program.schedule.opening

    def read(self, events: Iterable[Emitted]) -> RebuiltDeal:
        for event in events:
            match event.name:
                case "DealClosed":
                    self.balance = [t.original_balance for t in self.program.tranches]
                case "BooksOpened":
                    self.tokens = tuple(event.args["tokens"])
                    self.account = list(event.args["funding"])
                    self.payable[event.args["originator"]] += event.args["proceeds"] - sum(self.account)
                case "RoyaltyPaid":
                    self.collection += event.args["amount"]
                case "PaymentDateExecuted":
                    self.payment_date(event.args)
                case "IncomeClaimed":
                    self.claimed[event.args["token"], event.args["holder"]] += event.args["amount"]
                case "PayableClaimed":
                    self.payable[event.args["payee"]] -= event.args["amount"]
                case "Transfer":
                    self.units[event.address, event.args["from"]] -= event.args["value"]
                    self.units[event.address, event.args["to"]] += event.args["value"]
        return self

    def payment_date(self, args: Mapping[str, Any]) -> None:
        assert args["period"] == self.next_period
        self.next_period += 1
        self.collection -= args["available"] - args["left"]
        words = [int.from_bytes(args["records"][i : i + 16], "big") for i in range(0, len(args["records"]), 16)]
        for index, step in enumerate(self.program.steps):
            due, paid, drawn, released = words[4 * index : 4 * index + 4]
            if step.support:
                self.account[step.support - 1] -= drawn
            match step.subject_kind:
                case SubjectKind.PAYEE:
                    self.payable[self.payees[step.subject]] += paid
                case SubjectKind.TRANCHE:
                    self.income[self.tokens[step.subject]] += paid
                case SubjectKind.ACCOUNT:
                    self.account[step.subject] += paid - released
            if step.kind is StepKind.PRINCIPAL:
                self.balance[step.subject] -= paid
            elif step.kind is StepKind.INTEREST:
                self.arrears[step.subject] = due - paid
            elif step.carries:
                self.carried[index] = due - paid
