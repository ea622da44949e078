# SPDX-License-Identifier: Apache-2.0
"""The figures of a run as text."""

from __future__ import annotations

from decimal import Decimal

from regalia.cli.run_figures import DateFigures, RunFigures, StepFigures, TotalFigures
from regalia.domain.entitlement import SCALE_BITS
from regalia.domain.money import Currency, format_decimal
from regalia.printing import table


def run_text(figures: RunFigures, currency: Currency) -> str:
    """All dates and the totals; amounts in whole currency, at least two decimals where the currency has them."""
    text = _Text(currency)
    head = f"{figures.deal}: {len(figures.dates)} payment dates, amounts in {figures.currency}"
    return "\n\n".join([head, *map(text.date, figures.dates), text.totals(figures.totals)])


class _Text:
    def __init__(self, currency: Currency) -> None:
        self.currency = currency

    def date(self, date: DateFigures) -> str:
        paid_on = date.payment_date
        if paid_on != date.scheduled_date:
            paid_on += f" (scheduled {date.scheduled_date})"
        flow = date.conservation
        came_in = self.sum(("available", flow.available), ("drawn", flow.drawn), ("released", flow.released))
        went_out = self.sum(
            ("to payees", flow.payees),
            ("to tranches", flow.tranches),
            ("into accounts", flow.accounts),
            ("left", flow.left),
        )
        lines = [
            f"Period {date.period}, {date.attributed_to}, paid {paid_on}",
            f"  received {self.money(date.received)}, other income {self.money(date.other_income)}",
            self.steps(date.steps),
            self.tranches(date),
        ]
        if date.accounts:
            lines.append(self.accounts(date))
        if date.facilities:
            lines.append(self.facilities(date))
        lines += self.events(date)
        lines += [f"  stays in collection: {self.money(date.collection)}", f"  conserved: {came_in} = {went_out}"]
        return "\n".join(lines)

    def steps(self, steps: tuple[StepFigures, ...]) -> str:
        headings = ("step", "to", "due", "paid", "shortfall", "released", "source")
        rows = [
            (s.step, s.to, *map(self.money, (s.due, s.paid, s.shortfall, s.released)), self.sources(s)) for s in steps
        ]
        return table(headings, rows, "llrrrrl", "  ")

    def sources(self, step: StepFigures) -> str:
        if not step.ran and not step.released:
            return "held back by its guard"
        if len(step.sources) == 1:
            return next(iter(step.sources))
        return " + ".join(f"{label} {self.money(amount)}" for label, amount in step.sources.items())

    def tranches(self, date: DateFigures) -> str:
        headings = ("tranche", "distributed", "per unit", "balance", "arrears", f"remainder / 2^{SCALE_BITS}")
        rows = [
            (
                t.tranche,
                self.money(t.distributed),
                format_decimal(t.per_unit, 6),
                self.money(t.balance),
                self.money(t.arrears),
                str(t.remainder),
            )
            for t in date.tranches
        ]
        return table(headings, rows, "lrrrrr", "  ")

    def accounts(self, date: DateFigures) -> str:
        headings = ("account", "put in", "drawn", "released", "balance")
        rows = [(a.account, *map(self.money, (a.put_in, a.drawn, a.released, a.balance))) for a in date.accounts]
        return table(headings, rows, "lrrrr", "  ")

    def facilities(self, date: DateFigures) -> str:
        headings = ("facility", "put in", "repaid", "owed", "interest owed")
        rows = [(f.facility, *map(self.money, (f.put_in, f.repaid, f.owed, f.cost))) for f in date.facilities]
        return table(headings, rows, "lrrrr", "  ")

    def events(self, date: DateFigures) -> list[str]:
        """Which flags were up, which triggers are active, and that the acceleration list ran."""
        lines = [f"  flags up: {', '.join(date.flags)}"] if date.flags else []
        if date.triggers:
            lines.append(f"  triggers active after it: {', '.join(date.triggers)}")
        if date.accelerated:
            lines.append("  after an event of default: the acceleration list ran")
        return lines

    def totals(self, totals: TotalFigures) -> str:
        named = (
            ("payee", totals.payees),
            ("facility", totals.facilities),
            ("tranche", totals.tranches),
            ("account, at the end", totals.accounts),
        )
        rows = [(kind, label, self.money(amount)) for kind, amounts in named for label, amount in amounts.items()]
        rows.append(("collection, at the end", "", self.money(totals.collection)))
        came_in = self.sum(
            ("opening cash", totals.opening_cash),
            ("opening accounts", totals.opening_accounts),
            ("collected", totals.collected),
            *([("put in by facilities", totals.put_in)] if totals.facilities else []),
        )
        went_out = self.sum(
            ("to payees", totals.to_payees),
            *([("to facilities", totals.to_facilities)] if totals.facilities else []),
            ("to tranches", totals.to_tranches),
            ("in accounts", totals.in_accounts),
            ("in collection", totals.collection),
        )
        return "\n".join(
            ["Totals", table(("", "", "amount"), rows, "llr", "  "), f"  conserved: {came_in} = {went_out}"]
        )

    def sum(self, *parts: tuple[str, Decimal]) -> str:
        return " + ".join(f"{self.money(amount)} {name}" for name, amount in parts)

    def money(self, amount: Decimal) -> str:
        return format_decimal(amount, min(2, self.currency.decimals))
