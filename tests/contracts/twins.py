# SPDX-License-Identifier: Apache-2.0
"""A deal on chain and the same deal in the Python books, and what must be equal in both at any time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from regalia.domain.history import DealBooks
from regalia.domain.program import Program
from regalia.domain.state import State, StepRecord
from tests.contracts.rebuild import RebuiltDeal
from tests.support import sample
from tests.support.answering import telling
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.powers import order
from tests.support.roles import actor

EPOCH = date(1970, 1, 1)
HOLDER, SOURCE = "senior_investor", actor("source of facts")


@dataclass(frozen=True)
class Amounts:
    """Up to how much a quarter brings, an invoice is, and a fact may say."""

    cash: int
    invoice: int
    fact: int


class Twins:
    """``done`` counts what happened. Every unit is one investor's, so that what a tranche was paid can be read off its book."""

    def __init__(self, rng: Random, program: Program, amounts: Amounts, *, window: int = 0, funding: int = 0) -> None:
        self.rng, self.program, self.amounts, self.window = rng, program, amounts, window
        closing = (program.schedule.closing - EPOCH).days * sample.DAY
        self.platform = Platform(closing)
        self.chain = self.platform.chain
        self.done: Counter[str] = Counter()
        self.set_facts([0] * len(program.facts))
        self.deal = self._made(self.platform.money(), funding)
        self.books = DealBooks(program, State.opening(program, (funding,) * len(program.accounts)))
        self.last_final = self.chain.now
        self.paid: Counter[str] = Counter()
        self.income = [0] * len(program.tranches)

    def _made(self, money: Contract, funding: int) -> DealContracts:
        tranches = self.program.tranches
        texts = tuple(f"T{t}" for t in range(len(tranches)))
        made = DealSpec(
            self.program,
            (max(1, funding * len(self.program.accounts)), *(0,) * (len(tranches) - 1)),
            (funding,) * len(self.program.accounts),
            self.program.payees,
            texts,
            texts,
            deadline=self.chain.now,
            dispute_window=self.window,
            facts=SOURCE if self.program.facts else DealSpec.facts,
        )
        deal = self.platform.create(money, made)
        deal.sell({HOLDER: tuple(t.units for t in tranches)})
        deal.close()
        return deal

    def set_facts(self, values: Sequence[int]) -> None:
        self.chain.place(SOURCE, telling(*values))

    def provider(self, f: int) -> str:
        return self.program.payees[self.program.facilities[f].payee]

    def answers(self, *, accelerated: bool) -> bytes:
        """The word of the triggers, of a deal that has any or an acceleration list."""
        if not self.program.triggers and not self.program.acceleration:
            return b""
        state = self.books.state
        word = sum(history << 16 * i for i, history in enumerate(state.history))
        word |= sum(active << 224 + i for i, active in enumerate(state.active))
        return (word | state.defaulted << 238 | accelerated << 239).to_bytes(32, "big")

    def credit(self, payees: Sequence[int], facilities: Sequence[int]) -> None:
        for payee, amount in zip(self.program.payees, payees, strict=False):
            self.paid[payee] += amount
        for f, amount in enumerate(facilities):
            self.paid[self.provider(f)] += amount

    def note(self, incomes: Sequence[int]) -> None:
        self.income = [before + income for before, income in zip(self.income, incomes, strict=True)]

    def check(self) -> None:
        deal, books = self.deal, self.books
        assert deal.state() == books.state
        assert deal.cash() == (books.collection, books.state.account)
        assert deal.deal.read("totals") == (books.attested, books.distributed)
        assert {payee: deal.payable(payee) for payee in self.program.payees} == {
            p: self.paid[p] for p in self.program.payees
        }
        for token, income in zip(deal.tokens, self.income, strict=True):
            supply, remainder, per_unit, *_ = deal.escrow.read("bookOf", token.address)
            assert per_unit * supply + remainder == income << 48
        proceeds = deal.payable("originator") + sum(self.paid.values()) + sum(self.income)
        assert deal.held() == proceeds + books.collection + sum(books.state.account)

    def check_stranger(self) -> None:
        """Who has only the events knows the same."""
        rebuilt = RebuiltDeal(self.program, tuple(map(actor, self.program.payees))).read(self.chain.log)
        assert rebuilt.state == replace(self.deal.state(), series=())
        assert (rebuilt.collection, rebuilt.state.account) == self.deal.cash()
        assert rebuilt.next_period == self.deal.deal.read("nextPeriod")
        assert rebuilt.concluded == bool(self.done["concluded"])
        assert {p: rebuilt.payable[actor(p)] for p in self.program.payees} == {
            p: self.paid[p] for p in self.program.payees
        }
        for token in self.deal.tokens:
            book = rebuilt.books[token.address]
            assert (book.supply, book.remainder) == self.deal.escrow.read("bookOf", token.address)[:2]
            assert book.owed[actor(HOLDER)] >> 48 == token.read("entitlementOf", actor(HOLDER))

    def check_nothing_is_stranded(self) -> None:
        """Law S: once all is burnt, claimed and withdrawn, the escrow is empty."""
        for token, tranche in zip(self.deal.tokens, self.program.tranches, strict=True):
            order(self.platform, "redeem", token, actor(HOLDER), tranche.units)
            if token.read("entitlementOf", actor(HOLDER)):
                self.deal.escrow.send("claim", token.address, by=actor(HOLDER))
        for payee in {*self.program.payees, "originator"}:
            if self.deal.payable(payee):
                self.deal.escrow.send("withdraw", by=actor(payee))
        assert self.deal.held() == 0, "stranded"


def packed(records: Sequence[StepRecord]) -> bytes:
    """The event's form of the records: four u128 a step."""
    return b"".join(n.to_bytes(16, "big") for r in records for n in (r.due, r.paid, r.drawn, r.released))
