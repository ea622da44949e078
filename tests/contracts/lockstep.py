# SPDX-License-Identifier: Apache-2.0
"""A deal on chain and the same deal in the Python books, led through the same random life; after each act they must be equal.

Between dates providers put cash in or let deadlines pass, tranches are called, and the end is tried. A stranger reads along.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy

from regalia.domain.history import PaymentDate, PoolFacts
from regalia.domain.program import SubjectKind
from regalia.domain.program_words import Measure
from tests.contracts.lockstep_acts import Acts
from tests.contracts.twins import EPOCH, packed
from tests.support import sample
from tests.support.acts import conclude, end_of_grace
from tests.support.chain import refused
from tests.support.deal import Report, in_domain
from tests.support.roles import actor


class Lockstep(Acts):
    """A life of so many dates."""

    def pass_by(self, dates: int) -> Lockstep:
        """So many dates, or until the deal is over or a provider would have to pay more than it can."""
        for _ in range(dates):
            acts: list[Callable[[], object]] = [self.pay_royalty, self.deposit, self.call]
            for act in self.rng.sample(acts, k=self.rng.randrange(3)):
                act()
            if not self.pay_date():
                break
            self.check()
            if self.try_to_conclude():
                break
        self.check()
        self.check_stranger()
        if self.done["concluded"]:
            self.check_nothing_is_stranded()
        return self

    def pay_date(self) -> bool:
        """A report, what providers make of it, and the date. False when a provider would have to pay too much."""
        cash = self.pay_royalty()
        report = self.deal.report(
            self.rng.choice([cash, self.some_of(self.amounts.cash)]),
            self.books.next_period,
            self.rng.choice([0, 0, 7]),
            target=self.some_of(self.amounts.cash) if self.rng.random() < 0.3 else None,
            invoices=tuple(self.some_of(self.amounts.invoice) for _ in self.program.invoiced_steps),
        )
        self.deal.reach(report.period)
        self.chain.now += self.rng.choice([0, 0, self.rng.randrange(40 * sample.DAY)])
        self.deal.submit(report)
        final = self.chain.now + self.window
        self.chain.now = final
        facts = PoolFacts(self._new_facts(), self._report_age(final), 0)
        settled = self.settle(report, facts)
        if settled is None:
            return False
        self._execute(report, settled)
        self.last_final = final
        return True

    def _new_facts(self) -> tuple[int, ...]:
        values = [self.some_of(self.amounts.fact) for _ in self.program.facts]
        self.set_facts(values)
        return tuple(values)

    def _report_age(self, final: int) -> int:
        looks = any(trigger.measure is Measure.DAYS_SINCE_REPORT for trigger in self.program.triggers)
        return (final - self.last_final) // sample.DAY if looks else 0

    def _execute(self, report: Report, facts: PoolFacts) -> None:
        promised = self.deal.preview(report)
        told = self.deal.execute(report)
        expected = self.books.execute(report.in_domain(), facts)
        self._compare(told.only("PaymentDateExecuted"), expected)
        asks = self.program.facts or self.program.facilities or self.program.looks & 4
        assert [tuple(f.values()) for f in told.all("FactsTaken")] == (
            [(report.period, facts.facts, facts.report_age, facts.unpaid)] if asks else []
        )
        records, after, available, left, accelerated = promised
        assert [tuple(r.values()) for r in records] == [(r.due, r.paid, r.drawn, r.released) for r in expected.records]
        assert in_domain(after, self.program) == expected.state
        flow = expected.flow
        assert (available, left, accelerated) == (flow.available, flow.left, expected.accelerated)
        self.credit(expected.paid(SubjectKind.PAYEE), expected.paid(SubjectKind.FACILITY))
        self.note(expected.paid(SubjectKind.TRANCHE))
        self.done["accelerated" if expected.accelerated else "date"] += 1

    def _compare(self, told: Mapping[str, object], expected: PaymentDate) -> None:
        assert told == {
            "period": expected.report.period,
            "executor": actor("outsider"),
            "available": expected.flow.available,
            "left": expected.flow.left,
            "records": packed(expected.records) + self.answers(accelerated=expected.accelerated),
        }

    def refused_or_late(self, final: bool) -> None:
        """The end is refused, unless the legal final date was a year ago."""
        legal_final = self.program.legal_final
        if final and legal_final and self.chain.now >= (legal_final - EPOCH).days * sample.DAY + 365 * sample.DAY:
            return
        with refused("DealLens_NotOver"):
            conclude(self.deal)

    def try_to_conclude(self) -> bool:
        """Whether the deal was over, and is now concluded."""
        program, state = self.program, self.books.state
        ended = deepcopy(self.books)
        ended.conclude()
        owed = sum(state.balance) + sum(state.arrears)
        owed += sum((*ended.state.drawn, *ended.state.cost, *ended.state.carried))
        last = program.schedule.payment_date(self.books.next_period - 1)
        held = any(s.kind.name == "RESIDUAL" and s.subject_kind is SubjectKind.TRANCHE for s in program.all_steps)
        final = program.legal_final is not None and last >= program.legal_final
        if owed or (held and not final):
            self.refused_or_late(final)
            if not final:
                return False
            end_of_grace(self.deal)
        else:
            self.pay_royalty()
        collection, up = self.books.collection, self.books.next_period
        expected = self.books.conclude()
        told = conclude(self.deal).only("DealConcluded")
        assert told == {
            "period": up,
            "by": actor("outsider"),
            "available": collection,
            "returned": expected.returned,
            "records": packed(expected.records) + self.answers(accelerated=expected.accelerated),
        }
        self.credit(expected.paid(SubjectKind.PAYEE), expected.paid(SubjectKind.FACILITY))
        self.credit((), expected.returned)
        self.note(expected.paid(SubjectKind.TRANCHE))
        assert self.deal.cash() == (0, (0,) * len(state.account))
        assert self.deal.deal.read("status") == 4
        self.done["concluded"] += 1
        return True
