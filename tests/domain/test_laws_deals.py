# SPDX-License-Identifier: Apache-2.0
"""The laws of a payment date on lives of the deals in ``deals/`` and of the term sheets here, with random reports, facts and support."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import pytest

from regalia.domain.compile import compile_terms, opening_state
from regalia.domain.history import PaymentDate, PeriodReport, PoolFacts
from regalia.domain.program import PPM, Program
from regalia.domain.program_words import POOL_VALUE
from regalia.domain.state import State
from regalia.domain.terms import load_terms
from tests.deals import FILES
from tests.domain.escrow_model import EscrowModel
from tests.domain.rebuilt import rebuilt, with_put_in

SHEETS = sorted((Path(__file__).parent / "sheets").glob("*.yaml"))
LIVES, DATES = 6, 12


@cache
def compiled(path: Path) -> tuple[Program, State]:
    terms = load_terms(path)
    program = compile_terms(terms)
    return program, opening_state(terms, program)


class Life:
    """A deal through twelve payment dates. Money comes in amounts that often don't suffice; providers pay all, some or nothing."""

    def __init__(self, path: Path, seed: int) -> None:
        self.rng = Random(f"{path.stem} {seed}")
        self.program, opening = compiled(path)
        self.escrow = EscrowModel(self.program, opening)
        self.size = max(10**9, sum(tranche.original_balance for tranche in self.program.tranches))
        self.dates: list[PaymentDate] = []
        self.asked_twice: list[tuple[int, ...]] = []
        for _ in range(DATES):
            for _ in range(self.rng.randrange(4)):
                self.escrow.something_happens(self.rng)
            self.date()

    def amount(self) -> int:
        return self.rng.choice([0, self.rng.randrange(1, 9), self.rng.randrange(self.size // 8), self.size // 30])

    def date(self) -> None:
        rng, program, books = self.rng, self.program, self.escrow.books
        invoices = tuple(self.amount() // 50 for _ in program.invoiced_steps)
        target = rng.choice([None, self.amount()])
        report = PeriodReport(books.next_period, self.amount(), self.amount() // 20, target, invoices)
        self.escrow.pay_in(rng.choice([report.received + report.other_income, self.amount()]))
        facts = tuple(self.amount() * 10 if label == POOL_VALUE else rng.randrange(PPM + 1) for label in program.facts)
        unpaid = sum(1 << f for f in range(len(program.facilities)) if rng.random() < 0.2)
        pool = PoolFacts(facts, rng.randrange(200), unpaid)
        asked = books.demands(report, pool)
        share = rng.choice([0, 1, 2])
        for facility, amount in enumerate(asked):
            self.escrow.put_in(facility, amount * share // 2)
        if share == 2:
            self.asked_twice.append(books.demands(report, pool))
        self.dates.append(self.escrow.execute(report, pool))


@pytest.fixture(params=[*FILES, *SHEETS], ids=lambda path: f"{path.parent.name}/{path.stem}")
def lives(request: pytest.FixtureRequest) -> list[Life]:
    return [Life(request.param, seed) for seed in range(LIVES)]


def test_laws_1_and_3__lives_of_a_deal__cash_is_exactly_what_is_booked(lives: list[Life]) -> None:
    """That each date conserves is checked by the books themselves, which book nothing otherwise."""
    for life in lives:
        assert len(life.dates) == DATES
        assert life.escrow.cash == life.escrow.booked()


def test_law_2__lives_of_a_deal__nobody_gets_more_than_due_and_nothing_is_negative(lives: list[Life]) -> None:
    for life in lives:
        for date in life.dates:
            state = date.state
            assert all(0 <= r.drawn <= r.paid <= r.due and r.released >= 0 for r in date.records)
            kept = (*state.balance, *state.arrears, *state.account, *state.carried, *state.drawn, *state.cost)
            assert min(kept) >= 0


def test_law_5__lives_of_a_deal__records_alone_rebuild_every_balance(lives: list[Life]) -> None:
    for life in lives:
        state = life.escrow.opening
        for date, given in zip(life.dates, life.escrow.given, strict=True):
            state = rebuilt(with_put_in(state, len(life.program.accounts), given), date)
            assert state == date.state


def test_law_5__lives_of_a_deal__sources_of_a_step_add_up_to_what_it_paid(lives: list[Life]) -> None:
    for life in lives:
        for date in life.dates:
            for index, record in enumerate(date.records):
                assert sum(source.amount for source in date.sources(index)) == record.paid


def test_demands__all_of_them_put_in__nothing_more_is_asked(lives: list[Life]) -> None:
    for life in lives:
        assert all(not any(asked) for asked in life.asked_twice)


def test_lives__of_all_deals__come_by_what_the_vocabulary_has() -> None:
    """The laws are worth as much as what they are tried on."""
    seen: dict[str, int] = {}
    for path in [*FILES, *SHEETS]:
        for seed in range(LIVES):
            for date in Life(path, seed).dates:
                for name, happened in happenings(date).items():
                    seen[name] = seen.get(name, 0) + happened
    assert all(count >= 5 for count in seen.values()), seen


def happenings(date: PaymentDate) -> dict[str, bool]:
    records, state = date.records, date.state
    return {
        "an account drawn": any(source < 128 for r in records for source, _ in r.draws),
        "a facility drawn": any(source >= 128 for r in records for source, _ in r.draws),
        "released": any(r.released for r in records),
        "accelerated": date.accelerated,
        "in arrears": any(state.arrears),
        "carried": any(state.carried),
        "owed to a facility": any(state.drawn),
        "interest owed to a facility": any(state.cost),
        "a trigger active": any(state.active),
        "a guard shut": not all(date.ran(i) for i in range(len(records))),
    }
