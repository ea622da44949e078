# SPDX-License-Identifier: Apache-2.0
"""The rows that the CSV of a payment date and of the end of a deal have in common: one row a figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal

from regalia.ledger.model import CallPayment, DealLedger, Place
from regalia.reports.account_lines import FacilityLine
from regalia.reports.csv_text import Cell, iso_time
from regalia.reports.date_lines import DateLines
from regalia.reports.names import Names
from regalia.reports.shares import factor_decimal
from regalia.reports.step_lines import StepLine
from regalia.reports.tranche_lines import TrancheLine

HEADER = ("section", "item", "name", "measure", "value", "unit")
Row = tuple[Cell, ...]


class DateFigures:
    """``item`` is the id or position within the section, ``unit`` the currency of an amount or what is counted, else empty."""

    def __init__(self, lines: DateLines, ledger: DealLedger, names: Names) -> None:
        self.lines = lines
        self.terms = ledger.terms
        self.names = names

    def line_rows(self) -> Iterator[Row]:
        """Steps and their sources, tranches, accounts, facilities, calls."""
        for step in self.lines.steps:
            yield from self.step(step)
        for tranche in self.lines.tranches:
            yield from self.tranche(tranche)
        for account in self.lines.accounts:
            figures = asdict(account)
            label, kind = figures.pop("account"), figures.pop("kind")
            yield ("account", label, self.names.account(label), "kind", kind, "")
            yield from self.amounts("account", label, self.names.account(label), figures)
        for facility in self.lines.facilities:
            yield from self.facility(facility)
        for number, call in enumerate(self.lines.calls, 1):
            yield from self.call(number, call)

    def conservation(self) -> Iterator[Row]:
        flow = self.lines.payment.flow
        sums = {"money_in": flow.money_in, "money_out": flow.money_out}
        yield from self.amounts("conservation", "", "", asdict(flow) | sums)

    def step(self, line: StepLine) -> Iterator[Row]:
        accelerated, record = self.lines.payment.accelerated, line.record
        name = self.names.step(line.index, accelerated)
        yield ("step", line.label, name, "position", line.index + 1, "")
        yield ("step", line.label, name, "kind", line.kind.name.lower(), "")
        yield ("step", line.label, name, "to", self.names.subject(line.index, accelerated), "")
        if line.held is not None:
            yield ("step", line.label, name, "held_back", str(line.held), "")
        figures = {"due": record.due, "paid": record.paid, "shortfall": record.shortfall, "released": record.released}
        shown = figures if line.is_shown else {}
        yield from self.amounts("step", line.label, name, shown | {"remaining": line.remaining})
        for source in line.sources:
            yield from self.amounts("source", line.label, name, {source.label: source.amount})

    def tranche(self, line: TrancheLine) -> Iterator[Row]:
        name = self.names.tranche(line.tranche)
        yield ("tranche", line.tranche, name, "units", line.units, "units")
        figures = {
            "opening_balance": line.opening_balance,
            "opening_arrears": line.opening_arrears,
            "called_balance": line.called_balance,
            "called_arrears": line.called_arrears,
            "interest_accrued": line.accrued,
            "interest_due": line.interest_due,
            "interest_paid": line.interest_paid,
            "interest_capitalised": line.capitalised,
            "closing_arrears": line.closing_arrears,
            "principal_paid": line.principal_paid,
            "residual_paid": line.residual_paid,
            "paid": line.paid,
            "closing_balance": line.closing_balance,
        }
        yield from self.amounts("tranche", line.tranche, name, figures)
        yield ("tranche", line.tranche, name, "pool_factor", factor_decimal(line.pool_factor), "")
        yield ("tranche", line.tranche, name, "per_unit", line.per_unit, f"{self.terms.money.code} per unit")

    def facility(self, line: FacilityLine) -> Iterator[Row]:
        figures, name = asdict(line), self.names.facility(line.facility)
        label, missed = figures.pop("facility"), figures.pop("missed")
        unused: int | None = figures.pop("unused")
        for measure in ("provider", "kind"):
            yield ("facility", label, name, measure, figures.pop(measure), "")
        yield ("facility", label, name, "deadline_missed", "yes" if missed else "no", "")
        limit = {} if unused is None else {"limit_left": unused}
        yield from self.amounts("facility", label, name, figures | limit)

    def call(self, number: int, call: CallPayment) -> Iterator[Row]:
        """One item a call; ``name`` is the tranche that was repaid."""
        holder = self.names.label(call.holder)
        facts: dict[str, Cell] = {
            "holder": call.holder,
            "day": call.day.isoformat(),
            **self.place("exercised", call.place),
        }
        for measure, value in facts.items():
            yield ("call", number, holder, measure, value, "")
        for t, tranche in enumerate(self.lines.payment.program.tranches):
            if call.paid[t]:
                figures = {
                    "balance": call.balance[t],
                    "premium": call.premium[t],
                    "interest": call.interest(t),
                    "paid": call.paid[t],
                }
                yield from self.amounts("call", number, self.names.tranche(tranche.label), figures)

    def place(self, what: str, place: Place) -> dict[str, Cell]:
        return {
            f"{what}_time": iso_time(place),
            f"{what}_block": place.block_number,
            f"{what}_transaction": place.transaction_hash,
        }

    def amounts(self, section: str, item: Cell, name: Cell, figures: dict[str, int]) -> Iterator[Row]:
        for measure, units in figures.items():
            value: Decimal = self.terms.money.to_decimal(units)
            yield (section, item, name, measure, value, self.terms.money.code)
