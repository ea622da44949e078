# SPDX-License-Identifier: Apache-2.0
"""Runs the rows of a receipts file through a deal's books and writes down the figures."""

from __future__ import annotations

from decimal import Decimal

from regalia.cli.run_figures import (
    AccountFigures,
    DateFigures,
    FacilityFigures,
    FlowFigures,
    RunFigures,
    StepFigures,
    TotalFigures,
    TrancheFigures,
)
from regalia.domain.conservation import NotConservedError
from regalia.domain.entitlement import Book
from regalia.domain.history import DealBooks, PaymentDate
from regalia.domain.money import Currency
from regalia.domain.program import Program, SubjectKind
from regalia.domain.waterfall import State
from regalia.receipts import ReceiptsRow


class _Run:
    """A run under way: the deal's books and a register a tranche, all units in one hand."""

    def __init__(self, currency: Currency, program: Program, state: State, first_period: int) -> None:
        self.currency = currency
        self.program = program
        self.books = DealBooks(program, state, first_period)
        self.put_in = [0] * len(program.facilities)
        self.registers = [Book(supply=tranche.units) for tranche in program.tranches]

    def date(self, row: ReceiptsRow) -> tuple[PaymentDate, DateFigures]:
        self.books.skip_to(row.period)
        self.books.collect(row.collected)
        done, asked = self.books.execute_supported(row.report, row.pool_facts(self.program))
        self.put_in = [before + amount for before, amount in zip(self.put_in, asked, strict=True)]
        flow = done.flow
        return done, DateFigures(
            period=row.period,
            attributed_to=row.attributed_to,
            payment_date=row.payment_date.isoformat(),
            scheduled_date=self.program.schedule.payment_date(row.period).isoformat(),
            received=self.money(row.received),
            other_income=self.money(row.other_income),
            steps=tuple(self.step(done, index) for index in range(len(done.steps))),
            tranches=tuple(
                self.tranche(done, index, paid) for index, paid in enumerate(done.paid(SubjectKind.TRANCHE))
            ),
            accounts=tuple(
                self.account(done, index, put_in) for index, put_in in enumerate(done.paid(SubjectKind.ACCOUNT))
            ),
            conservation=FlowFigures(
                *map(self.money, (flow.available, flow.drawn, flow.released)),
                *map(self.money, (flow.payees, flow.tranches, flow.accounts, flow.left)),
            ),
            facilities=tuple(self.facility(done, index, put_in) for index, put_in in enumerate(asked)),
            flags=tuple(label for f, label in enumerate(self.program.flags) if done.up >> f & 1),
            triggers=tuple(
                trigger.label
                for trigger, active in zip(self.program.triggers, done.state.active, strict=True)
                if active
            ),
            accelerated=done.accelerated,
            collection=self.money(done.collection),
            evidence=row.evidence.hex(),
        )

    def step(self, done: PaymentDate, index: int) -> StepFigures:
        step, record = done.steps[index], done.records[index]
        return StepFigures(
            step=step.label,
            kind=step.kind.name.lower(),
            to=self.program.subject_of(step),
            due=self.money(record.due),
            paid=self.money(record.paid),
            shortfall=self.money(record.shortfall),
            released=self.money(record.released),
            ran=done.ran(index),
            sources={source.label: self.money(source.amount) for source in done.sources(index)},
        )

    def tranche(self, done: PaymentDate, index: int, paid: int) -> TrancheFigures:
        tranche, register = self.program.tranches[index], self.registers[index]
        register.credit(paid)
        return TrancheFigures(
            tranche=tranche.label,
            balance=self.money(done.state.balance[index]),
            arrears=self.money(done.state.arrears[index]),
            distributed=self.money(paid),
            per_unit=self.currency.per_unit_down(paid, tranche.units),
            remainder=register.remainder,
        )

    def account(self, done: PaymentDate, index: int, put_in: int) -> AccountFigures:
        pairs = list(zip(done.steps, done.records, strict=True))
        drawn = sum(amount for record in done.records for source, amount in record.draws if source == index + 1)
        released = sum(
            record.released
            for step, record in pairs
            if step.subject_kind is SubjectKind.ACCOUNT and step.subject == index
        )
        return AccountFigures(
            self.program.accounts[index], *map(self.money, (put_in, drawn, released, done.state.account[index]))
        )

    def facility(self, done: PaymentDate, index: int, put_in: int) -> FacilityFigures:
        program, state = self.program, done.state
        repaid = done.paid(SubjectKind.FACILITY)[index]
        return FacilityFigures(
            program.facilities[index].label,
            *map(self.money, (put_in, repaid, state.drawn[index], state.cost[index])),
        )

    def money(self, units: int) -> Decimal:
        return self.currency.to_decimal(units)


def run_figures(
    deal: str,
    currency: Currency,
    program: Program,
    opening: State,
    rows: tuple[ReceiptsRow, ...],
    opening_cash: int = 0,
) -> RunFigures:
    """Run every row on its own period, from ``opening``. Amounts given are in smallest units."""
    run = _Run(currency, program, opening, min(rows[0].period, program.schedule.opening))
    run.books.collect(opening_cash)
    done, dates = zip(*(run.date(row) for row in rows), strict=True)
    totals = _totals(run, opening, opening_cash, sum(row.collected for row in rows), done)
    return RunFigures(deal, currency.code, dates, totals)


def _totals(
    run: _Run, opening: State, opening_cash: int, collected: int, done: tuple[PaymentDate, ...]
) -> TotalFigures:
    program, books = run.program, run.books

    def paid(kind: SubjectKind) -> list[int]:
        return [sum(amounts) for amounts in zip(*(date.paid(kind) for date in done), strict=True)]

    payees, tranches, repaid = paid(SubjectKind.PAYEE), paid(SubjectKind.TRANCHE), paid(SubjectKind.FACILITY)
    labels = [facility.label for facility in program.facilities]
    totals = TotalFigures(
        opening_cash=run.money(opening_cash),
        opening_accounts=run.money(sum(opening.account)),
        collected=run.money(collected),
        put_in=run.money(sum(run.put_in)),
        to_payees=run.money(sum(payees)),
        to_facilities=run.money(sum(repaid)),
        to_tranches=run.money(sum(tranches)),
        in_accounts=run.money(sum(books.state.account)),
        payees=dict(zip(program.payees, map(run.money, payees), strict=True)),
        facilities=dict(zip(labels, map(run.money, repaid), strict=True)),
        tranches=dict(zip((t.label for t in program.tranches), map(run.money, tranches), strict=True)),
        accounts=dict(zip((*program.accounts, *labels), map(run.money, books.state.account), strict=True)),
        collection=run.money(books.collection),
    )
    money_in = opening_cash + sum(opening.account) + collected + sum(run.put_in)
    money_out = sum(payees) + sum(repaid) + sum(tranches) + sum(books.state.account) + books.collection
    if money_in != money_out:
        raise NotConservedError(money_in, money_out, totals)
    return totals
